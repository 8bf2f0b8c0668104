import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { publishRevocation } from '@linguamate/shared/identity/revocations';
import { newId } from '@linguamate/shared/ids';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { openEvents } from '../../support/event-reader.ts';
import { startLearning } from '../../support/learning-app.ts';

describe('interruptions', () => {
  it('a server that closes ends its streams with an event at once, and the message is there to be answered', async () => {
    const asked = Promise.withResolvers<void>();
    // A toolkit-proxy that takes the question and never answers.
    const silent = createServer(() => asked.resolve());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const toolkitUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const app = await startLearning({ toolkitUrl, breaker: false });
    const learner = await app.learner();
    const { body: thread } = await learner.post<{ id: string }>('/api/chat/threads', { body: {} });
    const url = `${app.url}/api/chat/threads/${thread.id}/messages`;
    const stream = await openEvents(url, { token: learner.token, body: { text: 'hola' } });
    await asked.promise;
    const stored = await app.deps.db.selectFrom('chat_messages').select(['role', 'text']).execute();
    const closed = app.close();
    await stream.ended;
    await closed;
    silent.closeAllConnections();
    silent.close();
    assert.deepEqual(
      stream.events.map(({ event }) => event),
      ['accepted', 'error'],
    );
    assert.equal(stream.events[1]?.data.code, 'shutting_down');
    assert.deepEqual(stored, [{ role: 'learner', text: 'hola' }]);
  });

  it('a session that has ended gets no further than 401, though its token has not expired', async () => {
    const app = await startLearning({ ownVerifier: true });
    try {
      const sid = newId();
      await app.deps.revocations.start();
      const token = await app.issuer.issueToken({ sub: newId(), sid, roles: ['learner'] });
      const status = async () => (await app.client.get('/api/chat/quota', { token })).status;
      assert.equal(await status(), 200);
      const untilMs = app.clock.now() + 600_000;
      await publishRevocation(app.deps.redis, app.deps.config.redis.prefix, { sessionId: sid, untilMs });
      await waitFor(async () => (await status()) === 401, { message: 'the session to be refused' });
    } finally {
      await app.close();
    }
  });
});
