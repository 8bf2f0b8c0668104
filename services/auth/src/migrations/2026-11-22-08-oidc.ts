import { type Kysely, sql } from 'kysely';

/** Identities that other providers vouch for, and logins that are under way at one of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The provider and its own id of the person: an address may change hands, this pair never does.
  await sql`
    create table oidc_identities (
      issuer text not null,
      subject text not null,
      user_id uuid not null references users (id) on delete cascade,
      created_at timestamptz not null,
      primary key (issuer, subject)
    )`.execute(db);
  await sql`create index oidc_identities_of_user on oidc_identities (user_id)`.execute(db);
  await sql`
    create table oidc_flows (
      state_hash bytea primary key,
      flow_hash bytea not null,
      provider text not null,
      secrets_sealed bytea not null,
      redirect_uri text not null,
      created_at timestamptz not null,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index oidc_flows_expiry on oidc_flows (expires_at)`.execute(db);
}
