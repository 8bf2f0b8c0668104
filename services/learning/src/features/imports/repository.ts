import type { Kysely, Selectable } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { ImportFormat, ImportMeta, ImportStats, ImportStatus, ImportTable } from './import.table.ts';
import type { Warning } from './pairs.ts';

type Db = Kysely<LearningSchema>;

/** An import as it stands. */
export type Import = {
  readonly id: string;
  readonly userId: string;
  readonly format: ImportFormat;
  readonly meta: ImportMeta;
  readonly content: string | null;
  readonly status: ImportStatus;
  readonly progress: number;
  readonly courseId: string | null;
  readonly stats: ImportStats | null;
  readonly warnings: readonly Warning[];
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};

/** Stores an import that waits for the worker. */
export async function insertImport(
  db: Db,
  wanted: Pick<Import, 'id' | 'userId' | 'format' | 'meta' | 'createdAt'> & { content: string },
): Promise<void> {
  await db
    .insertInto('imports')
    .values({
      id: wanted.id,
      user_id: wanted.userId,
      format: wanted.format,
      meta: JSON.stringify(wanted.meta),
      content: wanted.content,
      status: 'queued',
      course_id: null,
      stats: null,
      failure: null,
      created_at: wanted.createdAt,
      finished_at: null,
    })
    .execute();
}

/** An import by id; of one learner when `userId` is given. */
export async function findImport(db: Db, id: string, userId?: string): Promise<Import | undefined> {
  let query = db.selectFrom('imports').selectAll().where('id', '=', id);
  if (userId !== undefined) query = query.where('user_id', '=', userId);
  const row = await query.executeTakeFirst();
  return row && toImport(row);
}

/** Imports that no worker has finished, for instance because one died. */
export async function listOpenImports(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('imports')
    .select('id')
    .where('status', 'in', ['queued', 'running'])
    .execute();
  return rows.map((row) => row.id);
}

/** Says how far an import is, from 0 to 1. */
export async function saveProgress(db: Db, id: string, progress: number): Promise<void> {
  await db.updateTable('imports').set({ status: 'running', progress }).where('id', '=', id).execute();
}

/** How an import ended. */
export type Outcome = {
  readonly courseId: string | null;
  readonly stats: ImportStats | null;
  readonly warnings: readonly Warning[];
  readonly failure: string | null;
  readonly at: Date;
};

/** Closes an import; its text is no longer needed. */
export async function finishImport(db: Db, id: string, outcome: Outcome): Promise<void> {
  await db
    .updateTable('imports')
    .set({
      status: outcome.failure === null ? 'done' : 'failed',
      progress: 1,
      content: null,
      course_id: outcome.courseId,
      stats: outcome.stats === null ? null : JSON.stringify(outcome.stats),
      warnings: JSON.stringify(outcome.warnings),
      failure: outcome.failure,
      finished_at: outcome.at,
    })
    .where('id', '=', id)
    .execute();
}

function toImport(row: Selectable<ImportTable>): Import {
  return {
    id: row.id,
    userId: row.user_id,
    format: row.format,
    meta: row.meta,
    content: row.content,
    status: row.status,
    progress: row.progress,
    courseId: row.course_id,
    stats: row.stats,
    warnings: row.warnings,
    failure: row.failure,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
