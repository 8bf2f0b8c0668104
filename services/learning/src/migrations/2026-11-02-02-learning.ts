import { type Kysely, sql } from 'kysely';

/** Learners, what they were asked, what they answered, and what it earned them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createLearners(db);
  await createPractice(db);
  await createProgress(db);
}

async function createLearners(db: Kysely<unknown>): Promise<void> {
  // user_id comes from auth: no foreign key crosses a schema.
  await sql`create table learners (
    user_id uuid primary key,
    name text,
    native_language text not null default 'en',
    target_language text,
    proficiency_level text not null default 'beginner',
    is_premium boolean not null default false,
    time_zone text not null default 'UTC',
    rollover_hour smallint not null default 0 check (rollover_hour between 0 and 12),
    profile_at timestamptz,
    created_at timestamptz not null default now()
  )`.execute(db);
  // A late event or an unexpired token of an erased learner must not bring the record back.
  await sql`create table erased_learners (
    user_id uuid primary key,
    erased_at timestamptz not null default now()
  )`.execute(db);
}

async function createPractice(db: Kysely<unknown>): Promise<void> {
  await sql`create table practice_sessions (
    id uuid primary key,
    user_id uuid not null references learners (user_id) on delete cascade,
    course_id uuid not null references courses (id) on delete cascade,
    lesson_id uuid references lessons (id) on delete cascade,
    mode text not null,
    preset text not null,
    served jsonb not null,
    xp_share real not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    score real,
    xp integer not null default 0
  )`.execute(db);
  await sql`create index practice_sessions_user on practice_sessions (user_id, started_at desc)`.execute(db);
  await sql`create table attempts (
    id uuid primary key,
    session_id uuid not null references practice_sessions (id) on delete cascade,
    exercise_id uuid not null,
    item_id uuid not null,
    user_id uuid not null,
    client_event_id uuid not null,
    answer text not null,
    verdict text not null,
    correct boolean not null,
    expected text not null,
    diff jsonb not null,
    note text,
    retry_no integer not null,
    xp integer not null,
    latency_ms integer,
    answered_at timestamptz not null,
    unique (user_id, client_event_id),
    unique (session_id, exercise_id, retry_no)
  )`.execute(db);
  await sql`create index attempts_user_item on attempts (user_id, item_id)`.execute(db);
  await sql`create index attempts_user_answered on attempts (user_id, answered_at desc)`.execute(db);
}

async function createProgress(db: Kysely<unknown>): Promise<void> {
  await sql`create table lesson_progress (
    user_id uuid not null references learners (user_id) on delete cascade,
    lesson_id uuid not null references lessons (id) on delete cascade,
    completions integer not null default 0,
    best_score real not null default 0,
    last_score real not null default 0,
    completed_at timestamptz,
    primary key (user_id, lesson_id)
  )`.execute(db);
  // XP exists only here; every counter elsewhere can be made again from this table.
  await sql`create table xp_ledger (
    id uuid primary key,
    user_id uuid not null references learners (user_id) on delete cascade,
    course_id uuid,
    amount integer not null check (amount > 0),
    reason text not null,
    source_id text not null,
    earned_at timestamptz not null,
    day date not null,
    unique (user_id, reason, source_id)
  )`.execute(db);
  await sql`create index xp_ledger_user on xp_ledger (user_id, earned_at)`.execute(db);
  await sql`create index xp_ledger_earned on xp_ledger (earned_at)`.execute(db);
  await sql`create table activity_days (
    user_id uuid not null references learners (user_id) on delete cascade,
    day date not null,
    time_zone text not null,
    xp integer not null default 0,
    answers integer not null default 0,
    correct_answers integer not null default 0,
    lessons integer not null default 0,
    reviews integer not null default 0,
    seconds integer not null default 0,
    primary key (user_id, day)
  )`.execute(db);
  await sql`create table streak_freezes (
    id uuid primary key,
    user_id uuid not null references learners (user_id) on delete cascade,
    granted_at timestamptz not null,
    used_for_day date,
    unique (user_id, used_for_day)
  )`.execute(db);
}
