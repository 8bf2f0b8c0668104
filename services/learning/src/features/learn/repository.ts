import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { LearnView } from './schemas.ts';

/** The learn page of a language pair, taken from its public course; undefined where no course has one. */
export async function findLearnPage(
  db: Kysely<LearningSchema>,
  target: string,
  source: string,
): Promise<LearnView | undefined> {
  const row = await db
    .selectFrom('courses')
    .select(['id', 'learn'])
    .where('target_lang', '=', target)
    .where('source_lang', '=', source)
    .where('visibility', '=', 'public')
    .where('learn', 'is not', null)
    .orderBy('slug')
    .executeTakeFirst();
  if (!row?.learn) return undefined;
  const { numbers, tips, ...rest } = row.learn;
  return {
    ...rest,
    target,
    source,
    courseId: row.id,
    numbers: numbers.map((number) => ({ ...number, value: Number(number.value) })),
    tips: tips.map((tip) => (typeof tip === 'string' ? { text: tip } : tip)),
  };
}
