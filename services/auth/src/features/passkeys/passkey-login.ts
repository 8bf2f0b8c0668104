import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import type { Transaction } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { completeLogin, type LoginCompleter } from '../sessions/complete-login.ts';
import type { Client, StartedSession } from '../sessions/session.ts';
import { findAccount } from '../users/repository.ts';
import { hashChallenge, type PasskeyPolicy, passkeyChallengeLifeMs } from './register-passkey.ts';
import {
  findPasskey,
  insertPasskeyChallenge,
  type Passkey,
  takePasskeyChallenge,
  usePasskey,
} from './repository.ts';

export type PasskeyLogin = LoginCompleter & { passkeyPolicy: PasskeyPolicy };

/** A passkey whose owner has just answered with it; `use` belongs into the transaction that the answer opens. */
export type PasskeyProof = { userId: string; use(trx: Transaction<AuthSchema>): Promise<void> };

/** Begins a login with whatever passkey the person chooses; nobody says beforehand who they are. */
export async function beginPasskeyLogin({
  db,
  clock,
  passkeyPolicy,
}: PasskeyLogin): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await generateAuthenticationOptions({
    rpID: passkeyPolicy.rpId,
    userVerification: 'required',
  });
  const expiresAt = new Date(clock.now() + passkeyChallengeLifeMs);
  await insertPasskeyChallenge(db, { hash: hashChallenge(options.challenge), userId: null, expiresAt });
  return options;
}

/**
 * Logs in the owner of a passkey. The authenticator has both: something the person holds, and their finger, face or PIN; so
 * no other factor is asked for, and lockouts of the password do not matter.
 *
 * @throws passkey_refused
 */
export async function finishPasskeyLogin(
  login: PasskeyLogin,
  response: AuthenticationResponseJSON,
  client: Client,
): Promise<StartedSession> {
  const { userId, use } = await provePasskey(login, response);
  const account = await findAccount(login.db, userId);
  if (!account) throw authErrors.passkey_refused();
  return await completeLogin(login, account, ['swk', 'mfa'], client, use);
}

/**
 * Checks an answer to the options of a login, and uses its challenge up.
 *
 * @throws passkey_refused; so does `use` when the authenticator's counter was used in between
 */
export async function provePasskey(
  login: PasskeyLogin,
  response: AuthenticationResponseJSON,
): Promise<PasskeyProof> {
  const passkey = await findPasskey(login.db, response.id);
  if (!passkey) throw authErrors.passkey_refused();
  const newCounter = await checkAnswer(login, passkey, response);
  const now = new Date(login.clock.now());
  return {
    userId: passkey.userId,
    use: async (trx) => {
      if (!(await usePasskey(trx, passkey, newCounter, now))) throw authErrors.passkey_refused();
    },
  };
}

async function checkAnswer(
  { db, clock, passkeyPolicy }: PasskeyLogin,
  passkey: Passkey,
  response: AuthenticationResponseJSON,
): Promise<number> {
  const { id, publicKey, counter } = passkey;
  const now = new Date(clock.now());
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => takePasskeyChallenge(db, hashChallenge(challenge), null, now),
    expectedOrigin: [...passkeyPolicy.origins],
    expectedRPID: passkeyPolicy.rpId,
    credential: { id, publicKey: new Uint8Array(publicKey), counter },
    requireUserVerification: true,
  }).catch((error: unknown) => {
    throw authErrors.passkey_refused({ cause: error });
  });
  if (!verified.verified) throw authErrors.passkey_refused();
  return verified.authenticationInfo.newCounter;
}
