import type { Clock } from '@linguamate/shared/clock';
import { newId } from '@linguamate/shared/ids';
import type { Kysely } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import type { AuditDetail } from './audit.table.ts';

/** Everything that is worth remembering about an account. */
export const auditActions = [
  'account.registered',
  'account.disabled',
  'account.enabled',
  'account.unlocked',
  'account.role_changed',
  'account.premium_changed',
  'account.deletion_requested',
  'account.deletion_cancelled',
  'account.deleted',
  'account.exported',
  'account.upgraded',
  'email.verified',
  'email.changed',
  'login.succeeded',
  'login.failed',
  'login.locked',
  'login.credential_stuffing',
  'session.revoked',
  'session.reuse_detected',
  'session.logged_out',
  'password.changed',
  'password.reset_requested',
  'password.reset',
  'passkey.added',
  'passkey.removed',
  'mfa.enrolled',
  'mfa.disabled',
  'mfa.recovery_codes_renewed',
  'mfa.recovery_code_used',
  'keys.rotated',
  'client.created',
] as const;

export type AuditAction = (typeof auditActions)[number];

export type AuditEvent = {
  action: AuditAction;
  userId?: string | undefined;
  sessionId?: string | undefined;
  /** Where the request came from, in the grain of `sourceOf`. */
  source?: string | undefined;
  /** Plain facts. Never a secret, never an e-mail address: entries outlive the account. */
  detail?: AuditDetail;
};

/**
 * Adds an entry to the audit log. Given a transaction, the entry stands if and only if what it tells of has happened.
 */
export async function recordEvent(db: Kysely<AuthSchema>, clock: Clock, event: AuditEvent): Promise<void> {
  await db
    .insertInto('audit_events')
    .values({
      id: newId(clock),
      user_id: event.userId ?? null,
      action: event.action,
      source: event.source ?? null,
      session_id: event.sessionId ?? null,
      detail: JSON.stringify(event.detail ?? {}),
      occurred_at: new Date(clock.now()),
    })
    .execute();
}
