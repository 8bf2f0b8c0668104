import { newId } from '@linguamate/shared/ids';
import { sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { Direction, ExerciseType, ItemDetails } from './item.table.ts';

type Trx = Transaction<LearningSchema>;
/** An item to store; its key decides whether it is new or one that learners know. */
export type NewItem = {
  key: string;
  skillId: string;
  ord: number;
  kind: 'word' | 'phrase' | 'sentence';
  target: string;
  source: string;
  details: ItemDetails;
  distractors: string[];
  tags: string[];
};
/** An accepted answer to store, in the order in which authors listed them. */
export type NewAnswer = {
  itemId: string;
  direction: Direction;
  text: string;
  normalised: string;
  isPrimary: boolean;
  ord: number;
};
/** An exercise to store with a first guess of its difficulty on the logit scale. */
export type NewExercise = {
  lessonId: string;
  itemId: string;
  type: ExerciseType;
  direction: Direction;
  difficulty: number;
};
// Postgres takes at most 65,535 parameters in one statement.
const rowsPerStatement = 1000;

/** Refreshes the items of a course by key and retires the others. Returns ids by key. */
export async function replaceItems(
  trx: Trx,
  courseId: string,
  items: readonly NewItem[],
): Promise<Map<string, string>> {
  await trx.updateTable('items').set({ retired: true }).where('course_id', '=', courseId).execute();
  const ids = new Map<string, string>();
  for (const chunk of chunks(items)) {
    const rows = await trx
      .insertInto('items')
      .values(chunk.map((item) => itemValues(courseId, item)))
      .onConflict((conflict) =>
        conflict.columns(['course_id', 'key']).doUpdateSet((update) => ({
          skill_id: update.ref('excluded.skill_id'),
          ord: update.ref('excluded.ord'),
          kind: update.ref('excluded.kind'),
          target_text: update.ref('excluded.target_text'),
          source_text: update.ref('excluded.source_text'),
          details: update.ref('excluded.details'),
          distractors: update.ref('excluded.distractors'),
          tags: update.ref('excluded.tags'),
          retired: false,
        })),
      )
      .returning(['id', 'key'])
      .execute();
    for (const row of rows) ids.set(row.key, row.id);
  }
  return ids;
}

function itemValues(courseId: string, item: NewItem) {
  return {
    id: newId(),
    course_id: courseId,
    skill_id: item.skillId,
    key: item.key,
    ord: item.ord,
    kind: item.kind,
    target_text: item.target,
    source_text: item.source,
    details: JSON.stringify(item.details),
    distractors: item.distractors,
    tags: item.tags,
  };
}

/** Replaces what authors accept; answers accepted from learners' reports stay. */
export async function replaceAnswers(
  trx: Trx,
  courseId: string,
  answers: readonly NewAnswer[],
): Promise<void> {
  await trx
    .deleteFrom('accepted_answers')
    .where('origin', '=', 'author')
    .where('item_id', 'in', (select) =>
      select.selectFrom('items').select('id').where('course_id', '=', courseId),
    )
    .execute();
  for (const chunk of chunks(answers)) {
    const values = chunk.map((answer) => ({
      id: newId(),
      item_id: answer.itemId,
      direction: answer.direction,
      text: answer.text,
      text_norm: answer.normalised,
      is_primary: answer.isPrimary,
      ord: answer.ord,
      origin: 'author' as const,
    }));
    await trx
      .insertInto('accepted_answers')
      .values(values)
      .onConflict((conflict) =>
        conflict.columns(['item_id', 'direction', 'text']).doUpdateSet((update) => ({
          is_primary: update.ref('excluded.is_primary'),
          ord: update.ref('excluded.ord'),
          origin: 'author',
        })),
      )
      .execute();
  }
}

/** Replaces which items each lesson of the course teaches, and in which order. */
export async function replaceLessonItems(
  trx: Trx,
  courseId: string,
  rows: readonly { lessonId: string; itemId: string; ord: number }[],
): Promise<void> {
  await trx
    .deleteFrom('lesson_items')
    .where('lesson_id', 'in', (select) =>
      select.selectFrom('lessons').select('id').where('course_id', '=', courseId),
    )
    .execute();
  for (const chunk of chunks(rows)) {
    const values = chunk.map((row) => ({ lesson_id: row.lessonId, item_id: row.itemId, ord: row.ord }));
    await trx.insertInto('lesson_items').values(values).execute();
  }
}

/** Adds the exercises that are new and retires those that the course no longer has; learnt difficulties stay. */
export async function replaceExercises(
  trx: Trx,
  courseId: string,
  exercises: readonly NewExercise[],
): Promise<void> {
  await sql`update exercises set retired = true from lessons
    where lessons.id = exercises.lesson_id and lessons.course_id = ${courseId}`.execute(trx);
  for (const chunk of chunks(exercises)) {
    const values = chunk.map((exercise) => ({
      id: newId(),
      lesson_id: exercise.lessonId,
      item_id: exercise.itemId,
      type: exercise.type,
      direction: exercise.direction,
      difficulty: exercise.difficulty,
    }));
    await trx
      .insertInto('exercises')
      .values(values)
      .onConflict((conflict) =>
        conflict.columns(['lesson_id', 'item_id', 'type', 'direction']).doUpdateSet({ retired: false }),
      )
      .execute();
  }
}

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    yield rows.slice(start, start + rowsPerStatement);
  }
}
