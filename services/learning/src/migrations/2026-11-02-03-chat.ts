import { type Kysely, sql } from 'kysely';

/** Conversations with the tutor. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table chat_threads (
    id uuid primary key,
    user_id uuid not null references learners (user_id) on delete cascade,
    course_id uuid not null references courses (id) on delete cascade,
    title text not null,
    summary text,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`.execute(db);
  await sql`create index chat_threads_user on chat_threads (user_id, id desc)`.execute(db);
  await sql`create table chat_messages (
    id uuid primary key,
    thread_id uuid not null references chat_threads (id) on delete cascade,
    role text not null check (role in ('learner', 'tutor')),
    text text not null,
    details jsonb not null,
    client_event_id uuid,
    reply_to uuid unique references chat_messages (id) on delete cascade,
    created_at timestamptz not null,
    unique (thread_id, client_event_id)
  )`.execute(db);
  await sql`create index chat_messages_thread on chat_messages (thread_id, id desc)`.execute(db);
}
