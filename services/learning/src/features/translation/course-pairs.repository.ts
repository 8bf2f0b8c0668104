import { type Kysely, sql } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import { normalise } from '../grading/normalise.ts';
import { gradingPolicy } from '../grading/policies.ts';
import type { Translated, TranslationRequest } from './translate-text.ts';

type Pair = { from: string; translations: string[] };
const alternativesShown = 4;

/**
 * What the courses that a learner may see have as translations of a text, in either direction. Without a known language the one is
 * taken in which a course has the text. Undefined when none has it.
 */
export async function findCoursePairs(
  db: Kysely<LearningSchema>,
  userId: string,
  { text, from, to }: TranslationRequest,
): Promise<Translated | undefined> {
  const languages = from === undefined ? await listLanguages(db, base(to)) : [base(from)];
  for (const language of languages) {
    const pair = await findPair(db, userId, { text, from: language, to: base(to) });
    const [translation, ...others] = pair?.translations ?? [];
    if (pair === undefined || translation === undefined) continue;
    const alternatives = others.slice(0, alternativesShown);
    return { from: from ?? pair.from, translation, alternatives, source: 'course' };
  }
  return undefined;
}

async function findPair(
  db: Kysely<LearningSchema>,
  userId: string,
  { text, from, to }: { text: string; from: string; to: string },
): Promise<Pair | undefined> {
  const wanted = normalise(text, gradingPolicy(from));
  if (wanted === '') return undefined;
  // An answer into the source language stands in that language; its item's answers in the other direction are the translations.
  const { rows } = await sql<Pair>`
    select ${from} as from, array_agg(other.text order by other.is_primary desc, other.ord) as translations
    from accepted_answers known
    join items i on i.id = known.item_id and not i.retired
    join courses c on c.id = i.course_id and (c.visibility = 'public' or c.owner_id = ${userId})
    join accepted_answers other on other.item_id = i.id and other.direction <> known.direction
    where known.text_norm = ${wanted} and c.origin <> 'generated' and (
      (known.direction = 'to_source' and split_part(c.source_lang, '-', 1) = ${from}
        and split_part(c.target_lang, '-', 1) = ${to})
      or (known.direction = 'to_target' and split_part(c.target_lang, '-', 1) = ${from}
        and split_part(c.source_lang, '-', 1) = ${to}))
    group by i.id, known.is_primary, i.ord order by known.is_primary desc, i.ord limit 1`.execute(db);
  return rows[0];
}

/** The languages that are taught from or into a language. */
async function listLanguages(db: Kysely<LearningSchema>, to: string): Promise<string[]> {
  const { rows } = await sql<{ language: string }>`
    select distinct case when split_part(target_lang, '-', 1) = ${to} then split_part(source_lang, '-', 1)
      else split_part(target_lang, '-', 1) end as language
    from courses where ${to} in (split_part(target_lang, '-', 1), split_part(source_lang, '-', 1))
    order by language`.execute(db);
  return rows.map(({ language }) => language);
}

function base(tag: string): string {
  return (tag.split('-')[0] ?? tag).toLowerCase();
}
