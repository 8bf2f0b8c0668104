import { type Kysely, sql } from 'kysely';

/** Creates the table of long work that clients ask for and fetch later. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('async_jobs')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('user_id', 'uuid', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('input', 'jsonb', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('result', 'jsonb')
    .addColumn('error_code', 'text')
    .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .addColumn('started_at', 'timestamptz')
    .addColumn('finished_at', 'timestamptz')
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('async_jobs_user').on('async_jobs').column('user_id').execute();
  await db.schema.createIndex('async_jobs_expires').on('async_jobs').column('expires_at').execute();
}
