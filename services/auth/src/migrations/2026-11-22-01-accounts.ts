import { type Kysely, sql } from 'kysely';

/** Users, their sessions and the keys that sign their tokens. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createUsers(db);
  await createSessions(db);
  await createSigningKeys(db);
}

async function createUsers(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table users (
      id uuid primary key,
      email text,
      email_key text,
      email_verified_at timestamptz,
      password_hash text,
      password_version integer not null default 1,
      name text not null,
      native_language text,
      target_language text,
      proficiency_level text check (proficiency_level in ('beginner', 'intermediate', 'advanced')),
      time_zone text not null,
      is_premium boolean not null default false,
      is_anonymous boolean not null default false,
      roles text[] not null default '{learner}',
      disabled_at timestamptz,
      deletion_requested_at timestamptz,
      version integer not null default 1,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      check ((email is null) = (email_key is null))
    )`.execute(db);
  await sql`create unique index users_email_key_unique on users (email_key)`.execute(db);
  await sql`create index users_deletion_due on users (deletion_requested_at) where deletion_requested_at is not null`.execute(
    db,
  );
}

async function createSessions(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sessions (
      id uuid primary key,
      user_id uuid not null references users (id) on delete cascade,
      device_label text not null,
      source text not null,
      amr text[] not null,
      authenticated_at timestamptz not null,
      refresh_hash bytea not null,
      previous_hash bytea,
      successor_sealed bytea,
      rotated_at timestamptz,
      created_at timestamptz not null,
      last_used_at timestamptz not null,
      expires_at timestamptz not null,
      absolute_expires_at timestamptz not null,
      revoked_at timestamptz,
      revoked_reason text,
      revocation_published boolean not null default false
    )`.execute(db);
  await sql`create unique index sessions_refresh_hash_unique on sessions (refresh_hash)`.execute(db);
  await sql`create index sessions_of_user on sessions (user_id, last_used_at) where revoked_at is null`.execute(
    db,
  );
  // The two sweeps look only at the few rows that still need them.
  await sql`create index sessions_to_publish on sessions (revoked_at) where revoked_at is not null and not revocation_published`.execute(
    db,
  );
  await sql`create index sessions_to_wipe on sessions (rotated_at) where successor_sealed is not null`.execute(
    db,
  );
}

async function createSigningKeys(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table signing_keys (
      kid text primary key,
      state text not null check (state in ('next', 'active', 'previous', 'retired')),
      public_jwk jsonb not null,
      private_sealed bytea,
      created_at timestamptz not null,
      activated_at timestamptz,
      replaced_at timestamptz
    )`.execute(db);
  // However many instances rotate at once, there is one key that signs and one that waits.
  await sql`create unique index signing_keys_one_active on signing_keys (state) where state = 'active'`.execute(
    db,
  );
  await sql`create unique index signing_keys_one_next on signing_keys (state) where state = 'next'`.execute(
    db,
  );
}
