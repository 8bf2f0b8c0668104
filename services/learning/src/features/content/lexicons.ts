import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { Lexicon } from '../grading/compare-words.ts';

/** The words that courses teach, kept in memory for grading. */
export type Lexicons = {
  /** The words of one language of a course, as of its version `checksum`. */
  of(courseId: string, side: 'source' | 'target', checksum: string): Promise<Lexicon>;
};
const keptLexicons = 100;

/** Makes an empty store. Entries are keyed by the version's checksum, so a new version is seen at once and none is ever stale. */
export function createLexicons(db: Kysely<LearningSchema>): Lexicons {
  const kept = new Map<string, Promise<Lexicon>>();
  return {
    of: (courseId, side, checksum) => {
      const key = `${courseId}:${side}:${checksum}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const loading = readLexicon(db, courseId, side).catch((error: unknown) => {
        kept.delete(key);
        throw error;
      });
      kept.set(key, loading);
      const oldest = kept.keys().next().value;
      if (kept.size > keptLexicons && oldest !== undefined) kept.delete(oldest);
      return loading;
    },
  };
}

async function readLexicon(
  db: Kysely<LearningSchema>,
  courseId: string,
  side: 'source' | 'target',
): Promise<Lexicon> {
  const row = await db
    .selectFrom('lexicons')
    .select('words')
    .where('course_id', '=', courseId)
    .where('side', '=', side)
    .executeTakeFirst();
  return new Set(row?.words ?? []);
}
