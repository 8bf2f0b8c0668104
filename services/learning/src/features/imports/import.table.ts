import type { Generated, JSONColumnType } from 'kysely';
import type { Warning } from './pairs.ts';

export type ImportFormat = 'csv' | 'tatoeba';
export type ImportStatus = 'queued' | 'running' | 'done' | 'failed';
/** What the owner says about the list. */
export type ImportMeta = {
  readonly title: string;
  readonly source: string;
  readonly target: string;
  readonly licence: string;
  readonly attribution: string;
};
/** What an import made. */
export type ImportStats = {
  readonly lessons: number;
  readonly items: number;
  readonly change: string;
  readonly warnings: number;
};

/** An import from its arrival to its report; the text goes as soon as it has been read. */
export type ImportTable = {
  id: string;
  user_id: string;
  format: ImportFormat;
  meta: JSONColumnType<ImportMeta>;
  content: string | null;
  status: ImportStatus;
  progress: Generated<number>;
  course_id: string | null;
  stats: JSONColumnType<ImportStats> | null;
  warnings: JSONColumnType<Warning[], string | undefined, string>;
  failure: string | null;
  created_at: Date;
  finished_at: Date | null;
};
