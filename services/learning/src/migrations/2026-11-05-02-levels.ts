import { type Kysely, sql } from 'kysely';

/**
 * Since when a learner practises a course at its present level (a change is judged by what was answered after the last one), and
 * what a streak freeze was given for.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table enrolments add column level_since timestamptz`.execute(db);
  // The day on which the streak reached its milestone, so that each is rewarded once.
  await sql`alter table streak_freezes add column milestone text`.execute(db);
  await sql`alter table streak_freezes add unique (user_id, milestone)`.execute(db);
}
