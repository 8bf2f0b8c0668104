import { type Kysely, sql } from 'kysely';

/** Second factors, the codes for when they are lost, and logins that wait for one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table totp_factors (
      user_id uuid primary key references users (id) on delete cascade,
      secret_sealed bytea not null,
      last_step bigint not null default 0,
      created_at timestamptz not null,
      confirmed_at timestamptz
    )`.execute(db);
  await sql`
    create table recovery_codes (
      user_id uuid not null references users (id) on delete cascade,
      code_hash bytea not null,
      primary key (user_id, code_hash)
    )`.execute(db);
  await sql`
    create table mfa_challenges (
      token_hash bytea primary key,
      user_id uuid not null references users (id) on delete cascade,
      password_version integer not null,
      device_label text not null,
      source text not null,
      attempts integer not null default 0,
      created_at timestamptz not null,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index mfa_challenges_of_user on mfa_challenges (user_id)`.execute(db);
  await sql`create index mfa_challenges_expiry on mfa_challenges (expires_at)`.execute(db);
}
