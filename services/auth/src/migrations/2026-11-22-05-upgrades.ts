import { type Kysely, sql } from 'kysely';

/** A sign-up may be that of somebody who has learnt without an account so far; they keep what they have. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table pending_signups
    add column user_id uuid references users (id) on delete set null`.execute(db);
  await sql`create index users_anonymous on users (created_at) where is_anonymous`.execute(db);
}
