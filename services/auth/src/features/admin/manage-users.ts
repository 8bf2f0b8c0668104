import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import { commonErrors } from '@linguamate/shared/errors';
import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { type AuditAction, recordEvent } from '../audit/record-event.ts';
import type { LoginGuard } from '../lockout/guard-login.ts';
import { liftLocks } from '../password-reset/reset-password.ts';
import { endSessions, endSessionsWith, type SessionEnder } from '../sessions/end-sessions.ts';
import { findAccount, findUser } from '../users/repository.ts';
import { announceUser } from '../users/update-profile.ts';
import { type AdminChange, changeUser } from './repository.ts';

/** Who does something to whom. */
export type AdminAct = { adminId: string; userId: string };

type Editor = { db: Kysely<AuthSchema>; clock: Clock };

/** Keeps a user out, or lets them in again. Whoever is kept out is out at once, on every device. Throws not_found. */
export async function setDisabled(ender: SessionEnder, act: AdminAct, disabled: boolean): Promise<void> {
  const action = disabled ? 'account.disabled' : 'account.enabled';
  const apply = (trx: Transaction<AuthSchema>) => change(ender.clock, trx, act, { disabled }, action);
  if (disabled) await endSessionsWith(ender, { userId: act.userId }, 'account_disabled', apply);
  else await transact(ender.db, apply);
}

/** Makes a user premium or takes it from them, and tells the other services. Throws not_found. */
export async function setPremium({ db, clock }: Editor, act: AdminAct, isPremium: boolean): Promise<void> {
  await transact(db, async (trx) => {
    await change(clock, trx, act, { isPremium }, 'account.premium_changed', { isPremium });
    const user = await findUser(trx, act.userId);
    if (user) await announceUser(trx, user);
  });
}

/** Gives a user exactly these roles. They show in the next access token. Throws not_found. */
export async function setRoles(
  { db, clock }: Editor,
  act: AdminAct,
  roles: AdminChange['roles'],
): Promise<void> {
  const detail = { roles: roles?.join(' ') ?? '' };
  await transact(db, (trx) =>
    change(clock, trx, act, { roles: roles ?? [] }, 'account.role_changed', detail),
  );
}

/** Forgets all failed attempts on an account. Throws not_found. */
export async function unlockUser({ db, clock }: Editor, guard: LoginGuard, act: AdminAct): Promise<void> {
  await transact(db, async (trx) => {
    const account = await findAccount(trx, act.userId);
    if (!account) throw commonErrors.not_found();
    await liftLocks(trx, guard, account);
    await record(trx, clock, act, 'account.unlocked');
  });
}

/** Ends all sessions of a user. Throws not_found. */
export async function signOutUser(ender: SessionEnder, act: AdminAct): Promise<void> {
  if (!(await findUser(ender.db, act.userId))) throw commonErrors.not_found();
  await endSessions(ender, { userId: act.userId });
}

async function change(
  clock: Clock,
  trx: Transaction<AuthSchema>,
  act: AdminAct,
  wanted: AdminChange,
  action: AuditAction,
  detail: Record<string, string | boolean> = {},
): Promise<void> {
  const exists = await changeUser(trx, act.userId, wanted, new Date(clock.now()));
  if (!exists) throw commonErrors.not_found();
  await record(trx, clock, act, action, detail);
}

async function record(
  trx: Transaction<AuthSchema>,
  clock: Clock,
  { adminId, userId }: AdminAct,
  action: AuditAction,
  detail: Record<string, string | boolean> = {},
): Promise<void> {
  await recordEvent(trx, clock, { action, userId, detail: { ...detail, by: adminId } });
}
