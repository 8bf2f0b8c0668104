import { type Kysely, sql } from 'kysely';

/** Counters of failed logins, and the log of what happened to accounts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createLoginAttempts(db);
  await createAuditLog(db);
}

async function createLoginAttempts(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table login_attempts (
      account_hash bytea not null,
      source text not null,
      failures integer not null default 0,
      pending integer not null default 0,
      pending_since timestamptz,
      window_started_at timestamptz not null,
      updated_at timestamptz not null,
      locked_until timestamptz,
      primary key (account_hash, source)
    )`.execute(db);
  await sql`create index login_attempts_of_source on login_attempts (source, updated_at)`.execute(db);
  await sql`create index login_attempts_old on login_attempts (updated_at)`.execute(db);
}

async function createAuditLog(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_events (
      id uuid primary key,
      written bigint generated always as identity,
      user_id uuid,
      action text not null,
      source text,
      session_id uuid,
      detail jsonb not null,
      occurred_at timestamptz not null
    )`.execute(db);
  await sql`create index audit_events_of_user on audit_events (user_id, written desc)`.execute(db);
  await sql`
    create table audit_chain (
      position bigint primary key,
      event_id uuid not null unique references audit_events (id),
      hash bytea not null
    )`.execute(db);
  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit log can only be added to';
    end $$`.execute(db);
  for (const table of ['audit_events', 'audit_chain']) {
    await sql`
      create trigger ${sql.ref(`${table}_append_only`)} before update or delete or truncate on ${sql.table(table)}
      for each statement execute function refuse_change()`.execute(db);
  }
}
