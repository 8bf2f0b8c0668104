import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { createMetrics } from '@linguamate/shared/metrics';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { type Background, startBackground } from '../../../src/background.ts';
import { eraseLearner } from '../../../src/features/learners/repository.ts';
import {
  type Backing,
  configOf,
  createBacking,
  type RunningService,
  startService,
} from '../../support/service.ts';

const path = '/api/toolkit/jobs';
type Job = {
  id: string;
  status: string;
  result: Record<string, unknown> | null;
  errorCode: string | null;
  code: string;
};

let backing: Backing;
let service: RunningService;
let background: Background | undefined;
let userId: string;
let token: string;

before(async () => {
  backing = await createBacking();
  service = await startService(backing);
  userId = newId();
  token = await service.token({ sub: userId });
});

afterEach(async () => {
  await background?.stop();
  background = undefined;
});

after(async () => {
  await service.close();
  await backing.close();
});

function work() {
  background = startBackground(configOf(backing), {
    logger: silentLogger(),
    metrics: createMetrics({ service: 'test' }),
  });
}

const create = (body: unknown, headers: Record<string, string> = {}) =>
  service.client.post<Job>(path, { token, body, headers });
const show = (id: string) => service.client.get<Job>(`${path}/${id}`, { token });
const ended = (id: string, status: string) =>
  waitFor(
    async () => {
      const { body } = await show(id);
      return body.status === status && body;
    },
    { message: `job to be ${status}`, timeoutMs: 10_000 },
  );

test('202: work is taken in at once, done by the worker, and its result kept for a day', async () => {
  const answer = await create({ kind: 'image.generate', prompt: 'a cat' });
  assert.deepEqual([answer.status, answer.body.status], [202, 'queued']);
  assert.equal(answer.headers.get('location'), `${path}/${answer.body.id}`);
  work();
  const done = await ended(answer.body.id, 'succeeded');
  const image = done.result?.image as { mimeType: string } | undefined;
  assert.equal(image?.mimeType, 'image/png');
  const { created_at, expires_at } = await service.deps.db
    .selectFrom('async_jobs')
    .select(['created_at', 'expires_at'])
    .where('id', '=', answer.body.id)
    .executeTakeFirstOrThrow();
  assert.ok(Math.abs(expires_at.getTime() - created_at.getTime() - 86_400_000) < 5000);
});

test('the same Idempotency-Key makes one job', async () => {
  const headers = { 'idempotency-key': newId() };
  const first = await create({ kind: 'text.generate', prompt: 'a lesson' }, headers);
  const second = await create({ kind: 'text.generate', prompt: 'a lesson' }, headers);
  assert.equal(first.body.id, second.body.id);
  assert.equal((await create({ kind: 'text.generate', prompt: 'another' }, headers)).status, 422);
  // Left in the queue, it would take the replies that are meant for the next test's work.
  work();
  await ended(first.body.id, 'succeeded');
});

test('what fails for good says why; what may go better is tried again', async () => {
  backing.upstream.reply(replies.openAiError(400, 'content_policy_violation'));
  const refused = await create({ kind: 'text.generate', prompt: 'x' });
  work();
  assert.equal((await ended(refused.body.id, 'failed')).errorCode, 'content_policy');
  backing.upstream.reply(...Array.from({ length: 3 }, () => replies.status(500)));
  const patient = await create({ kind: 'text.generate', prompt: 'x' });
  assert.ok((await ended(patient.body.id, 'succeeded')).result?.completion);
});

test('cancelled work stops, upstream too, and stays cancelled', async () => {
  backing.upstream.requests.length = 0;
  const held = replies.held(replies.natural());
  backing.upstream.reply(held.reply);
  const { body } = await create({ kind: 'text.generate', prompt: 'x' });
  work();
  await held.reached;
  assert.equal((await show(body.id)).body.status, 'running');
  assert.equal((await service.client.delete<Job>(`${path}/${body.id}`, { token })).body.status, 'cancelled');
  await waitFor(() => backing.upstream.requests.at(-1)?.aborted);
  assert.equal((await show(body.id)).body.status, 'cancelled');
  assert.equal((await service.client.delete(`${path}/${body.id}`, { token })).status, 409);
});

test('404: the jobs of others, expired jobs and unknown ones are all the same', async () => {
  const { body } = await create({ kind: 'text.generate', prompt: 'x' });
  const stranger = await service.token({ sub: newId() });
  assert.equal((await service.client.get(`${path}/${body.id}`, { token: stranger })).status, 404);
  assert.equal((await service.client.delete(`${path}/${body.id}`, { token: stranger })).status, 404);
  const past = { expires_at: new Date(0) };
  await service.deps.db.updateTable('async_jobs').set(past).where('id', '=', body.id).execute();
  assert.equal((await show(body.id)).status, 404);
  assert.equal((await show(newId())).status, 404);
  work();
  const count = service.deps.db.selectFrom('async_jobs').select('id').where('id', '=', body.id);
  await waitFor(async () => (await count.execute()).length === 0);
});

test('400: unknown kinds, missing prompts, ids that are none', async () => {
  for (const body of [
    { kind: 'shell', prompt: 'x' },
    { kind: 'text.generate' },
    { kind: 'image.generate', prompt: 'x', size: 'big' },
  ]) {
    assert.equal((await create(body)).status, 400);
  }
  assert.equal((await show('1')).status, 400);
});

test('503: with the queue away nothing is kept', async () => {
  const on = await startService(backing, { environment: { QUEUE_REDIS_URL: 'redis://127.0.0.1:1' } });
  const mine = newId();
  const answer = await on.client.post(path, {
    token: await on.token({ sub: mine }),
    body: { kind: 'text.generate', prompt: 'x' },
  });
  assert.equal(answer.status, 503);
  const rows = await on.deps.db.selectFrom('async_jobs').select('id').where('user_id', '=', mine).execute();
  assert.deepEqual(rows, []);
  await on.close();
});

test('an erased learner leaves no jobs behind', async () => {
  await create({ kind: 'text.generate', prompt: 'x' });
  await service.deps.db.transaction().execute((trx) => eraseLearner(trx, userId));
  const rows = await service.deps.db
    .selectFrom('async_jobs')
    .select('id')
    .where('user_id', '=', userId)
    .execute();
  assert.deepEqual(rows, []);
});
