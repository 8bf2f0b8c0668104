import type { Clock } from '@linguamate/shared/clock';
import { isUniqueViolation, transact } from '@linguamate/shared/database';
import { newId } from '@linguamate/shared/ids';
import type { Kysely, Transaction } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { applyUpgrade, type Upgrade } from '../anonymous/upgrade-account.ts';
import { recordEvent } from '../audit/record-event.ts';
import { refuseBadPassword } from '../passwords/change-password.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { announceRevocations, type RevocationAnnouncer } from '../sessions/announce-revocations.ts';
import type { Client, StartedSession } from '../sessions/session.ts';
import { register } from '../sessions/sign-up.ts';
import { type SessionStarter, startSession } from '../sessions/start-session.ts';
import type { Profile } from '../users/user.ts';
import { hashCode, hashLinkToken, sameHash } from './proofs.ts';
import { dropPending, findPendingByToken, type PendingSignup, takeTry } from './repository.ts';

const triesPerCode = 5;

export type EmailVerifier = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  passwords: PasswordHasher;
  sessions: SessionStarter;
  announcer: RevocationAnnouncer;
  /** Hashes codes. */
  codeKey: Buffer;
};

/**
 * How an address is proven. Who gives back the code must also name the sign-up, which only the one who signed up can; who comes
 * by the link either names it too or sets a password. So nobody who opens a mail ever puts a stranger's password in force.
 */
export type EmailProof =
  | { signupId: string; code: string }
  | { signupId: string; token: string }
  | { token: string; password: string };

/**
 * Opens the account of somebody who has proven the address, and logs them in. Every other sign-up with the address is dropped.
 *
 * @throws token_invalid for anything that is wrong, used up or too late; validation_failed for a bad password
 */
export async function verifyEmail(
  verifier: EmailVerifier,
  proof: EmailProof,
  client: Client,
): Promise<StartedSession> {
  const pending = await findProven(verifier, proof);
  if (!pending) throw authErrors.token_invalid();
  const passwordHash = await choosePassword(verifier, pending, proof);
  const { started, ended } = await transact(verifier.db, async (trx) => {
    const dropped = await dropPending(trx, pending.email.key);
    if (!dropped.includes(pending.id)) throw authErrors.token_invalid();
    const userId = 'signupId' in proof ? pending.userId : null;
    return await openOrUpgrade(verifier, trx, { ...pending, passwordHash, userId }, client);
  }).catch((error: unknown) => {
    throw isUniqueViolation(error, 'users_email_key_unique')
      ? authErrors.token_invalid({ cause: error })
      : error;
  });
  await announceRevocations(verifier.announcer, ended);
  return started;
}

// Who came by the link alone has not shown that the anonymous account is theirs: they get one of their own.
async function openOrUpgrade(
  verifier: EmailVerifier,
  trx: Transaction<AuthSchema>,
  pending: PendingSignup,
  client: Client,
): Promise<{ started: StartedSession; ended: string[] }> {
  const upgraded =
    pending.userId && (await applyUpgrade(verifier, trx, pending.userId, keepKnown(pending), client));
  return upgraded || { started: await openAccount(verifier, trx, pending, client), ended: [] };
}

// What a sign-up leaves open must not wipe out what the anonymous learner has told before.
function keepKnown({ email, passwordHash, profile }: PendingSignup): Upgrade {
  const { name, nativeLanguage, targetLanguage, proficiencyLevel } = profile;
  const known: Partial<Profile> = {
    name,
    ...(nativeLanguage && { nativeLanguage }),
    ...(targetLanguage && { targetLanguage }),
    ...(proficiencyLevel && { proficiencyLevel }),
  };
  return { email, passwordHash, profile: known, isVerified: true };
}

async function findProven({ db, clock, codeKey }: EmailVerifier, proof: EmailProof) {
  const now = new Date(clock.now());
  if ('token' in proof) {
    const pending = await findPendingByToken(db, hashLinkToken(proof.token), now);
    return 'signupId' in proof && pending?.id !== proof.signupId ? undefined : pending;
  }
  const pending = await takeTry(db, proof.signupId, { now, maxTries: triesPerCode });
  if (!pending?.codeExpiresAt || pending.codeExpiresAt <= now) return undefined;
  return sameHash(pending.codeHash, hashCode(codeKey, pending.id, proof.code)) ? pending : undefined;
}

async function choosePassword(
  { passwords }: EmailVerifier,
  pending: PendingSignup,
  proof: EmailProof,
): Promise<string> {
  if (!('password' in proof)) return pending.passwordHash;
  const context = { email: pending.email.address, name: pending.profile.name };
  refuseBadPassword(proof.password, context, '/password');
  return await passwords.hashNew(proof.password, '/password');
}

async function openAccount(
  { clock, sessions }: EmailVerifier,
  trx: Transaction<AuthSchema>,
  { email, passwordHash, profile }: PendingSignup,
  client: Client,
): Promise<StartedSession> {
  const newUser = { ...profile, id: newId(clock), email, passwordHash, isVerified: true, isAnonymous: false };
  const user = await register(trx, newUser, new Date(clock.now()));
  const { started } = await startSession(sessions, trx, { user, amr: ['pwd'], client });
  const event = { userId: user.id, sessionId: started.session.id, source: client.source };
  await recordEvent(trx, clock, { action: 'account.registered', ...event });
  await recordEvent(trx, clock, { action: 'email.verified', ...event });
  return started;
}
