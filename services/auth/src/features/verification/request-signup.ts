import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import { newId } from '@linguamate/shared/ids';
import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { type MailBox, requestMail } from '../mail/request-mail.ts';
import type { Prepare } from '../mail/send-mail.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import { checkCredentials, completeProfile, pickProfile, type SignUpRequest } from '../sessions/sign-up.ts';
import { tidyProfile } from '../users/profile-fields.ts';
import { findAccountForLogin } from '../users/repository.ts';
import { hashCode, hashLinkToken, makeCode, makeLinkToken } from './proofs.ts';
import { findPending, insertPending, type PendingSignup, setProofs } from './repository.ts';

/** How long a sign-up may wait for its proof. */
export const signupLifeSeconds = 86_400;
const codeLifeSeconds = 600;
const mailsPerHour = 3;

export type SignupRequester = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  passwords: PasswordHasher;
  mailBox: MailBox;
};

/**
 * Notes that somebody wants an account (sign-up mode "verified"). Nothing comes into being before the address is proven,
 * and answer, cost and time are the same for an address that has an account already: who signs up learns nothing.
 *
 * @param userId the anonymous user who wants to keep what they have learnt
 * @returns the id under which the code of the mail can be given back; only who signed up knows it
 */
export async function requestSignup(
  requester: SignupRequester,
  request: SignUpRequest,
  userId: string | null = null,
): Promise<string> {
  const email = checkCredentials(request);
  const profile = completeProfile(tidyProfile(pickProfile(request)));
  const passwordHash = await requester.passwords.hashNew(request.password, '/password');
  const pending = { id: newId(requester.clock), email, passwordHash, profile, userId };
  await transact(requester.db, async (trx) => {
    const now = new Date(requester.clock.now());
    await insertPending(trx, pending, { now, expiresAt: addSeconds(now, signupLifeSeconds) });
    await askForMail(trx, requester.mailBox, pending);
  });
  return pending.id;
}

/** Sends a new code for a sign-up. An id that is unknown gets the same answer: none. */
export async function resendVerification(requester: SignupRequester, signupId: string): Promise<void> {
  await transact(requester.db, async (trx) => {
    const pending = await findPending(trx, signupId, new Date(requester.clock.now()));
    if (pending) await askForMail(trx, requester.mailBox, pending);
  });
}

async function askForMail(
  trx: Transaction<AuthSchema>,
  box: MailBox,
  pending: Pick<PendingSignup, 'id' | 'email' | 'profile'>,
): Promise<void> {
  await requestMail(trx, box, {
    template: 'verify-email',
    to: pending.email,
    locale: pending.profile.nativeLanguage,
    signupId: pending.id,
    perHour: mailsPerHour,
  });
}

/**
 * Prepares the mail about a sign-up: code and link for a new address; for one that has an account, word to its owner.
 *
 * @param options.key hashes codes
 * @param options.appUrl where the app lives; its page takes the token from the link and posts it
 */
export function prepareVerification(options: { clock: Clock; key: Buffer; appUrl: string }): Prepare {
  return async (trx, mail, to) => {
    const now = new Date(options.clock.now());
    const pending = mail.signupId ? await findPending(trx, mail.signupId, now) : undefined;
    if (!pending) return undefined;
    if (await findAccountForLogin(trx, to.key)) return { template: 'account-exists', data: {} };
    const [code, token] = [makeCode(), makeLinkToken()];
    await setProofs(trx, pending.id, {
      codeHash: hashCode(options.key, pending.id, code),
      tokenHash: hashLinkToken(token),
      codeExpiresAt: addSeconds(now, codeLifeSeconds),
    });
    // Behind the # the token reaches neither servers nor their logs; and opening the link does not use it up.
    const link = `${options.appUrl}/verify-email#token=${token}`;
    return { template: 'verify-email', data: { code, link, name: pending.profile.name } };
  };
}

function addSeconds(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}
