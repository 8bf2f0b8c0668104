import { authErrors } from '../../errors.ts';
import { recordEvent } from '../audit/record-event.ts';
import { completeLogin, type LoginCompleter } from '../sessions/complete-login.ts';
import type { Client, StartedSession } from '../sessions/session.ts';
import { findAccount } from '../users/repository.ts';
import type { Account } from '../users/user.ts';
import { hashLinkToken, makeLinkToken } from '../verification/proofs.ts';
import { dropChallenge, insertChallenge, takeChallengeTry } from './challenge-repository.ts';
import { type CodeChecker, checkSecondFactor, type SecondFactor } from './check-code.ts';
import { findFactor } from './repository.ts';

/** How long a login waits for its second factor. */
export const challengeLifeSeconds = 300;
const triesPerChallenge = 5;

export type Challenger = LoginCompleter & CodeChecker;

/**
 * Makes a login wait for the second factor, if the account has one.
 *
 * @returns the token that the second step continues with, or undefined when the password is enough
 */
export async function challengeLogin(
  { db, clock }: Challenger,
  account: Account,
  client: Client,
): Promise<string | undefined> {
  const userId = account.user.id;
  if (!(await findFactor(db, userId))?.isConfirmed) return undefined;
  const token = makeLinkToken();
  const now = new Date(clock.now());
  const expiresAt = new Date(now.getTime() + challengeLifeSeconds * 1000);
  const challenge = { userId, passwordVersion: account.passwordVersion, ...client };
  await insertChallenge(db, challenge, { tokenHash: hashLinkToken(token), now, expiresAt });
  return token;
}

/**
 * The second step of a login.
 *
 * @throws token_invalid when the challenge is used up or too old; code_invalid; account_locked
 */
export async function answerChallenge(
  challenger: Challenger,
  token: string,
  factor: SecondFactor,
): Promise<StartedSession> {
  const { db, clock } = challenger;
  const tokenHash = hashLinkToken(token);
  const now = new Date(clock.now());
  const challenge = await takeChallengeTry(db, tokenHash, { now, maxTries: triesPerChallenge });
  const account = challenge && (await findAccount(db, challenge.userId));
  if (!challenge || account?.passwordVersion !== challenge.passwordVersion) throw authErrors.token_invalid();
  const kind = await checkSecondFactor(challenger, challenge.userId, factor);
  if (!kind) throw authErrors.code_invalid();
  const { deviceLabel, source } = challenge;
  return await completeLogin(
    challenger,
    account,
    ['pwd', 'otp', 'mfa'],
    { deviceLabel, source },
    async (trx) => {
      if (!(await dropChallenge(trx, tokenHash))) throw authErrors.token_invalid();
      if (kind === 'recovery') {
        await recordEvent(trx, clock, { action: 'mfa.recovery_code_used', userId: challenge.userId, source });
      }
    },
  );
}
