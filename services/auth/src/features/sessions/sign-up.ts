import type { Clock } from '@linguamate/shared/clock';
import { isUniqueViolation, transact } from '@linguamate/shared/database';
import { commonErrors, type FieldError } from '@linguamate/shared/errors';
import { publishEvent } from '@linguamate/shared/events/outbox';
import { newId } from '@linguamate/shared/ids';
import type { Kysely, Transaction } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { findPasswordProblem } from '../passwords/password-policy.ts';
import { type EmailAddress, parseEmailAddress } from '../users/email-address.ts';
import { tidyProfile } from '../users/profile-fields.ts';
import { insertUser, type NewUser } from '../users/repository.ts';
import type { Profile, User } from '../users/user.ts';
import type { Client, StartedSession } from './session.ts';
import { type SessionStarter, startSession } from './start-session.ts';

export type SignUp = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  passwords: PasswordHasher;
  sessions: SessionStarter;
};

export type SignUpRequest = { email: string; password: string; name: string } & Partial<Profile>;

/**
 * Opens an account that works at once (sign-up mode "immediate"). The user, the first session and the event for the other
 * services are one transaction: there is no account without a learner record to come, and no event without an account.
 *
 * @throws validation_failed, email_taken, busy
 */
export async function signUp(
  signup: SignUp,
  request: SignUpRequest,
  client: Client,
): Promise<StartedSession> {
  const email = checkCredentials(request);
  const profile = completeProfile(tidyProfile(pickProfile(request)));
  const passwordHash = await signup.passwords.hashNew(request.password, '/password');
  const user: NewUser = {
    ...profile,
    id: newId(signup.clock),
    email,
    passwordHash,
    // It works without a proof here, but it is not proven: nothing may be linked to it by its address alone.
    isVerified: false,
    isAnonymous: false,
  };
  return await transact(signup.db, async (trx) => {
    const created = await register(trx, user, new Date(signup.clock.now()));
    const { started } = await startSession(signup.sessions, trx, { user: created, amr: ['pwd'], client });
    const event = { action: 'account.registered', userId: created.id, source: client.source } as const;
    await recordEvent(trx, signup.clock, event);
    return started;
  }).catch(explainTakenEmail);
}

/** Reads the address and checks the new password. Throws validation_failed with what is wrong with either. */
export function checkCredentials({ email, password, name }: SignUpRequest): EmailAddress {
  const parsed = parseEmailAddress(email);
  const problem = findPasswordProblem(password, { email, name });
  const errors: FieldError[] = [];
  if (!parsed) errors.push({ pointer: '/email', detail: 'This is not an e-mail address.' });
  if (problem) errors.push({ pointer: '/password', detail: problem.message });
  if (!parsed || problem) throw commonErrors.validation_failed({ fieldErrors: errors });
  return parsed;
}

/** Adds a user and tells the other services in the same transaction. */
export async function register(trx: Transaction<AuthSchema>, newUser: NewUser, now: Date): Promise<User> {
  const user = await insertUser(trx, newUser, now);
  await publishEvent(trx, 'user.registered', {
    userId: user.id,
    name: user.name,
    timeZone: user.timeZone,
    isAnonymous: user.isAnonymous,
    ...(user.nativeLanguage && { nativeLanguage: user.nativeLanguage }),
    ...(user.targetLanguage && { targetLanguage: user.targetLanguage }),
    ...(user.proficiencyLevel && { proficiencyLevel: user.proficiencyLevel }),
  });
  return user;
}

/** The profile in a sign-up, without what must not be stored as it is. */
export function pickProfile({
  email: _email,
  password: _password,
  ...profile
}: SignUpRequest): Partial<Profile> {
  return profile;
}

/** Fills what somebody has not said about themselves. */
export function completeProfile(profile: Partial<Profile>): Profile {
  return {
    name: profile.name ?? '',
    nativeLanguage: profile.nativeLanguage ?? null,
    targetLanguage: profile.targetLanguage ?? null,
    proficiencyLevel: profile.proficiencyLevel ?? null,
    timeZone: profile.timeZone ?? 'UTC',
  };
}

function explainTakenEmail(error: unknown): never {
  throw isUniqueViolation(error, 'users_email_key_unique') ? authErrors.email_taken({ cause: error }) : error;
}
