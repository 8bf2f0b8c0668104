import { type Kysely, sql } from 'kysely';

/** Courses that learners bring along; the text is kept until it has been read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table imports (
    id uuid primary key,
    user_id uuid not null references learners (user_id) on delete cascade,
    format text not null,
    meta jsonb not null,
    content text,
    status text not null check (status in ('queued', 'running', 'done', 'failed')),
    progress real not null default 0,
    course_id uuid,
    stats jsonb,
    warnings jsonb not null default '[]',
    failure text,
    created_at timestamptz not null,
    finished_at timestamptz
  )`.execute(db);
  await sql`create index imports_user on imports (user_id, id desc)`.execute(db);
  await sql`create index imports_open on imports (id) where status in ('queued', 'running')`.execute(db);
  await sql`create table achievements (
    user_id uuid not null references learners (user_id) on delete cascade,
    key text not null,
    earned_at timestamptz not null,
    primary key (user_id, key)
  )`.execute(db);
}
