import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { authErrors } from '../../errors.ts';
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
  const { db, clock } = login;
  const passkey = await findPasskey(db, response.id);
  const account = passkey && (await findAccount(db, passkey.userId));
  if (!passkey || !account) throw authErrors.passkey_refused();
  const newCounter = await checkAnswer(login, passkey, response);
  const now = new Date(clock.now());
  return await completeLogin(login, account, ['swk', 'mfa'], client, async (trx) => {
    if (!(await usePasskey(trx, passkey, newCounter, now))) throw authErrors.passkey_refused();
  });
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
