import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { type Backing, createBacking, type RunningService, startService } from '../../support/service.ts';

let backing: Backing;
let service: RunningService;

before(async () => {
  backing = await createBacking();
});

after(() => backing.close());

test('200: lists what can be done without a token, without addresses and without asking an upstream', async () => {
  service = await startService(backing, { environment: { TOOLKIT_API_KEY: 'sk-hidden' } });
  const answer = await service.client.get('/api/toolkit/health');
  assert.deepEqual([answer.status, answer.body.ok, answer.body.ai], [200, true, 'configured']);
  assert.ok((answer.body.capabilities as string[]).includes('text.generate'));
  assert.doesNotMatch(answer.text, new RegExp(`sk-hidden|${backing.upstream.port}`));
  assert.equal(backing.upstream.requests.length, 0);
  await service.close();
});

test('200: without an upstream the service is healthy and has no AI capability', async () => {
  service = await startService(backing, { environment: { EXPO_PUBLIC_TOOLKIT_URL: '' } });
  const answer = await service.client.get('/api/toolkit/health');
  assert.deepEqual([answer.status, answer.body.ok, answer.body.ai], [200, true, 'not_configured']);
  assert.ok(!(answer.body.capabilities as string[]).includes('text.generate'));
  const report = await service.client.get<{ dependencies: Record<string, string> }>('/health');
  assert.deepEqual(report.body.dependencies, { database: 'ok', redis: 'ok', toolkit: 'unconfigured' });
  await service.close();
});

test('an open breaker shows in both reports and makes no instance unready', async () => {
  service = await startService(backing);
  const token = await service.token();
  backing.upstream.always(replies.status(500));
  for (let request = 0; request < 2; request += 1) {
    await service.client.post('/api/toolkit/text/llm', { token, body: { prompt: 'x' } });
  }
  backing.upstream.always(replies.natural());
  const answer = await service.client.get<{ ok: boolean; upstreams: { breakers: object }[] }>(
    '/api/toolkit/health',
  );
  assert.equal(answer.body.ok, false);
  assert.deepEqual(answer.body.upstreams[0]?.breakers, { 'text.generate': 'open' });
  const refused = await service.client.post('/api/toolkit/text/llm', { token, body: { prompt: 'x' } });
  assert.deepEqual([refused.status, backing.upstream.requests.length], [503, 5]);
  assert.ok(Number(refused.headers.get('retry-after')) > 25);
  const report = await waitFor(async () => {
    const { body, status } = await service.client.get<{ dependencies: Record<string, string> }>('/health');
    return body.dependencies.toolkit === 'error' && status;
  });
  assert.equal(report, 503);
  assert.equal((await service.client.get('/readyz')).status, 200);
  await service.close();
});
