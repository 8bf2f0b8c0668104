import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import { normalise, words } from '../grading/normalise.ts';
import { gradingPolicy } from '../grading/policies.ts';
import { readAnswers } from '../practice/content.repository.ts';
import { type CoachCourse, type CoachItem, listSentencesWith } from './coach.repository.ts';
import { languageName } from './coach-phrases.ts';
import type { CoachTask } from './schemas.ts';

type Db = Kysely<LearningSchema>;
const gapMark = '____';
/** A gap in anything shorter is guesswork. */
const minimumWords = 3;

/**
 * How the coach asks for an item. Words are asked for in a sentence of the course, by their meaning, or the other way round in turn;
 * longer texts are always produced, which teaches more.
 *
 * @param count questions that this conversation has had so far
 */
export async function makeTask(
  db: Db,
  course: CoachCourse,
  item: CoachItem,
  count: number,
): Promise<CoachTask> {
  const task: CoachTask = { itemId: item.id, direction: 'to_target', hintsGiven: 0 };
  if (item.kind !== 'word') return task;
  if (count % 3 === 2) return { ...task, direction: 'to_source' };
  const gap = count % 3 === 1 ? await findGap(db, course, item) : undefined;
  return gap === undefined ? task : { ...task, gap };
}

/** The question of a task, in words. */
export function question(course: CoachCourse, item: CoachItem, task: CoachTask): string {
  if (task.gap !== undefined) {
    return `Which word is missing? “${task.gap.sentence}” (${task.gap.translation})`;
  }
  if (task.direction === 'to_source') return `What does “${item.target}” mean?`;
  return `How do you say “${item.source}” in ${languageName(course.targetLanguage)}?`;
}

/** The answers that a task accepts, the main one first. */
export async function acceptedFor(db: Db, task: CoachTask, item: CoachItem): Promise<readonly string[]> {
  if (task.gap !== undefined) return [task.gap.answer];
  const answers = (await readAnswers(db, [item.id])).get(item.id)?.[task.direction] ?? [];
  return answers.length > 0 ? answers : [task.direction === 'to_target' ? item.target : item.source];
}

async function findGap(db: Db, course: CoachCourse, item: CoachItem): Promise<CoachTask['gap']> {
  const policy = gradingPolicy(course.targetLanguage);
  // Where words have no spaces between them, a cut in the middle of one could leave half of it standing.
  if (!policy.spaced) return undefined;
  const wanted = normalise(item.target, policy);
  for (const { target, source } of await listSentencesWith(db, course.id, item.target)) {
    const pieces = target.split(' ');
    const index = pieces.findIndex((piece) => normalise(piece, policy) === wanted);
    const piece = pieces[index];
    if (piece === undefined || words(normalise(target, policy), policy).length < minimumWords) continue;
    const answer = piece.replaceAll(/^\P{L}+|\P{L}+$/gu, '');
    const sentence = pieces.with(index, piece.replace(answer, gapMark)).join(' ');
    return { sentence, translation: source, answer };
  }
  return undefined;
}
