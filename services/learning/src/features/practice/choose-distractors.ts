import type { Direction } from '../content/item.table.ts';
import { editDistance, letters } from '../grading/edit-distance.ts';
import { normalise } from '../grading/normalise.ts';
import type { GradingPolicy } from '../grading/policies.ts';
import type { PracticeItem } from './content.repository.ts';
import { type Random, shuffle } from './random.ts';

const wrongChoices = 3;

/**
 * Wrong choices for an item: the author's first, then texts of other items that a learner could honestly confuse with it.
 * Nothing that would be graded as right is ever among them.
 */
export function chooseDistractors(
  item: PracticeItem,
  pool: readonly PracticeItem[],
  direction: Direction,
  policy: GradingPolicy,
  random: Random,
): string[] {
  const taken = new Set(item.answers[direction].map((answer) => normalise(answer, policy)));
  // Another item with the same prompt is right as well, whatever its answer looks like.
  const prompt = promptOf(item, direction);
  const candidates = pool.filter((other) => other.id !== item.id && promptOf(other, direction) !== prompt);
  const ranked = candidates
    .map((other) => ({
      text: textOf(other, direction),
      likeness: likeness(item, other, direction) + random(),
    }))
    .sort((a, b) => b.likeness - a.likeness);
  const authored = direction === 'to_target' ? shuffle(item.distractors, random) : [];
  const chosen: string[] = [];
  for (const text of [...authored, ...ranked.map((candidate) => candidate.text)]) {
    if (chosen.length === wrongChoices) break;
    const key = normalise(text, policy);
    if (taken.has(key)) continue;
    taken.add(key);
    chosen.push(text);
  }
  return chosen;
}

/** The text that answers an item in a direction. */
export function textOf(item: PracticeItem, direction: Direction): string {
  return direction === 'to_target' ? item.target : item.source;
}

/** The text that asks for it. */
export function promptOf(item: PracticeItem, direction: Direction): string {
  return direction === 'to_target' ? item.source : item.target;
}

/** How easily two items are confused: same kind of word, same lesson topic, alike in form. */
function likeness(item: PracticeItem, other: PracticeItem, direction: Direction): number {
  const [a, b] = [letters(textOf(item, direction)), letters(textOf(other, direction))];
  const longest = Math.max(a.length, b.length, 1);
  const alike = 1 - editDistance(a, b) / longest;
  const sameKind = item.kind === other.kind ? 3 : 0;
  const samePart = item.details.pos !== undefined && item.details.pos === other.details.pos ? 2 : 0;
  const sameSkill = item.skillId === other.skillId ? 1.5 : 0;
  return sameKind + samePart + sameSkill + alike * 2;
}
