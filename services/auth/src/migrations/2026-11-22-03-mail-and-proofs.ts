import { type Kysely, sql } from 'kysely';

/** Mails to be sent, sign-ups whose address is not proven yet, and tokens that work once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createMails(db);
  await createPendingSignups(db);
  await createOneTimeTokens(db);
}

async function createMails(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table mails (
      id uuid primary key,
      template text not null,
      user_id uuid,
      signup_id uuid,
      recipient_hash bytea not null,
      address_sealed bytea,
      locale text not null,
      data jsonb not null,
      created_at timestamptz not null,
      queued_at timestamptz,
      done_at timestamptz
    )`.execute(db);
  await sql`create index mails_of_recipient on mails (recipient_hash, created_at)`.execute(db);
  await sql`create index mails_of_user on mails (user_id) where user_id is not null`.execute(db);
  await sql`create index mails_to_queue on mails (created_at) where queued_at is null`.execute(db);
  await sql`create index mails_old on mails (created_at) where done_at is not null`.execute(db);
}

async function createPendingSignups(db: Kysely<unknown>): Promise<void> {
  // The address is not unique here: several people may claim it until one of them proves it.
  await sql`
    create table pending_signups (
      id uuid primary key,
      email text not null,
      email_key text not null,
      password_hash text not null,
      profile jsonb not null,
      code_hash bytea,
      token_hash bytea,
      attempts integer not null default 0,
      created_at timestamptz not null,
      code_expires_at timestamptz,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create unique index pending_signups_token_unique on pending_signups (token_hash)`.execute(db);
  await sql`create index pending_signups_of_email on pending_signups (email_key)`.execute(db);
  await sql`create index pending_signups_expiry on pending_signups (expires_at)`.execute(db);
}

async function createOneTimeTokens(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table one_time_tokens (
      user_id uuid not null references users (id) on delete cascade,
      purpose text not null,
      token_hash bytea not null,
      data jsonb not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      primary key (user_id, purpose)
    )`.execute(db);
  await sql`create unique index one_time_tokens_hash_unique on one_time_tokens (token_hash)`.execute(db);
}
