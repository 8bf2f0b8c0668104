import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createDatabase } from '@linguamate/shared/database';
import { newId } from '@linguamate/shared/ids';
import { createMetrics } from '@linguamate/shared/metrics';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import type { Kysely } from 'kysely';
import { type Background, startBackground } from '../../../src/background.ts';
import { eventHandlers } from '../../../src/features/learners/event-handlers.ts';
import { storeUsage } from '../../../src/features/usage/store-usage.ts';
import type { UsageEntry } from '../../../src/features/usage/usage-entry.ts';
import type { ToolkitSchema } from '../../../src/schema.ts';
import {
  type Backing,
  configOf,
  createBacking,
  type RunningService,
  startService,
} from '../../support/service.ts';

let backing: Backing;
let service: RunningService;
let background: Background;
let db: Kysely<ToolkitSchema>;

before(async () => {
  backing = await createBacking();
  db = createDatabase<ToolkitSchema>({
    url: backing.database.url,
    poolMax: 3,
    applicationName: 'test',
    logger: silentLogger(),
  });
  service = await startService(backing);
  background = startBackground(configOf(backing), {
    logger: silentLogger(),
    metrics: createMetrics({ service: 'test' }),
  });
});

after(async () => {
  await background.stop();
  await service.close();
  await db.destroy();
  await backing.close();
});

const rowsOf = (userId: string) =>
  db.selectFrom('usage_events').selectAll().where('user_id', '=', userId).execute();
const eventsAbout = async (userId: string, name: string) => {
  const rows = await db.selectFrom('outbox').select('payload').where('name', '=', name).execute();
  return rows.filter(({ payload }) => (payload as { userId: string }).userId === userId);
};

function entryOf(userId: string): UsageEntry {
  return {
    id: newId(),
    userId,
    operation: 'text.generate',
    upstream: 'toolkit',
    model: null,
    outcome: 'ok',
    attempts: 1,
    inputUnits: 3,
    outputUnits: 4,
    estimated: true,
    durationMs: 12,
    at: new Date().toISOString(),
  };
}

test('every answer is written to the ledger by the worker and announced once as usage.recorded', async () => {
  const userId = newId();
  const token = await service.token({ sub: userId });
  backing.upstream.reply(replies.status(500), replies.rorkText('12345678'));
  await service.client.post('/api/toolkit/text/llm', { token, body: { prompt: 'abcd'.repeat(5) } });
  const rows = await waitFor(async () => {
    const found = await rowsOf(userId);
    return found.length > 0 && found;
  });
  assert.equal(rows.length, 1);
  const [row] = rows;
  assert.deepEqual(
    [
      row?.operation,
      row?.upstream,
      row?.outcome,
      row?.attempts,
      row?.input_units,
      row?.output_units,
      row?.estimated,
    ],
    ['text.generate', 'toolkit', 'ok', 2, 5, 2, true],
  );
  const events = await eventsAbout(userId, 'usage.recorded');
  assert.deepEqual(
    events.map(({ payload }) => (payload as { id: string }).id),
    [row?.id],
  );
});

test('a failure is written with its cause and not announced', async () => {
  const userId = newId();
  const token = await service.token({ sub: userId });
  backing.upstream.reply(replies.openAiError(400, 'content_policy_violation'));
  await service.client.post('/api/toolkit/text/llm', { token, body: { prompt: 'x' } });
  const rows = await waitFor(async () => {
    const found = await rowsOf(userId);
    return found.length > 0 && found;
  });
  assert.deepEqual([rows[0]?.outcome, rows[0]?.output_units], ['status_400', 0]);
  assert.equal((await eventsAbout(userId, 'usage.recorded')).length, 0);
});

test('an entry that is delivered ten times at once counts once', async () => {
  const entry = entryOf(newId());
  await Promise.all(Array.from({ length: 10 }, () => storeUsage(db, entry)));
  assert.equal((await rowsOf(entry.userId)).length, 1);
  assert.equal((await eventsAbout(entry.userId, 'usage.recorded')).length, 1);
});

const handle = <N extends keyof typeof eventHandlers>(name: N, payload: object, occurredAt = new Date()) =>
  db.transaction().execute(async (trx) => {
    const event = { id: newId(), name, version: 1, occurredAt: occurredAt.toISOString(), payload };
    await (eventHandlers[name] as (t: typeof trx, e: unknown) => Promise<void>)(trx, event);
  });
const learner = (userId: string) =>
  db.selectFrom('learners').selectAll().where('user_id', '=', userId).executeTakeFirst();
const profile = { name: 'Ana', nativeLanguage: null, targetLanguage: null, proficiencyLevel: null };

test('user.registered and user.updated keep what quotas depend on; an older event never overwrites a newer one', async () => {
  const userId = newId();
  await handle('user.registered', { userId, name: 'Ana' }, new Date(1000));
  assert.deepEqual([(await learner(userId))?.is_premium, (await learner(userId))?.time_zone], [false, null]);
  const premium = { ...profile, userId, isPremium: true, timeZone: 'Europe/Madrid' };
  await handle('user.updated', premium, new Date(3000));
  await handle('user.updated', { ...premium, isPremium: false }, new Date(2000));
  assert.deepEqual(
    [(await learner(userId))?.is_premium, (await learner(userId))?.time_zone],
    [true, 'Europe/Madrid'],
  );
});

test('user.deleted erases the ledger, reports it, and what arrives later brings nothing back', async () => {
  const userId = newId();
  await handle('user.registered', { userId, name: 'Ana' });
  await storeUsage(db, entryOf(userId));
  await handle('user.deleted', { userId });
  await storeUsage(db, entryOf(userId));
  await handle('user.updated', { ...profile, userId, isPremium: true, timeZone: null });
  assert.deepEqual([await rowsOf(userId), await learner(userId)], [[], undefined]);
  const reports = await eventsAbout(userId, 'erasure.completed');
  assert.deepEqual(
    reports.map(({ payload }) => payload),
    [{ userId, service: 'toolkit-proxy' }],
  );
});

test('an erasure and entries under way at the same time leave nothing behind', async () => {
  const userId = newId();
  const entries = Array.from({ length: 10 }, () => storeUsage(db, entryOf(userId)));
  await Promise.all([...entries, handle('user.deleted', { userId })]);
  assert.deepEqual(await rowsOf(userId), []);
});
