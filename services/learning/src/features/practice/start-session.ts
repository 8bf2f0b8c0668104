import { newId } from '@linguamate/shared/ids';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { gradingPolicy } from '../grading/policies.ts';
import { readLearner } from '../learners/read-learner.ts';
import { buildExercise } from './build-exercise.ts';
import { findLessonFor, type LessonOfCourse, listExercises, readItemPool } from './content.repository.ts';
import { readLevel } from './level.repository.ts';
import type { SessionMode } from './practice.table.ts';
import { type Preset, type PresetName, presetNameOf, presets } from './presets.ts';
import { seededRandom } from './random.ts';
import { countFinishedSince, insertSession } from './repository.ts';
import { selectExercises } from './select-exercises.ts';
import type { ServedExercise } from './served-exercise.ts';

/** A session with its exercises, keys included: only its public part may be sent. */
export type StartedSession = {
  readonly id: string;
  readonly lessonId: string;
  readonly mode: SessionMode;
  readonly preset: PresetName;
  readonly maxRetries: number;
  readonly startedAt: Date;
  readonly exercises: readonly ServedExercise[];
};
type Dependencies = Pick<LearningDependencies, 'db' | 'clock' | 'cache'>;
const repeatWindowMs = 24 * 3600 * 1000;

/**
 * Begins a practice session and fixes what it serves: only these exercises can be answered in it, so XP cannot be farmed with
 * invented ones. Throws lesson_not_found, lesson_empty.
 */
export async function startSession(
  deps: Dependencies,
  userId: string,
  request: { lessonId: string; mode: 'lesson' | 'practice' },
): Promise<StartedSession> {
  const learner = await readLearner(deps, userId);
  const lesson = await findLessonFor(deps.db, request.lessonId, userId);
  if (lesson === undefined) throw learningErrors.lesson_not_found();
  const id = newId(deps.clock);
  const preset =
    (await readLevel(deps.db, userId, lesson.courseId)) ?? presetNameOf(learner.proficiencyLevel);
  const exercises = await composeExercises(deps, userId, lesson, presets[preset], id);
  if (exercises.length === 0) throw learningErrors.lesson_empty();
  const startedAt = new Date(deps.clock.now());
  await insertSession(deps.db, {
    id,
    userId,
    courseId: lesson.courseId,
    lessonId: lesson.lessonId,
    mode: request.mode,
    preset,
    served: exercises,
    xpShare: await xpShareOf(deps, userId, lesson.lessonId),
    startedAt,
  });
  const { maxRetries } = presets[preset];
  return { id, lessonId: lesson.lessonId, mode: request.mode, preset, maxRetries, startedAt, exercises };
}

async function composeExercises(
  deps: Dependencies,
  userId: string,
  lesson: LessonOfCourse,
  preset: Preset,
  seed: string,
): Promise<ServedExercise[]> {
  const random = seededRandom(seed);
  const planned = await listExercises(deps.db, lesson.lessonId, userId);
  const pool = await readItemPool(deps.db, lesson);
  const items = new Map(pool.map((item) => [item.id, item]));
  const policies = {
    source: gradingPolicy(lesson.sourceLanguage),
    target: gradingPolicy(lesson.targetLanguage),
  };
  return selectExercises(planned, preset, random).flatMap((exercise) => {
    const item = items.get(exercise.itemId);
    const built = item && buildExercise(exercise, item, { pool, policies, preset, random });
    return built === undefined ? [] : [built];
  });
}

/** Repeating a lesson within a day pays half, then a third...: practice stays worth while and farming does not. */
async function xpShareOf(deps: Dependencies, userId: string, lessonId: string): Promise<number> {
  const since = new Date(deps.clock.now() - repeatWindowMs);
  return 1 / (1 + (await countFinishedSince(deps.db, userId, lessonId, since)));
}
