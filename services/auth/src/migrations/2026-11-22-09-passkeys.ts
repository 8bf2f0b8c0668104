import { type Kysely, sql } from 'kysely';

/** Passkeys, and the challenges that they answer. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table passkeys (
      credential_id text primary key,
      user_id uuid not null references users (id) on delete cascade,
      public_key bytea not null,
      counter bigint not null,
      label text not null,
      created_at timestamptz not null,
      last_used_at timestamptz
    )`.execute(db);
  await sql`create index passkeys_of_user on passkeys (user_id)`.execute(db);
  await sql`
    create table passkey_challenges (
      challenge_hash bytea primary key,
      user_id uuid references users (id) on delete cascade,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index passkey_challenges_expiry on passkey_challenges (expires_at)`.execute(db);
}
