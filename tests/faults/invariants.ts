import assert from 'node:assert/strict';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import type { TestSystem } from '../support/system.ts';
import type { Entry } from './history.ts';

/** I1: what was acknowledged is there, once. I2: the effect of its event is there, once. */
export async function nothingLostNothingTwice(system: TestSystem, entries: readonly Entry[]): Promise<void> {
  const acknowledged = (operation: Entry['operation']) =>
    entries.filter((entry) => entry.operation === operation && entry.outcome === 'ok');
  const accounts = acknowledged('signup').map(
    ({ text }) => (JSON.parse(text) as { user: { id: string } }).user.id,
  );
  const sessions = acknowledged('session').map(({ text }) => (JSON.parse(text) as { id: string }).id);
  const count = async (sql: string, ids: readonly string[]) =>
    Number((await system.query(sql, [ids]))[0]?.n ?? 0);
  assert.equal(
    await count('select count(*) as n from auth.users where id = any($1)', accounts),
    accounts.length,
  );
  const kept = 'select count(*) as n from learning.practice_sessions where id = any($1)';
  assert.equal(await count(kept, sessions), new Set(sessions).size);
  const learners = 'select count(*) as n from learning.learners where user_id = any($1)';
  await waitFor(async () => (await count(learners, accounts)) === accounts.length, {
    timeoutMs: 60_000,
    message: 'every account to be known to learning',
  });
  const [twice] = await system.query(
    'select count(*) as n from (select event_id from learning.inbox group by 1 having count(*) > 1) as d',
  );
  assert.equal(Number(twice?.n), 0);
}

/** I3: every error is a problem document with a request id, and tells nothing of the inside. */
export function errorsAreProblems(entries: readonly Entry[]): void {
  for (const { status, problem, text } of entries) {
    if (status === undefined || status < 400) continue;
    assert.ok(problem?.requestId && problem.code, `${status} is no problem document: ${text.slice(0, 200)}`);
    assert.doesNotMatch(text, /127\.0\.0\.1|ECONN|at \w+ \(|postgres|redis:/i);
  }
}
