import type { EventTables } from '@linguamate/shared/events/tables';
import type { ErasuresTable } from './features/account-deletion/erasures.table.ts';
import type { AuditChainTable, AuditEventsTable } from './features/audit/audit.table.ts';
import type { ExportsTable } from './features/export/exports.table.ts';
import type { LoginAttemptsTable } from './features/lockout/login-attempts.table.ts';
import type { MailsTable } from './features/mail/mails.table.ts';
import type { MfaChallengesTable, RecoveryCodesTable, TotpFactorsTable } from './features/mfa/mfa.table.ts';
import type { OidcFlowsTable, OidcIdentitiesTable } from './features/oidc/oidc.table.ts';
import type { PasskeyChallengesTable, PasskeysTable } from './features/passkeys/passkeys.table.ts';
import type { OneTimeTokensTable } from './features/password-reset/one-time-tokens.table.ts';
import type { ServiceClientsTable } from './features/service-tokens/service-clients.table.ts';
import type { SessionsTable } from './features/sessions/sessions.table.ts';
import type { SigningKeysTable } from './features/signing-keys/signing-keys.table.ts';
import type { UsersTable } from './features/users/users.table.ts';
import type { PendingSignupsTable } from './features/verification/pending-signups.table.ts';

/** The tables of this service's schema. No other service reads or writes them. */
export type AuthSchema = EventTables & {
  users: UsersTable;
  sessions: SessionsTable;
  signing_keys: SigningKeysTable;
  login_attempts: LoginAttemptsTable;
  mails: MailsTable;
  pending_signups: PendingSignupsTable;
  one_time_tokens: OneTimeTokensTable;
  totp_factors: TotpFactorsTable;
  recovery_codes: RecoveryCodesTable;
  mfa_challenges: MfaChallengesTable;
  service_clients: ServiceClientsTable;
  exports: ExportsTable;
  oidc_identities: OidcIdentitiesTable;
  oidc_flows: OidcFlowsTable;
  passkeys: PasskeysTable;
  passkey_challenges: PasskeyChallengesTable;
  erasures: ErasuresTable;
  audit_events: AuditEventsTable;
  audit_chain: AuditChainTable;
};
