import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { Card } from './repository.ts';

/** The asking side of a card. */
export type CardPrompt = { prompt: string; ipa?: string };

/** What each card asks. Returns a look-up by card; only the asking side of an item is ever in it. */
export async function readPrompts(
  db: Kysely<LearningSchema>,
  cards: readonly Card[],
): Promise<(card: Card) => CardPrompt> {
  if (cards.length === 0) return () => ({ prompt: '' });
  const rows = await db
    .selectFrom('items')
    .select(['id', 'target_text', 'source_text', 'details'])
    .where(
      'id',
      'in',
      cards.map((card) => card.itemId),
    )
    .execute();
  const items = new Map(rows.map((row) => [row.id, row]));
  return (card) => {
    const item = items.get(card.itemId);
    if (card.direction === 'to_target') return { prompt: item?.source_text ?? '' };
    const ipa = item?.details.ipa;
    return { prompt: item?.target_text ?? '', ...(ipa === undefined ? {} : { ipa }) };
  };
}
