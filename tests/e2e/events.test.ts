import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { signUp } from '../support/learner.ts';
import { startTestSystem, type TestSystem } from '../support/system.ts';

describe('what happens to an account reaches learning by outbox, queue and inbox', () => {
  let system: TestSystem;
  before(async () => {
    system = await startTestSystem();
  });
  after(() => system.stop());

  const learnerRow = (userId: string) =>
    system.query('select * from learning.learners where user_id = $1', [userId]).then((rows) => rows[0]);

  it('creates the learner in the schema of learning when somebody signs up at the gateway', async () => {
    const [client] = system.clients;
    const { id } = await signUp(client);
    await waitFor(() => learnerRow(id), { timeoutMs: 10_000, message: 'the learner' });
    const inbox = await system.query("select name from learning.inbox where name = 'user.registered'");
    assert.equal(inbox.length, 1, 'the event was recorded in the inbox, once');
  });

  it('loses no account that signed up while learning was dead', async () => {
    const [client] = system.clients;
    await system.end('learning server', 'SIGKILL');
    await system.end('learning worker', 'SIGKILL');
    const learners = await Promise.all([signUp(client), signUp(client), signUp(client)]);
    await waitFor(
      async () => {
        const [row] = await system.query(
          'select count(*)::int as n from auth.outbox where published_at is null',
        );
        return row?.n === 0;
      },
      { timeoutMs: 10_000, message: 'the outbox of auth to be empty' },
    );
    for (const { id } of learners) assert.equal(await learnerRow(id), undefined);

    await system.begin('learning server');
    await system.begin('learning worker');
    await waitFor(async () => (await Promise.all(learners.map(({ id }) => learnerRow(id)))).every(Boolean), {
      timeoutMs: 15_000,
      message: 'the learners that signed up meanwhile',
    });
  });

  it('keeps accounts that signed up while the worker of auth was dead, and delivers them once it is back', async () => {
    const [client] = system.clients;
    await system.end('auth worker', 'SIGKILL');
    const { id } = await signUp(client);
    const [row] = await system.query('select count(*)::int as n from auth.outbox where published_at is null');
    assert.equal(row?.n, 1);
    await system.begin('auth worker');
    await waitFor(() => learnerRow(id), { timeoutMs: 10_000, message: 'the learner' });
  });
});
