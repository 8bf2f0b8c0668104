import { createHash } from 'node:crypto';
import { isUniqueViolation, transact } from '@linguamate/shared/database';
import { commonErrors } from '@linguamate/shared/errors';
import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { authErrors } from '../../errors.ts';
import { recordEvent } from '../audit/record-event.ts';
import { notifyUser } from '../mail/request-mail.ts';
import { confirmOwner, type PasswordChanger } from '../passwords/change-password.ts';
import { findAccount } from '../users/repository.ts';
import {
  deletePasskey,
  insertPasskey,
  insertPasskeyChallenge,
  listPasskeys,
  takePasskeyChallenge,
} from './repository.ts';

const rpName = 'Linguamate';
/** How long an authenticator may take. */
export const passkeyChallengeLifeMs = 5 * 60_000;

export type PasskeyPolicy = {
  /** The domain that passkeys belong to. */
  readonly rpId: string;
  /** Where the app runs; an answer from anywhere else is refused. */
  readonly origins: readonly string[];
};

export type PasskeyRegistrar = PasswordChanger & { passkeyPolicy: PasskeyPolicy };

export type PasskeyOwner = { userId: string; password: string | undefined; authTime: number; source: string };

/**
 * Begins to add a passkey; takes the password, because a passkey is a new way in.
 *
 * @returns what the browser hands to the authenticator
 * @throws step_up_required, invalid_credentials
 */
export async function beginRegistration(
  registrar: PasskeyRegistrar,
  owner: PasskeyOwner,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { db, clock, passkeyPolicy } = registrar;
  const account = await findAccount(db, owner.userId);
  if (!account) throw commonErrors.unauthenticated();
  await confirmOwner(registrar, account, owner);
  const known = await listPasskeys(db, owner.userId);
  const options = await generateRegistrationOptions({
    rpName,
    rpID: passkeyPolicy.rpId,
    userID: new Uint8Array(Buffer.from(owner.userId)),
    userName: account.user.email ?? account.user.name,
    userDisplayName: account.user.name,
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const expiresAt = new Date(clock.now() + passkeyChallengeLifeMs);
  await insertPasskeyChallenge(db, {
    hash: hashChallenge(options.challenge),
    userId: owner.userId,
    expiresAt,
  });
  return options;
}

/**
 * Adds the passkey that an authenticator has made.
 *
 * @throws passkey_refused for an answer to no challenge of ours, from another origin, or without the person's consent
 */
export async function finishRegistration(
  registrar: PasskeyRegistrar,
  userId: string,
  answer: { response: RegistrationResponseJSON; label: string },
): Promise<string> {
  const { db, clock, mailBox, passkeyPolicy } = registrar;
  const now = new Date(clock.now());
  const verified = await verifyRegistrationResponse({
    response: answer.response,
    expectedChallenge: (challenge) => takePasskeyChallenge(db, hashChallenge(challenge), userId, now),
    expectedOrigin: [...passkeyPolicy.origins],
    expectedRPID: passkeyPolicy.rpId,
    requireUserVerification: true,
  }).catch((error: unknown) => {
    throw authErrors.passkey_refused({ cause: error });
  });
  if (!verified.verified) throw authErrors.passkey_refused();
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  await transact(db, async (trx) => {
    const { label } = answer;
    await insertPasskey(trx, { id, userId, publicKey: Buffer.from(publicKey), counter, label }, now);
    await recordEvent(trx, clock, { action: 'passkey.added', userId });
    await notifyUser(trx, mailBox, userId, 'mfa-changed', { data: { change: 'given a new passkey' } });
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? authErrors.passkey_refused({ cause: error }) : error;
  });
  return id;
}

/** Forgets a passkey; takes the password. Throws not_found and whatever a login may. */
export async function removePasskey(
  registrar: PasskeyRegistrar,
  owner: PasskeyOwner,
  id: string,
): Promise<void> {
  const { db, clock, mailBox } = registrar;
  const account = await findAccount(db, owner.userId);
  if (!account) throw commonErrors.unauthenticated();
  await confirmOwner(registrar, account, owner);
  await transact(db, async (trx) => {
    if (!(await deletePasskey(trx, owner.userId, id))) throw commonErrors.not_found();
    await recordEvent(trx, clock, { action: 'passkey.removed', userId: owner.userId });
    await notifyUser(trx, mailBox, owner.userId, 'mfa-changed', { data: { change: 'freed of a passkey' } });
  });
}

/** What the database keeps of a challenge. */
export function hashChallenge(challenge: string): Buffer {
  return createHash('sha256').update(challenge).digest();
}
