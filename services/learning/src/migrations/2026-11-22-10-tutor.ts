import { type Kysely, sql } from 'kysely';

/** Who is writing an answer, how many messages of a day are used, dialogues, translations, and corrections that became cards. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await extendChat(db);
  await createDialogues(db);
  await createTranslations(db);
}

async function extendChat(db: Kysely<unknown>): Promise<void> {
  await sql`alter table chat_threads add column summarised_to uuid`.execute(db);
  // One instance at a time writes the answer to a message; its claim runs out when it dies.
  await sql`alter table chat_messages
    add column answering_by uuid,
    add column answering_until timestamptz,
    add column quota_day date`.execute(db);
  await sql`create table message_quota (
    user_id uuid not null references learners (user_id) on delete cascade,
    day date not null,
    used integer not null check (used >= 0),
    primary key (user_id, day)
  )`.execute(db);
  await sql`create table accepted_corrections (
    message_id uuid not null references chat_messages (id) on delete cascade,
    position integer not null,
    user_id uuid not null references learners (user_id) on delete cascade,
    item_id uuid not null references items (id) on delete cascade,
    created_at timestamptz not null,
    primary key (message_id, position)
  )`.execute(db);
}

async function createDialogues(db: Kysely<unknown>): Promise<void> {
  await sql`create table dialogue_sessions (
    id uuid primary key,
    user_id uuid not null references learners (user_id) on delete cascade,
    course_id uuid not null references courses (id) on delete cascade,
    scene_id uuid not null references dialogue_scenes (id) on delete cascade,
    difficulty text not null check (difficulty in ('beginner', 'intermediate', 'advanced')),
    state text not null check (state in ('open', 'ended')),
    goal_reached boolean not null default false,
    started_at timestamptz not null,
    ended_at timestamptz,
    due_at timestamptz
  )`.execute(db);
  await sql`create index dialogue_sessions_user on dialogue_sessions (user_id, id desc)`.execute(db);
  await sql`create table dialogue_turns (
    id uuid primary key,
    session_id uuid not null references dialogue_sessions (id) on delete cascade,
    n integer not null,
    role text not null check (role in ('partner', 'learner')),
    text text not null,
    translation text,
    score jsonb,
    client_event_id uuid,
    created_at timestamptz not null,
    unique (session_id, n),
    unique (session_id, client_event_id)
  )`.execute(db);
}

async function createTranslations(db: Kysely<unknown>): Promise<void> {
  await sql`create table translations (
    id uuid primary key,
    user_id uuid not null references learners (user_id) on delete cascade,
    text text not null,
    from_lang text not null,
    to_lang text not null,
    result jsonb not null,
    favourite boolean not null default false,
    created_at timestamptz not null,
    unique (user_id, from_lang, to_lang, text)
  )`.execute(db);
  await sql`create index translations_user on translations (user_id, id desc)`.execute(db);
}
