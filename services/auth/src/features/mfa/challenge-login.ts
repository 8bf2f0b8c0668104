import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Transaction } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import { type PasskeyLogin, provePasskey } from '../passkeys/passkey-login.ts';
import { completeLogin } from '../sessions/complete-login.ts';
import type { AuthenticationMethod, Client, StartedSession } from '../sessions/session.ts';
import { findAccount } from '../users/repository.ts';
import type { Account } from '../users/user.ts';
import { hashLinkToken, makeLinkToken } from '../verification/proofs.ts';
import { dropChallenge, insertChallenge, takeChallengeTry } from './challenge-repository.ts';
import { type CodeChecker, checkSecondFactor, type SecondFactor } from './check-code.ts';
import { findFactor } from './repository.ts';

/** How long a login waits for its second factor. */
export const challengeLifeSeconds = 300;
const triesPerChallenge = 5;

export type Challenger = PasskeyLogin & CodeChecker;

/** What the second step is taken with: a code, or a passkey that answered to the options of a login. */
export type ChallengeAnswer = SecondFactor | { passkey: AuthenticationResponseJSON };

type ProvenFactor = {
  amr: AuthenticationMethod[];
  /** What uses the factor up, in the transaction that opens the session. */
  use(trx: Transaction<AuthSchema>): Promise<void>;
};

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
 * @throws token_invalid when the challenge is used up or too old; code_invalid; passkey_refused; account_locked
 */
export async function answerChallenge(
  challenger: Challenger,
  token: string,
  answer: ChallengeAnswer,
): Promise<StartedSession> {
  const { db, clock } = challenger;
  const tokenHash = hashLinkToken(token);
  const now = new Date(clock.now());
  const challenge = await takeChallengeTry(db, tokenHash, { now, maxTries: triesPerChallenge });
  const account = challenge && (await findAccount(db, challenge.userId));
  if (!challenge || account?.passwordVersion !== challenge.passwordVersion) throw authErrors.token_invalid();
  const { deviceLabel, source } = challenge;
  const { amr, use } = await proveFactor(challenger, challenge, answer);
  return await completeLogin(challenger, account, amr, { deviceLabel, source }, async (trx) => {
    if (!(await dropChallenge(trx, tokenHash))) throw authErrors.token_invalid();
    await use(trx);
  });
}

async function proveFactor(
  challenger: Challenger,
  { userId, source }: { userId: string; source: string },
  answer: ChallengeAnswer,
): Promise<ProvenFactor> {
  if ('passkey' in answer) {
    const proof = await provePasskey(challenger, answer.passkey);
    // Somebody's own passkey is no answer to the challenge of another person.
    if (proof.userId !== userId) throw authErrors.passkey_refused();
    return { amr: ['pwd', 'swk', 'mfa'], use: proof.use };
  }
  const kind = await checkSecondFactor(challenger, userId, answer);
  if (!kind) throw authErrors.code_invalid();
  return {
    amr: ['pwd', 'otp', 'mfa'],
    use: async (trx) => {
      if (kind !== 'recovery') return;
      await recordEvent(trx, challenger.clock, { action: 'mfa.recovery_code_used', userId, source });
    },
  };
}
