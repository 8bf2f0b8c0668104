import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import type { Kysely } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { unsealWithAny } from '../../secrets.ts';
import { hashAccountName } from '../lockout/guard-login.ts';
import { addFailure, admit, freshCounter, type LockoutRule } from '../lockout/lockout-rules.ts';
import { lockCounter, saveCounter } from '../lockout/repository.ts';
import { hashRecoveryCode } from './recovery-codes.ts';
import { findFactor, takeRecoveryCode, useStep } from './repository.ts';
import { findTotpStep } from './totp.ts';

/** All codes of an account share one counter, apart from that of its password. */
const codeRule: LockoutRule = { failures: 10, windowMs: 15 * 60_000, lockMs: 15 * 60_000 };

export const secretContext = 'totp-secret';

export type CodeChecker = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  /** Open the secrets of factors. */
  mfaKeys: readonly [Buffer, ...Buffer[]];
  guard: { key: Buffer };
};

export type SecondFactor = { code: string } | { recoveryCode: string };

/**
 * Checks a second factor and uses it up. Each try is counted before the comparison, so that tries at once are all counted.
 *
 * @returns which kind of factor was right, or undefined
 * @throws account_locked after too many wrong codes
 */
export async function checkSecondFactor(
  checker: CodeChecker,
  userId: string,
  factor: SecondFactor,
): Promise<'totp' | 'recovery' | undefined> {
  const key = { accountHash: hashAccountName(checker.guard.key, `mfa:${userId}`), source: '*' };
  await transact(checker.db, async (trx) => {
    const nowMs = checker.clock.now();
    const admission = admit(await lockCounter(trx, key, nowMs), codeRule, nowMs);
    if (admission.kind !== 'admitted') throw locked(admission.retryAfterSeconds);
    await saveCounter(trx, key, addFailure(admission.counter, codeRule, nowMs), nowMs);
  });
  const kind = await useFactor(checker, userId, factor);
  if (kind) {
    await transact(checker.db, async (trx) => {
      await lockCounter(trx, key, checker.clock.now());
      await saveCounter(trx, key, freshCounter(checker.clock.now()), checker.clock.now());
    });
  }
  return kind;
}

async function useFactor({ db, clock, mfaKeys }: CodeChecker, userId: string, factor: SecondFactor) {
  if ('recoveryCode' in factor) {
    const isRight = await takeRecoveryCode(db, userId, hashRecoveryCode(factor.recoveryCode));
    return isRight ? ('recovery' as const) : undefined;
  }
  const stored = await findFactor(db, userId);
  if (!stored) return undefined;
  const secret = unsealWithAny(mfaKeys, stored.secretSealed, `${secretContext}:${userId}`);
  const step = findTotpStep(secret, factor.code, clock.now());
  return step !== undefined && (await useStep(db, userId, step)) ? ('totp' as const) : undefined;
}

function locked(retryAfterSeconds: number) {
  const detail = `Too many wrong codes. Try again in ${retryAfterSeconds} seconds.`;
  return authErrors.account_locked({ detail, retryAfterSeconds });
}
