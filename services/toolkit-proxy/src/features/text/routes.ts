import { problemResponses } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { servedHeaders } from '../upstreams/served-headers.ts';
import { generateText, type TextDependencies } from './generate-text.ts';
import { readTextBody } from './read-text-body.ts';
import { TextAnswer, TextBody } from './schemas.ts';

/** Four inline photographs and their conversation; Rork itself takes no more than 4.4 MB. */
const bodyLimitBytes = 5_000_000;

/** Both paths that existing apps know; with the version is the newer one. */
const paths = ['/api/toolkit/text/llm', '/api/toolkit/v1/text/llm'];

/** `POST /api/toolkit[/v1]/text/llm`: text for a conversation, in Rork's shape. */
export function postText(server: HttpServer, deps: TextDependencies): void {
  for (const path of paths) {
    const schema = {
      tags: ['toolkit'],
      summary: 'Generate text (Rork-compatible)',
      operationId: path.includes('/v1/') ? 'generateTextV1' : 'generateText',
      body: TextBody,
      response: { 200: TextAnswer, ...problemResponses(400, 401, 408, 413, 429, 502, 503, 504) },
    };
    server.post(path, { schema, bodyLimit: bodyLimitBytes }, async (request, reply) => {
      const { userId } = identityOf(request);
      const served = await generateText(readTextBody(request.body), userId, request.deadline, deps);
      reply.headers(servedHeaders(served));
      return { completion: served.value.text };
    });
  }
}

/** Every route of this feature. */
export const textRoutes = [postText];
