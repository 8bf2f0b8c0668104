import type { FaultProxy } from '@linguamate/shared/testing/fault-proxy';
import type { TestSystem } from '../support/system.ts';

/** What faults are done to. */
export type Victim = { system: TestSystem; postgres: FaultProxy; redis: FaultProxy };

/** A fault, and what is promised about it. `id` is that of the catalogue of faults. */
export type Fault = {
  id: string;
  name: string;
  expectation: string;
  inject(victim: Victim): Promise<void>;
  heal(victim: Victim): Promise<void>;
  /** From healing until every operation succeeds again. */
  recoverWithinMs: number;
};

const nothing = async (): Promise<void> => {};

/** The gateway's breaker tries a service again 30 s after it gave it up; a start and ten good answers come on top. */
const afterBreakerMs = 40_000;

/** Kills a process without warning and starts it again at once, as a supervisor would. */
function killed(id: string, part: Parameters<TestSystem['end']>[0], expectation: string): Fault {
  return {
    id,
    name: `kill -9 of ${part}`,
    expectation,
    inject: ({ system }) => system.end(part, 'SIGKILL'),
    heal: ({ system }) => system.begin(part),
    recoverWithinMs: part.endsWith('server') ? afterBreakerMs : 10_000,
  };
}

export const faults: readonly Fault[] = [
  killed(
    'F-01, F-02',
    'learning server',
    'requests in flight get 502 or 503 problems; no session is lost or made twice',
  ),
  killed('F-04', 'learning worker', 'no request fails; events wait and are handled once'),
  killed('F-10', 'auth worker', 'no request fails; the outbox keeps events, each takes effect once'),
  killed('F-48', 'auth server', 'tokens that exist go on working; sign-up gets problems until it is back'),
  {
    id: 'F-32',
    name: 'SIGTERM of learning server, started again',
    expectation: 'what is in flight ends; refused requests get problems',
    inject: ({ system }) => system.end('learning server'),
    heal: ({ system }) => system.begin('learning server'),
    recoverWithinMs: afterBreakerMs,
  },
  {
    id: 'F-15',
    name: 'Redis breaks every connection',
    expectation: 'requests go on, limits are counted locally, events stay in the outbox',
    inject: async ({ redis }) => redis.setMode('refuse'),
    heal: async ({ redis }) => redis.setMode('pass'),
    recoverWithinMs: 15_000,
  },
  {
    id: 'F-15b',
    name: 'Redis accepts connections and says nothing',
    expectation: 'as before; nobody hangs',
    inject: async ({ redis }) => redis.setMode('freeze'),
    heal: async ({ redis }) => redis.setMode('pass'),
    recoverWithinMs: 20_000,
  },
  {
    id: 'F-20',
    name: 'Postgres breaks every connection',
    expectation: 'problems at once, no process ends, what was committed stays',
    inject: async ({ postgres }) => postgres.setMode('refuse'),
    heal: async ({ postgres }) => postgres.setMode('pass'),
    recoverWithinMs: 10_000,
  },
  {
    id: 'F-21',
    name: 'Postgres accepts connections and says nothing',
    expectation: 'problems after a bounded time, and the pools are not lost',
    inject: async ({ postgres }) => postgres.setMode('freeze'),
    heal: async ({ postgres }) => postgres.setMode('pass'),
    recoverWithinMs: 20_000,
  },
  {
    id: 'none',
    name: 'no fault',
    expectation: 'no request fails',
    inject: nothing,
    heal: nothing,
    recoverWithinMs: 3_000,
  },
];
