import { type Kysely, sql } from 'kysely';
import type { LearningSchema } from '../../database.ts';

/**
 * How words are pronounced, as far as courses in a language say so. Returns IPA by lower-case text.
 *
 * @param language base tag, such as es
 */
export async function readIpa(
  db: Kysely<LearningSchema>,
  userId: string,
  request: { language: string; texts: readonly string[] },
): Promise<Map<string, string>> {
  if (request.texts.length === 0) return new Map();
  const { rows } = await sql<{ text: string; ipa: string }>`
    select distinct on (lower(i.target_text)) lower(i.target_text) as text, i.details ->> 'ipa' as ipa
    from items i join courses c on c.id = i.course_id
    where lower(i.target_text) = any(${[...request.texts]}::text[]) and i.details ->> 'ipa' is not null
      and split_part(c.target_lang, '-', 1) = ${request.language}
      and (c.visibility = 'public' or c.owner_id = ${userId})
    order by lower(i.target_text), i.ord`.execute(db);
  return new Map(rows.map(({ text, ipa }) => [text, ipa]));
}
