import { newId } from '@linguamate/shared/ids';
import type { Kysely, Selectable } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { StoredTranslation, TranslationTable } from './translation.table.ts';

type Db = Kysely<LearningSchema>;

export type Translation = {
  readonly id: string;
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly result: StoredTranslation;
  readonly favourite: boolean;
  readonly createdAt: Date;
};

/** Puts a translation into the learner's history; the same text again keeps its place and gets the new result. */
export async function saveTranslation(
  db: Db,
  entry: { userId: string; text: string; from: string; to: string; result: StoredTranslation; at: Date },
): Promise<Translation> {
  const result = JSON.stringify(entry.result);
  const row = await db
    .insertInto('translations')
    .values({
      id: newId(),
      user_id: entry.userId,
      text: entry.text,
      from_lang: entry.from,
      to_lang: entry.to,
      result,
      created_at: entry.at,
    })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'from_lang', 'to_lang', 'text']).doUpdateSet({ result }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  return toTranslation(row);
}

/** The learner's translations, newest first. */
export async function listTranslations(
  db: Db,
  userId: string,
  page: { before: string | undefined; limit: number; favouritesOnly: boolean },
): Promise<Translation[]> {
  let query = db.selectFrom('translations').selectAll().where('user_id', '=', userId);
  if (page.before !== undefined) query = query.where('id', '<', page.before);
  if (page.favouritesOnly) query = query.where('favourite', '=', true);
  return (await query.orderBy('id', 'desc').limit(page.limit).execute()).map(toTranslation);
}

/** Marks a translation. Returns it, or undefined when it is not this learner's. */
export async function markFavourite(
  db: Db,
  entry: { id: string; userId: string; favourite: boolean },
): Promise<Translation | undefined> {
  const row = await db
    .updateTable('translations')
    .set({ favourite: entry.favourite })
    .where('id', '=', entry.id)
    .where('user_id', '=', entry.userId)
    .returningAll()
    .executeTakeFirst();
  return row && toTranslation(row);
}

/** Takes a translation out of the history. False when it is not this learner's. */
export async function deleteTranslation(db: Db, id: string, userId: string): Promise<boolean> {
  const result = await db
    .deleteFrom('translations')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return Number(result.numDeletedRows) > 0;
}

function toTranslation(row: Selectable<TranslationTable>): Translation {
  return {
    id: row.id,
    text: row.text,
    from: row.from_lang,
    to: row.to_lang,
    result: row.result,
    favourite: row.favourite,
    createdAt: row.created_at,
  };
}
