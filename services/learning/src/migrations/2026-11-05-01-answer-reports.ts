import { type Kysely, sql } from 'kysely';

/** "My answer was right": what learners report, once per answer, however many of them do. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table answer_reports (
    id uuid primary key,
    course_id uuid not null references courses (id) on delete cascade,
    item_id uuid not null references items (id) on delete cascade,
    direction text not null check (direction in ('to_target', 'to_source')),
    answer text not null,
    answer_norm text not null,
    status text not null check (status in ('open', 'accepted', 'rejected')),
    reported_at timestamptz not null,
    decided_at timestamptz,
    unique (item_id, direction, answer_norm)
  )`.execute(db);
  await sql`create index answer_reports_open on answer_reports (course_id, id) where status = 'open'`.execute(
    db,
  );
  await sql`create table answer_reporters (
    report_id uuid not null references answer_reports (id) on delete cascade,
    user_id uuid not null references learners (user_id) on delete cascade,
    primary key (report_id, user_id)
  )`.execute(db);
}
