import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { Direction, ExerciseType, ItemDetails } from '../content/item.table.ts';

type Db = Kysely<LearningSchema>;

/** An item with everything that exercises are made from. */
export type PracticeItem = {
  readonly id: string;
  readonly skillId: string;
  readonly ord: number;
  readonly kind: 'word' | 'phrase' | 'sentence';
  readonly target: string;
  readonly source: string;
  readonly details: ItemDetails;
  readonly distractors: readonly string[];
  readonly answers: Record<Direction, readonly string[]>;
};
/** An exercise that a lesson could serve. */
export type PlannedExercise = {
  readonly id: string;
  readonly itemId: string;
  readonly type: ExerciseType;
  readonly direction: Direction;
};
/** A lesson with what building its exercises takes. */
export type LessonOfCourse = {
  readonly lessonId: string;
  readonly title: string;
  readonly xpReward: number;
  readonly skillId: string;
  readonly courseId: string;
  readonly sourceLanguage: string;
  readonly targetLanguage: string;
};

const itemColumns = [
  'items.id',
  'items.skill_id',
  'items.ord',
  'items.kind',
  'items.target_text',
  'items.source_text',
  'items.details',
  'items.distractors',
] as const;
const poolSize = 60;

/** A lesson that `userId` may take: of a public course, or of one of their own. */
export async function findLessonFor(
  db: Db,
  lessonId: string,
  userId: string,
): Promise<LessonOfCourse | undefined> {
  const row = await db
    .selectFrom('lessons')
    .innerJoin('courses', 'courses.id', 'lessons.course_id')
    .select(['lessons.id', 'lessons.title', 'lessons.xp_reward', 'lessons.skill_id', 'lessons.course_id'])
    .select(['courses.source_lang', 'courses.target_lang'])
    .where('lessons.id', '=', lessonId)
    .where('lessons.retired', '=', false)
    .where((where) =>
      where.or([where('courses.visibility', '=', 'public'), where('courses.owner_id', '=', userId)]),
    )
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    lessonId: row.id,
    title: row.title,
    xpReward: row.xp_reward,
    skillId: row.skill_id,
    courseId: row.course_id,
    sourceLanguage: row.source_lang,
    targetLanguage: row.target_lang,
  };
}

/** The exercises of a lesson; those whose items this learner has met least come first. */
export async function listExercises(db: Db, lessonId: string, userId: string): Promise<PlannedExercise[]> {
  const rows = await db
    .selectFrom('exercises')
    .innerJoin('lesson_items', (join) =>
      join
        .onRef('lesson_items.lesson_id', '=', 'exercises.lesson_id')
        .onRef('lesson_items.item_id', '=', 'exercises.item_id'),
    )
    .select(['exercises.id', 'exercises.item_id', 'exercises.type', 'exercises.direction'])
    .select((select) =>
      select
        .selectFrom('attempts')
        .select((attempt) => attempt.fn.countAll<number>().as('count'))
        .where('attempts.user_id', '=', userId)
        .whereRef('attempts.item_id', '=', 'exercises.item_id')
        .as('met'),
    )
    .where('exercises.lesson_id', '=', lessonId)
    .where('exercises.retired', '=', false)
    .orderBy('met')
    .orderBy('lesson_items.ord')
    .orderBy('exercises.id')
    .execute();
  return rows.map((row) => ({ id: row.id, itemId: row.item_id, type: row.type, direction: row.direction }));
}

/** The items of a lesson together with their neighbours in the course, which distractors are taken from. */
export async function readItemPool(db: Db, lesson: LessonOfCourse): Promise<PracticeItem[]> {
  const own = db.selectFrom('lesson_items').select('item_id').where('lesson_id', '=', lesson.lessonId);
  const taught = await db.selectFrom('items').select(itemColumns).where('id', 'in', own).execute();
  const middle = taught[0]?.ord ?? 0;
  const others = await db
    .selectFrom('items')
    .select(itemColumns)
    .where('course_id', '=', lesson.courseId)
    .where('retired', '=', false)
    .where('id', 'not in', own)
    .where('ord', '>=', middle - poolSize)
    .where('ord', '<=', middle + poolSize)
    .orderBy('ord')
    .execute();
  const rows = [...taught, ...others];
  const answers = await readAnswers(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    id: row.id,
    skillId: row.skill_id,
    ord: row.ord,
    kind: row.kind,
    target: row.target_text,
    source: row.source_text,
    details: row.details,
    distractors: row.distractors,
    answers: answers.get(row.id) ?? { to_target: [row.target_text], to_source: [row.source_text] },
  }));
}

/** Accepted answers of items by direction, the main one first. */
export async function readAnswers(
  db: Db,
  itemIds: readonly string[],
): Promise<Map<string, Record<Direction, string[]>>> {
  const answers = new Map<string, Record<Direction, string[]>>();
  if (itemIds.length === 0) return answers;
  const rows = await db
    .selectFrom('accepted_answers')
    .select(['item_id', 'direction', 'text'])
    .where('item_id', 'in', itemIds)
    .orderBy('is_primary', 'desc')
    .orderBy('ord')
    .execute();
  for (const row of rows) {
    const entry = answers.get(row.item_id) ?? { to_target: [], to_source: [] };
    entry[row.direction].push(row.text);
    answers.set(row.item_id, entry);
  }
  return answers;
}
