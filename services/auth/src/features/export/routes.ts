import { problemResponses, strictObject } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { Password } from '../passwords/schemas.ts';
import { sourceOf } from '../sessions/source.ts';
import { LinkToken } from '../verification/schemas.ts';
import { downloadArchive, requestExport } from './request-export.ts';

const tags = ['users'];

/** POST /api/auth/account/export: everything that every service knows about the person, by mail as a link. */
export function postExport(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/account/export',
    {
      schema: {
        tags,
        summary: 'Ask for all own data',
        description: 'Once a day. A link arrives by mail when the archive is ready.',
        security: [{ bearer: [] }],
        body: strictObject({ password: Type.Optional(Password) }),
        response: {
          202: Type.Null({ description: 'Accepted.' }),
          ...problemResponses(400, 401, 403, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const { userId, authTime } = identityOf(request);
      const { password } = request.body;
      await requestExport(dependencies, { userId, authTime, password, source: sourceOf(request.ip) });
      return await reply.code(202).send(null);
    },
  );
}

/** POST /api/auth/account/export/download: the archive, once, for the holder of the link. */
export function postDownload(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/account/export/download',
    {
      schema: {
        tags,
        summary: 'Fetch the archive',
        body: strictObject({ token: LinkToken }),
        response: { 200: Type.Unknown({ description: 'The archive.' }), ...problemResponses(400) },
      },
    },
    async (request, reply) => {
      reply.header('content-disposition', 'attachment; filename="linguamate-export.json"');
      return await downloadArchive(dependencies, request.body.token);
    },
  );
}

export const memberExportRoutes = [postExport];
export const publicExportRoutes = [postDownload];
