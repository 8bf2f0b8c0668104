import { type Kysely, sql } from 'kysely';

/** Deleted accounts whose data every service has to erase. A row names no person, only an id that nobody has any more. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table erasures (
      user_id uuid primary key,
      pending_services text[] not null,
      started_at timestamptz not null,
      announced_at timestamptz not null,
      completed_at timestamptz
    )`.execute(db);
  await sql`create index erasures_open on erasures (announced_at) where completed_at is null`.execute(db);
}
