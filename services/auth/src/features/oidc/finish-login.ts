import { isUniqueViolation, transact } from '@linguamate/shared/database';
import { newId } from '@linguamate/shared/ids';
import type { Transaction } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import { type MailBox, notifyUser } from '../mail/request-mail.ts';
import { type Challenger, challengeLogin } from '../mfa/challenge-login.ts';
import { announceRevocations } from '../sessions/announce-revocations.ts';
import { completeLogin } from '../sessions/complete-login.ts';
import type { LoginOutcome } from '../sessions/log-in.ts';
import { revokeSessions } from '../sessions/repository.ts';
import type { Client } from '../sessions/session.ts';
import { completeProfile, register } from '../sessions/sign-up.ts';
import { type EmailAddress, parseEmailAddress } from '../users/email-address.ts';
import { dropPassword, findAccount, findAccountForLogin, markVerified } from '../users/repository.ts';
import type { Account } from '../users/user.ts';
import type { VouchedPerson } from './provider.ts';
import { findIdentity, insertIdentity } from './repository.ts';

const maxNameLength = 100;

export type OidcFinisher = Challenger & { mailBox: MailBox };

/**
 * Logs in somebody that a provider vouches for. Who was here before is known by the provider's id, whatever their address is
 * now. Otherwise the address decides, and only if the provider has verified it.
 *
 * @throws oidc_email_unverified, invalid_credentials (the account is disabled)
 */
export async function finishOidcLogin(
  finisher: OidcFinisher,
  person: VouchedPerson,
  client: Client,
): Promise<LoginOutcome> {
  const account = await findOrLink(finisher, person, client).catch(async (error: unknown) => {
    // Two first logins at once: the loser finds what the winner has made.
    if (!isUniqueViolation(error)) throw error;
    return await findOrLink(finisher, person, client);
  });
  if (account.isDisabled) throw authErrors.invalid_credentials();
  const challengeToken = await challengeLogin(finisher, account, client);
  if (challengeToken !== undefined) return { challengeToken };
  return { started: await completeLogin(finisher, account, ['fed'], client) };
}

async function findOrLink(finisher: OidcFinisher, person: VouchedPerson, client: Client): Promise<Account> {
  const { db, clock, announcer } = finisher;
  const email = person.email && person.isEmailVerified ? parseEmailAddress(person.email) : undefined;
  const { account, ended } = await transact(db, async (trx) => {
    const known = await findIdentity(trx, person.issuer, person.subject);
    if (known) return { account: await findAccount(trx, known), ended: [] };
    if (!email) throw authErrors.oidc_email_unverified();
    const existing = await findAccountForLogin(trx, email.key);
    const ended = existing ? await claimAccount(finisher, trx, existing) : [];
    const userId = existing?.user.id ?? (await openAccount(finisher, trx, person, email, client));
    const { issuer, subject } = person;
    await insertIdentity(trx, { issuer, subject, userId }, new Date(clock.now()));
    return { account: await findAccount(trx, userId), ended };
  });
  await announceRevocations(announcer, ended);
  if (!account) throw authErrors.oidc_refused();
  return account;
}

// If nobody has proven the address before, whoever set the password and opened the sessions may have been a stranger waiting
// for the owner to come: both go. The owner of a proven address is told about the new way in.
async function claimAccount(
  { clock, mailBox }: OidcFinisher,
  trx: Transaction<AuthSchema>,
  { user, isVerified }: Account,
): Promise<string[]> {
  const now = new Date(clock.now());
  await notifyUser(trx, mailBox, user.id, 'login-linked');
  if (isVerified) return [];
  await dropPassword(trx, user.id);
  await markVerified(trx, user.id, now);
  return await revokeSessions(trx, { userId: user.id }, { reason: 'revoked', now });
}

async function openAccount(
  { clock }: OidcFinisher,
  trx: Transaction<AuthSchema>,
  person: VouchedPerson,
  email: EmailAddress,
  client: Client,
): Promise<string> {
  const name = tidyProviderName(person.name) ?? 'Learner';
  const identity = { id: newId(clock), email, passwordHash: null, isVerified: true, isAnonymous: false };
  const user = await register(trx, { ...completeProfile({ name }), ...identity }, new Date(clock.now()));
  const detail = { provider: person.issuer };
  await recordEvent(trx, clock, {
    action: 'account.registered',
    userId: user.id,
    source: client.source,
    detail,
  });
  return user.id;
}

function tidyProviderName(name: string | undefined): string | undefined {
  const tidy = name?.replace(/[\p{C}<>]/gu, '').trim();
  return tidy ? tidy.slice(0, maxNameLength) : undefined;
}
