import { type Kysely, sql } from 'kysely';

/** Spaced repetition: the log is what happened and is only ever appended to; a card is what follows from its log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createPreferences(db);
  await createCards(db);
  await createReviewLog(db);
}

async function createPreferences(db: Kysely<unknown>): Promise<void> {
  await sql`create table preferences (
    user_id uuid primary key references learners (user_id) on delete cascade,
    profile jsonb not null,
    version integer not null,
    updated_at timestamptz not null
  )`.execute(db);
  await sql`create table enrolments (
    user_id uuid not null references learners (user_id) on delete cascade,
    course_id uuid not null references courses (id) on delete cascade,
    level text not null,
    auto_adapt boolean not null default true,
    ability real not null default 0,
    ability_answers integer not null default 0,
    enrolled_at timestamptz not null,
    primary key (user_id, course_id)
  )`.execute(db);
}

async function createCards(db: Kysely<unknown>): Promise<void> {
  await sql`create table cards (
    id uuid primary key,
    user_id uuid not null references learners (user_id) on delete cascade,
    course_id uuid not null references courses (id) on delete cascade,
    item_id uuid not null references items (id) on delete cascade,
    direction text not null check (direction in ('to_target', 'to_source')),
    state text not null check (state in ('new', 'learning', 'review', 'relearning')),
    due timestamptz,
    stability real not null default 0,
    difficulty real not null default 0,
    reps integer not null default 0,
    lapses integer not null default 0,
    step integer not null default 0,
    scheduled_days integer not null default 0,
    last_review timestamptz,
    last_day date,
    suspended boolean not null default false,
    created_at timestamptz not null,
    unique (user_id, item_id, direction)
  )`.execute(db);
  await sql`create index cards_due on cards (user_id, due) where not suspended and state <> 'new'`.execute(
    db,
  );
  await sql`create index cards_new on cards (user_id, id) where not suspended and state = 'new'`.execute(db);
}

async function createReviewLog(db: Kysely<unknown>): Promise<void> {
  await sql`create table review_log (
    id uuid primary key,
    card_id uuid not null references cards (id) on delete cascade,
    user_id uuid not null,
    client_event_id uuid not null,
    rating smallint not null check (rating between 1 and 4),
    reviewed_at timestamptz not null,
    day date not null,
    latency_ms integer,
    origin text not null check (origin in ('lesson', 'review', 'sync')),
    device_id text,
    received_at timestamptz not null,
    unique (user_id, client_event_id)
  )`.execute(db);
  await sql`create index review_log_card on review_log (card_id, reviewed_at)`.execute(db);
  await sql`create index review_log_user_day on review_log (user_id, day)`.execute(db);
}
