import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { type Backing, createBacking, type RunningService, startService } from '../../support/service.ts';

const breakers = '/api/toolkit/admin/breakers';
const one = `${breakers}/toolkit/text.generate`;
const text = '/api/toolkit/text/llm';
let backing: Backing;
let service: RunningService;
let learner: string;
let admin: string;

before(async () => {
  backing = await createBacking();
  service = await startService(backing);
  learner = await service.token();
  admin = await service.token({ roles: ['learner', 'admin'] });
});

after(async () => {
  await service.close();
  await backing.close();
});

const ask = () => service.client.post(text, { token: learner, body: { prompt: 'x' } });
const turn = (position: string) => service.client.put(one, { token: admin, body: { position } });

test('an operator takes an upstream out of use at once, and gives it back', async () => {
  assert.equal((await turn('open')).body.state, 'open');
  const refused = await ask();
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '30']);
  assert.equal(backing.upstream.requests.length, 0);
  await turn('auto');
  assert.equal((await ask()).status, 200);
});

test('an operator insists on an upstream although its breaker would open', async () => {
  await turn('closed');
  backing.upstream.always(replies.status(500));
  for (let round = 0; round < 3; round += 1) await ask();
  backing.upstream.always(replies.natural());
  assert.equal((await ask()).status, 200);
  await turn('auto');
});

test('every breaker in use is listed with its state and its switch', async () => {
  const { body } = await service.client.get<{ items: object[] }>(breakers, { token: admin });
  assert.deepEqual(body.items, [
    { upstream: 'toolkit', operation: 'text.generate', state: 'closed', position: 'auto' },
  ]);
});

test('403, 404 and 400: learners, unknown upstreams, positions that are none', async () => {
  assert.equal((await service.client.get(breakers, { token: learner })).status, 403);
  assert.equal((await service.client.put(one, { token: learner, body: { position: 'open' } })).status, 403);
  const unknown = `${breakers}/nobody/text.generate`;
  assert.equal((await service.client.put(unknown, { token: admin, body: { position: 'open' } })).status, 404);
  assert.equal((await turn('sideways')).status, 400);
});
