import { createHmac } from 'node:crypto';
import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import { commonErrors } from '@linguamate/shared/errors';
import type { Kysely, Transaction } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import type { DeviceTokens } from './device-token.ts';
import {
  accountRule,
  addFailure,
  admit,
  type Counter,
  forgetOld,
  freshCounter,
  knownDeviceRule,
  type LockoutRule,
  pairRule,
  release,
  remainingLockMs,
  sprayingRule,
} from './lockout-rules.ts';
import { isSolved, makeChallenge } from './proof-of-work.ts';
import {
  type CounterKey,
  countFailuresOfSource,
  findCounter,
  lockCounter,
  saveCounter,
} from './repository.ts';

export type LoginGuard = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  /** Hides account names in the table of counters; 32 bytes. */
  key: Buffer;
  deviceTokens: DeviceTokens;
  /** What else happens, in the same transaction, when attempts fail. `userId` is missing for accounts that do not exist. */
  onFailure(
    trx: Transaction<AuthSchema>,
    what: FailureKind,
    userId: string | undefined,
    source: string,
  ): Promise<void>;
};

export type FailureKind = 'failed' | 'locked' | 'credential_stuffing';

export type LoginAttempt = {
  /** What identifies the account, whether or not it exists. */
  accountName: string;
  /** The same for all sub-addresses of one mailbox. */
  abuseName: string;
  userId: string | undefined;
  source: string;
  deviceToken?: string | undefined;
  /** Solution of a challenge, if the client was given one. */
  proof?: string | undefined;
};

type Keys = {
  pair: CounterKey;
  account: CounterKey;
  source: CounterKey;
  isKnown: boolean;
  rule: LockoutRule;
};

/**
 * Runs a password check under the rules of lockout. The counters are in Postgres, so they survive the loss of Redis, and
 * no connection is held during the check. Accounts that do not exist are counted exactly like those that do.
 *
 * @param check yields undefined when the password is wrong
 * @returns what the check has yielded
 * @throws account_locked, proof_of_work_required, rate_limited; or what the check throws, which counts for nothing
 */
export async function guardLogin<T>(
  guard: LoginGuard,
  attempt: LoginAttempt,
  check: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const keys = counterKeys(guard, attempt);
  await transact(guard.db, (trx) => enter(guard, trx, keys, attempt));
  const result = await check().catch(async (error: unknown) => {
    await transact(guard.db, (trx) => changePair(guard, trx, keys, release));
    throw error;
  });
  await transact(guard.db, (trx) =>
    result === undefined ? settleFailure(guard, trx, keys, attempt) : settleSuccess(guard, trx, keys),
  );
  return result;
}

/** The name under which an account's failures are counted; the address itself is not in the table. */
export function hashAccountName(key: Buffer, name: string): Buffer {
  return createHmac('sha256', key).update(name).digest();
}

function counterKeys({ key, deviceTokens }: LoginGuard, attempt: LoginAttempt): Keys {
  const deviceId = deviceTokens.deviceIdOf(attempt.deviceToken, attempt.userId);
  const accountHash = hashAccountName(key, attempt.accountName);
  return {
    pair: { accountHash, source: deviceId === undefined ? attempt.source : `device:${deviceId}` },
    account: { accountHash: hashAccountName(key, `all:${attempt.abuseName}`), source: '*' },
    source: { accountHash: Buffer.alloc(0), source: attempt.source },
    isKnown: deviceId !== undefined,
    rule: deviceId === undefined ? pairRule : knownDeviceRule,
  };
}

async function enter(guard: LoginGuard, trx: Transaction<AuthSchema>, keys: Keys, attempt: LoginAttempt) {
  const nowMs = guard.clock.now();
  if (!keys.isKnown) await refuseBlockedSource(trx, keys, nowMs);
  const admission = admit(await lockCounter(trx, keys.pair, nowMs), keys.rule, nowMs);
  if (admission.kind === 'locked') throw locked(admission.retryAfterSeconds);
  if (admission.kind === 'crowded') {
    throw commonErrors.rate_limited({ retryAfterSeconds: admission.retryAfterSeconds });
  }
  if (!keys.isKnown) await demandProof(guard, trx, keys, attempt);
  await saveCounter(trx, keys.pair, admission.counter, nowMs);
}

async function refuseBlockedSource(trx: Transaction<AuthSchema>, keys: Keys, nowMs: number): Promise<void> {
  const block = await findCounter(trx, keys.source);
  const remainingMs = block ? remainingLockMs(block, nowMs) : 0;
  if (remainingMs > 0) throw commonErrors.rate_limited({ retryAfterSeconds: Math.ceil(remainingMs / 1000) });
}

async function demandProof(
  guard: LoginGuard,
  trx: Transaction<AuthSchema>,
  keys: Keys,
  attempt: LoginAttempt,
): Promise<void> {
  const found = await findCounter(trx, keys.account);
  const failures = found ? forgetOld(found, accountRule, guard.clock.now()).failures : 0;
  if (failures < accountRule.failures) return;
  const challenge = makeChallenge(guard.key, keys.account.accountHash, failures);
  if (!isSolved(challenge, attempt.proof)) {
    throw authErrors.proof_of_work_required({ retryAfterSeconds: 0, extensions: { challenge } });
  }
}

// A right password that arrives in the middle of a burst of guesses is one of the guesses.
async function settleSuccess(guard: LoginGuard, trx: Transaction<AuthSchema>, keys: Keys): Promise<void> {
  const nowMs = guard.clock.now();
  const pair = await lockCounter(trx, keys.pair, nowMs);
  const remainingMs = remainingLockMs(pair, nowMs);
  if (remainingMs > 0) throw locked(Math.ceil(remainingMs / 1000));
  const { pending, pendingSinceMs } = release(pair);
  await saveCounter(trx, keys.pair, { ...freshCounter(nowMs), pending, pendingSinceMs }, nowMs);
}

async function settleFailure(
  guard: LoginGuard,
  trx: Transaction<AuthSchema>,
  keys: Keys,
  { userId, source }: LoginAttempt,
): Promise<void> {
  const nowMs = guard.clock.now();
  const [before, after] = await changePair(guard, trx, keys, (pair) => addFailure(pair, keys.rule, nowMs));
  const account = forgetOld(await lockCounter(trx, keys.account, nowMs), accountRule, nowMs);
  await saveCounter(trx, keys.account, { ...account, failures: account.failures + 1 }, nowMs);
  await guard.onFailure(trx, 'failed', userId, source);
  const isLockedNow = before.lockedUntilMs !== after.lockedUntilMs && after.lockedUntilMs !== undefined;
  if (isLockedNow) await guard.onFailure(trx, 'locked', userId, source);
  if (!keys.isKnown && (await isSpraying(trx, source, nowMs))) await blockSource(guard, trx, keys);
}

async function isSpraying(trx: Transaction<AuthSchema>, source: string, nowMs: number): Promise<boolean> {
  const since = new Date(nowMs - sprayingRule.windowMs);
  const { failures, accounts } = await countFailuresOfSource(trx, source, since);
  return failures >= sprayingRule.failures && accounts >= sprayingRule.accounts;
}

async function blockSource(guard: LoginGuard, trx: Transaction<AuthSchema>, keys: Keys): Promise<void> {
  const nowMs = guard.clock.now();
  const block = await lockCounter(trx, keys.source, nowMs);
  if (remainingLockMs(block, nowMs) > 0) return;
  await saveCounter(trx, keys.source, { ...block, lockedUntilMs: nowMs + sprayingRule.lockMs }, nowMs);
  await guard.onFailure(trx, 'credential_stuffing', undefined, keys.source.source);
}

async function changePair(
  { clock }: LoginGuard,
  trx: Transaction<AuthSchema>,
  keys: Keys,
  change: (counter: Counter) => Counter,
): Promise<[before: Counter, after: Counter]> {
  const nowMs = clock.now();
  const before = await lockCounter(trx, keys.pair, nowMs);
  const after = change(before);
  await saveCounter(trx, keys.pair, after, nowMs);
  return [before, after];
}

function locked(retryAfterSeconds: number) {
  const detail = `Account locked. Try again in ${retryAfterSeconds} seconds.`;
  return authErrors.account_locked({ detail, retryAfterSeconds });
}
