import { type Kysely, sql } from 'kysely';

/** Services that may ask for tokens of their own, and archives of people's data that wait to be fetched. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table service_clients (
      id uuid primary key,
      name text not null unique,
      secret_hash bytea not null,
      audiences text[] not null,
      created_at timestamptz not null
    )`.execute(db);
  await sql`
    create table exports (
      user_id uuid primary key references users (id) on delete cascade,
      requested_at timestamptz not null,
      queued_at timestamptz,
      archive_sealed bytea
    )`.execute(db);
  await sql`create index exports_to_queue on exports (requested_at) where queued_at is null`.execute(db);
}
