import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { createRedis } from '@linguamate/shared/redis';
import { createTestClock } from '@linguamate/shared/testing/clock';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { chatStream } from '@linguamate/shared/testing/upstream-streams';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import type { Redis } from 'ioredis';
import type { QuotaPlan } from '../../../src/features/quotas/plans.ts';
import { createQuotaStore } from '../../../src/features/quotas/quota-store.ts';
import { formOf, postForm, recordings } from '../../support/forms.ts';
import {
  type Backing,
  createBacking,
  type RunningService,
  type ServiceOptions,
  startService,
} from '../../support/service.ts';

const path = '/api/toolkit/text/llm';
const body = { prompt: 'hello' };
let backing: Backing;
let redis: Redis;

before(async () => {
  backing = await createBacking();
  redis = createRedis({ url: backing.redis.url, role: 'producer', logger: silentLogger() });
});

after(async () => {
  redis.disconnect();
  await backing.close();
});

async function withService(
  free: string,
  run: (on: RunningService) => Promise<void>,
  options: ServiceOptions = {},
) {
  const environment = { TOOLKIT_QUOTA_FREE: free, ...options.environment };
  const on = await startService(backing, { ...options, environment });
  await run(on).finally(() => on.close());
}

type Usage = { used: Record<string, number>; reserved: Record<string, number>; plan: string; day: string };
const usageOf = async (on: RunningService, token: string) =>
  (await on.client.get<Usage & { resetsAt: string; limits: object }>('/api/toolkit/usage', { token })).body;

describe('counters', () => {
  const plan: QuotaPlan = { messages: 10, tokens: 1000, audioSeconds: 60, images: 2, concurrent: 1000 };
  const clock = createTestClock();
  const scene = () => {
    const store = createQuotaStore(redis, backing.redis.prefix, () => clock.now());
    const account = { userId: newId(), day: '2026-01-15' };
    const reserve = (amounts = { messages: 1 }, limits = plan) => {
      const leaseId = newId();
      const reservation = {
        leaseId,
        amounts,
        leaseUntilMs: clock.now() + 60_000,
        forgetAtMs: Date.now() + 86_400_000,
      };
      return store.reserve(account, limits, reservation).then((refusal) => ({ refusal, leaseId }));
    };
    return { store, account, reserve };
  };

  test('of 100 reservations at once against a quota of 10, exactly 10 are made', async () => {
    const { reserve } = scene();
    const all = await Promise.all(Array.from({ length: 100 }, () => reserve()));
    assert.equal(all.filter(({ refusal }) => refusal === null).length, 10);
    assert.ok(all.every(({ refusal }) => refusal === null || refusal === 'messages'));
  });

  test('a reservation whose process died frees itself, and only then', async () => {
    const { store, account, reserve } = scene();
    for (let made = 0; made < 10; made += 1) await reserve();
    clock.advance(59_999);
    assert.equal((await reserve()).refusal, 'messages');
    clock.advance(1);
    assert.equal((await reserve()).refusal, null);
    assert.equal((await store.read(account)).reserved.messages, 1);
  });

  test('settling counts what was used once, however often it is told', async () => {
    const { store, account, reserve } = scene();
    const { leaseId } = await reserve({ messages: 1, tokens: 900 } as { messages: number });
    await Promise.all([1, 2, 3].map(() => store.settle(account, leaseId, { messages: 1, tokens: 40 })));
    const { used, reserved } = await store.read(account);
    assert.deepEqual([used.messages, used.tokens, reserved.messages, reserved.tokens], [1, 40, 0, 0]);
  });

  test('a lease that has freed itself cannot be settled any more', async () => {
    const { store, account, reserve } = scene();
    const { leaseId } = await reserve();
    clock.advance(60_000);
    await store.settle(account, leaseId, { messages: 1 });
    assert.deepEqual((await store.read(account)).used.messages, 0);
  });

  test('no more than the allowed number at once', async () => {
    const { store, account, reserve } = scene();
    const limits = { ...plan, concurrent: 2 };
    const first = await reserve(undefined, limits);
    await reserve(undefined, limits);
    assert.equal((await reserve(undefined, limits)).refusal, 'concurrent');
    await store.settle(account, first.leaseId, {});
    assert.equal((await reserve(undefined, limits)).refusal, null);
  });

  test('counters disappear by themselves', async () => {
    const { account, reserve } = scene();
    await reserve();
    const keys = await redis.keys(`${backing.redis.prefix}:quota:{${account.userId}}*`);
    assert.equal(keys.length, 3);
    for (const key of keys) assert.ok((await redis.pttl(key)) > 0);
  });
});

describe('through the routes', () => {
  test('429: the sixth message of a free learner waits for the next day, and no upstream is asked', async () => {
    await withService('', async (on) => {
      const token = await on.token({ sub: newId() });
      for (let message = 0; message < 5; message += 1) {
        assert.equal((await on.client.post(path, { token, body })).status, 200);
      }
      backing.upstream.requests.length = 0;
      const refused = await on.client.post(path, { token, body });
      assert.deepEqual(
        [refused.status, refused.body.code, refused.body.quota],
        [429, 'quota_exceeded', 'messages'],
      );
      const untilMidnight = (Date.parse((await usageOf(on, token)).resetsAt) - Date.now()) / 1000;
      assert.ok(Math.abs(Number(refused.headers.get('retry-after')) - untilMidnight) < 3);
      assert.equal(backing.upstream.requests.length, 0);
      assert.equal(
        (await on.client.post(path, { token: await on.token({ sub: newId() }), body })).status,
        200,
      );
    });
  });

  test('of 100 requests at once against a quota of 10, exactly 10 are served', async () => {
    await withService('messages=10,concurrent=1000', async (on) => {
      const token = await on.token({ sub: newId() });
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => on.client.post(path, { token, body })),
      );
      assert.equal(answers.filter(({ status }) => status === 200).length, 10);
      assert.equal(answers.filter(({ status }) => status === 429).length, 90);
    });
  });

  test('a failure and a refusal by the provider cost nothing', async () => {
    await withService('messages=1', async (on) => {
      const token = await on.token({ sub: newId() });
      backing.upstream.reply(replies.openAiError(400, 'content_policy_violation'));
      assert.equal((await on.client.post(path, { token, body })).status, 400);
      await waitFor(async () => (await usageOf(on, token)).reserved.messages === 0);
      assert.equal((await on.client.post(path, { token, body })).status, 200);
    });
  });

  test('usage shows plan, day, limits and what was used, in the time zone of the learner', async () => {
    await withService('messages=7', async (on) => {
      const userId = newId();
      const changed_at = new Date();
      const learner = { user_id: userId, is_premium: false, time_zone: 'Pacific/Kiritimati', changed_at };
      await on.deps.db.insertInto('learners').values(learner).execute();
      const token = await on.token({ sub: userId });
      await on.client.post(path, { token, body: { prompt: 'abcd'.repeat(10) } });
      const usage = await waitFor(async () => {
        const found = await usageOf(on, token);
        return found.used.messages === 1 && found;
      });
      assert.deepEqual([usage.plan, usage.used.tokens, usage.reserved.tokens], ['free', 12, 0]);
      const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Pacific/Kiritimati' }).format(Date.now());
      assert.equal(usage.day, today);
      assert.equal((usage.limits as Record<string, number>).messages, 7);
    });
  });

  test('a learner who pays has the larger plan', async () => {
    await withService('messages=0', async (on) => {
      const userId = newId();
      const learner = { user_id: userId, is_premium: true, time_zone: null, changed_at: new Date() };
      await on.deps.db.insertInto('learners').values(learner).execute();
      const token = await on.token({ sub: userId });
      assert.equal((await on.client.post(path, { token, body })).status, 200);
      assert.equal(
        (await on.client.post(path, { token: await on.token({ sub: newId() }), body })).status,
        429,
      );
    });
  });

  test('streams, recordings and pictures are counted in their own units', async () => {
    const document = {
      upstreams: [
        { id: 'ai', kind: 'openai', baseUrl: `${backing.upstream.url}/v1`, allowPrivateNetwork: true },
      ],
    };
    const run = async (on: RunningService) => {
      const token = await on.token({ sub: newId() });
      backing.upstream.reply(chatStream({ usage: { prompt_tokens: 5, completion_tokens: 2 } }));
      const messages = [{ role: 'user', content: 'hi' }];
      await on.client.post('/api/openai/v1/chat/completions', {
        token,
        body: { model: 'default', messages, stream: true },
      });
      const recording = { field: 'audio', content: recordings.webm, type: 'audio/webm' };
      await postForm(`${on.url}/api/toolkit/stt/transcribe`, token, formOf({}, recording));
      await on.client.post('/api/toolkit/images/generate', { token, body });
      const { used } = await waitFor(async () => {
        const found = await usageOf(on, token);
        return found.used.images === 1 && found;
      });
      assert.deepEqual(used, { messages: 1, tokens: 7, audioSeconds: 2, images: 1 });
    };
    await withService('', run, { document });
  });

  test('with Redis away each process grants a quarter, so an outage is no free pass', async () => {
    const environment = { REDIS_URL: 'redis://127.0.0.1:1' };
    const run = async (on: RunningService) => {
      const token = await on.token({ sub: newId() });
      const statuses: number[] = [];
      for (let round = 0; round < 5; round += 1)
        statuses.push((await on.client.post(path, { token, body })).status);
      assert.deepEqual(statuses, [200, 200, 429, 429, 429]);
    };
    await withService('messages=8', run, {
      environment: { ...environment, QUEUE_REDIS_URL: backing.redis.url },
    });
  });

  test('totals are for administrators', async () => {
    await withService('', async (on) => {
      const totals = '/api/toolkit/usage/totals?days=7';
      assert.equal((await on.client.get(totals, { token: await on.token() })).status, 403);
      const row = {
        operation: 'text.generate',
        upstream: 'ai',
        model: null,
        attempts: 1,
        estimated: false,
        duration_ms: 1,
      };
      const rows = ['ok', 'ok', 'status_500'].map((outcome, index) => ({
        ...row,
        id: newId(),
        user_id: newId(),
        outcome,
        input_units: index,
        output_units: 10,
        occurred_at: new Date(),
      }));
      await on.deps.db.insertInto('usage_events').values(rows).execute();
      const admin = await on.token({ roles: ['learner', 'admin'] });
      const answer = await on.client.get<{ items: Record<string, unknown>[] }>(totals, { token: admin });
      const item = answer.body.items.find(({ upstream }) => upstream === 'ai');
      assert.deepEqual([item?.requests, item?.failures, item?.inputUnits, item?.outputUnits], [3, 1, 3, 30]);
      assert.equal((await on.client.get('/api/toolkit/usage/totals?days=0', { token: admin })).status, 400);
    });
  });
});
