import { createHash } from 'node:crypto';
import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import { publishCourse } from '../content/publish-course.ts';
import type { Warning } from './pairs.ts';
import { courseOfPairs } from './pairs-to-course.ts';
import { readCsv, readTatoeba } from './read-csv.ts';
import { findImport, finishImport, type Import, saveProgress } from './repository.ts';

type Dependencies = { readonly db: Kysely<LearningSchema>; readonly clock: Clock };
const warningsKept = 100;
const readShare = 0.4;

/** Reads what a learner brought and publishes it as a course of their own. Running it again for the same import changes nothing. */
export async function runImport(deps: Dependencies, importId: string): Promise<void> {
  const wanted = await findImport(deps.db, importId);
  if (wanted?.content === null || wanted === undefined) return;
  const warnings: Warning[] = [];
  const warn = (line: number, message: string) => warnings.push({ file: 'text', line, message });
  const pairs =
    wanted.format === 'tatoeba' ? readTatoeba(wanted.content, warn) : readCsv(wanted.content, warn);
  const report = { warnings: warnings.slice(0, warningsKept), at: new Date(deps.clock.now()) };
  if (pairs.length === 0) {
    const failure = 'There is not a single usable pair in the text.';
    await finishImport(deps.db, importId, { ...report, courseId: null, stats: null, failure });
    return;
  }
  await saveProgress(deps.db, importId, readShare);
  const document = courseOfPairs(pairs, { ...wanted.meta, id: slugOf(wanted) });
  const { clock } = deps;
  const published = await transact(deps.db, (trx) =>
    publishCourse(trx, document, { clock, origin: 'imported', ownerId: wanted.userId }),
  );
  const { courseId, lessons, items, change } = published;
  const stats = { lessons, items, change, warnings: warnings.length };
  await finishImport(deps.db, importId, { ...report, courseId, stats, failure: null });
}

/** The same learner's import under the same title is the same course, so that importing a longer list again extends it. */
function slugOf(wanted: Import): string {
  const { title, source, target } = wanted.meta;
  const digest = createHash('sha256')
    .update(`${wanted.userId}\n${title}\n${source}\n${target}`)
    .digest('hex');
  return `u-${digest.slice(0, 24)}`;
}
