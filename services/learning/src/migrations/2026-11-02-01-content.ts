import { type Kysely, sql } from 'kysely';

/**
 * Courses as learners see them. Units, skills, lessons and items are found again by (course, key) at every import, so that
 * progress survives a new version; what a version drops is retired and never deleted.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createCourses(db);
  await createStructure(db);
  await createItems(db);
  await createExercises(db);
  await createScenes(db);
}

async function createCourses(db: Kysely<unknown>): Promise<void> {
  await sql`create table courses (
    id uuid primary key,
    slug text not null unique,
    title text not null,
    source_lang text not null,
    target_lang text not null,
    description text not null,
    licence_name text not null,
    licence_url text,
    attribution text not null,
    cefr text[] not null,
    origin text not null check (origin in ('shipped', 'imported', 'generated')),
    visibility text not null check (visibility in ('public', 'private')),
    owner_id uuid,
    learn jsonb,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`.execute(db);
  await sql`create index courses_target on courses (target_lang, source_lang)`.execute(db);
  // The whole source of each version is kept: publishing an older one again is the roll-back.
  await sql`create table course_versions (
    id uuid primary key,
    course_id uuid not null references courses (id) on delete cascade,
    number integer not null,
    label text not null,
    status text not null check (status in ('draft', 'published', 'archived')),
    checksum text not null,
    document jsonb not null,
    created_at timestamptz not null default now(),
    published_at timestamptz,
    unique (course_id, number)
  )`.execute(db);
  await sql`create unique index course_versions_published on course_versions (course_id) where status = 'published'`.execute(
    db,
  );
  // The words of a course by language, for the guard that tells another word from a typo.
  await sql`create table lexicons (
    course_id uuid not null references courses (id) on delete cascade,
    side text not null check (side in ('source', 'target')),
    words text[] not null,
    primary key (course_id, side)
  )`.execute(db);
}

async function createStructure(db: Kysely<unknown>): Promise<void> {
  await sql`create table units (
    id uuid primary key,
    course_id uuid not null references courses (id) on delete cascade,
    key text not null,
    ord integer not null,
    title text not null,
    cefr text not null,
    notes text,
    retired boolean not null default false,
    unique (course_id, key)
  )`.execute(db);
  await sql`create table skills (
    id uuid primary key,
    course_id uuid not null references courses (id) on delete cascade,
    unit_id uuid not null references units (id) on delete cascade,
    key text not null,
    ord integer not null,
    title text not null,
    intro text,
    retired boolean not null default false,
    unique (course_id, key)
  )`.execute(db);
  await sql`create table lessons (
    id uuid primary key,
    course_id uuid not null references courses (id) on delete cascade,
    skill_id uuid not null references skills (id) on delete cascade,
    key text not null,
    ord integer not null,
    title text not null,
    xp_reward integer not null,
    estimated_minutes integer not null,
    retired boolean not null default false,
    unique (course_id, key)
  )`.execute(db);
}

async function createItems(db: Kysely<unknown>): Promise<void> {
  await sql`create table items (
    id uuid primary key,
    course_id uuid not null references courses (id) on delete cascade,
    skill_id uuid not null references skills (id) on delete cascade,
    key text not null,
    ord integer not null,
    kind text not null check (kind in ('word', 'phrase', 'sentence')),
    target_text text not null,
    source_text text not null,
    details jsonb not null,
    distractors text[] not null,
    tags text[] not null,
    retired boolean not null default false,
    unique (course_id, key)
  )`.execute(db);
  await sql`create index items_skill on items (skill_id)`.execute(db);
  await sql`create table lesson_items (
    lesson_id uuid not null references lessons (id) on delete cascade,
    item_id uuid not null references items (id) on delete cascade,
    ord integer not null,
    primary key (lesson_id, item_id)
  )`.execute(db);
  await sql`create index lesson_items_item on lesson_items (item_id)`.execute(db);
}

async function createExercises(db: Kysely<unknown>): Promise<void> {
  // A report that an author accepted stays an accepted answer when the course is imported again.
  await sql`create table accepted_answers (
    id uuid primary key,
    item_id uuid not null references items (id) on delete cascade,
    direction text not null check (direction in ('to_target', 'to_source')),
    text text not null,
    text_norm text not null,
    is_primary boolean not null,
    ord integer not null,
    origin text not null check (origin in ('author', 'report', 'ai')),
    unique (item_id, direction, text)
  )`.execute(db);
  await sql`create table exercises (
    id uuid primary key,
    lesson_id uuid not null references lessons (id) on delete cascade,
    item_id uuid not null references items (id) on delete cascade,
    type text not null,
    direction text not null check (direction in ('to_target', 'to_source')),
    difficulty real not null default 0,
    answers_seen integer not null default 0,
    retired boolean not null default false,
    unique (lesson_id, item_id, type, direction)
  )`.execute(db);
}

async function createScenes(db: Kysely<unknown>): Promise<void> {
  await sql`create table dialogue_scenes (
    id uuid primary key,
    course_id uuid not null references courses (id) on delete cascade,
    unit_id uuid not null references units (id) on delete cascade,
    key text not null,
    ord integer not null,
    title text not null,
    goal text not null,
    key_phrases text[] not null,
    lines jsonb not null,
    retired boolean not null default false,
    unique (course_id, key)
  )`.execute(db);
}
