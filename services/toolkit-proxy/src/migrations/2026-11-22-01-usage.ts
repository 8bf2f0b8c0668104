import { type Kysely, sql } from 'kysely';

/** Creates the usage ledger and what this service must know about learners. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createUsageEvents(db);
  await createLearners(db);
  await createErasedLearners(db);
}

async function createUsageEvents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('usage_events')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('user_id', 'uuid', (column) => column.notNull())
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('upstream', 'text')
    .addColumn('model', 'text')
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('input_units', 'double precision', (column) => column.notNull())
    .addColumn('output_units', 'double precision', (column) => column.notNull())
    .addColumn('estimated', 'boolean', (column) => column.notNull())
    .addColumn('duration_ms', 'integer', (column) => column.notNull())
    .addColumn('occurred_at', 'timestamptz', (column) => column.notNull())
    .execute();
  // A learner's own history leads with the learner; reports over everybody go by time.
  await db.schema
    .createIndex('usage_events_user')
    .on('usage_events')
    .columns(['user_id', 'occurred_at'])
    .execute();
  await sql`create index usage_events_time on usage_events using brin (occurred_at)`.execute(db);
}

async function createLearners(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('learners')
    .addColumn('user_id', 'uuid', (column) => column.primaryKey())
    .addColumn('is_premium', 'boolean', (column) => column.notNull())
    .addColumn('time_zone', 'text')
    .addColumn('changed_at', 'timestamptz', (column) => column.notNull())
    .execute();
}

// Usage travels through a queue: an entry may arrive after the learner was erased, and must not bring the id back.
async function createErasedLearners(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('erased_learners')
    .addColumn('user_id', 'uuid', (column) => column.primaryKey())
    .addColumn('erased_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
    .execute();
}
