import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import { openEvents, shownText } from '../../support/event-reader.ts';
import { startLearning } from '../../support/learning-app.ts';

it('300 learners are answered at the same time: nobody waits for somebody else’s reply to end', async () => {
  const count = 300;
  const all = Promise.withResolvers<void>();
  let waiting = 0;
  const frame = (content: string) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
  // No reply begins before every learner's question is there, so one that has to queue would stop them all.
  const upstream = createServer(async (request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    waiting += 1;
    if (waiting === count) all.resolve();
    await all.promise;
    response.end(`${frame('{"reply": "¡Ho')}${frame('la!"}')}data: [DONE]\n\n`);
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const toolkitUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const app = await startLearning({ toolkitUrl, logLevel: 'warn' });
  try {
    const talks: { url: string; token: string }[] = [];
    for (let opened = 0; opened < count; opened += 1) {
      const { post, token } = await app.learner();
      const { body } = await post<{ id: string }>('/api/chat/threads', { body: {} });
      talks.push({ url: `${app.url}/api/chat/threads/${body.id}/messages`, token });
    }
    const replies = await Promise.all(
      talks.map(async ({ url, token }) => {
        const stream = await openEvents(url, { token, body: { text: 'hola' } });
        await stream.ended;
        return [stream.events.at(-1)?.event, shownText(stream.events)];
      }),
    );
    assert.deepEqual(new Set(replies.map((reply) => reply.join(' '))), new Set(['done ¡Hola!']));
  } finally {
    await app.close();
    upstream.closeAllConnections();
    upstream.close();
  }
});
