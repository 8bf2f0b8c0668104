import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { Lexicons } from '../content/lexicons.ts';
import type { GradingContext } from '../grading/compare-words.ts';
import { diffWords } from '../grading/diff-words.ts';
import { type Grade, gradeAnswer } from '../grading/grade-answer.ts';
import { normalise } from '../grading/normalise.ts';
import { gradingPolicy } from '../grading/policies.ts';
import { readAnswers } from './content.repository.ts';
import { readCourseForGrading } from './grading.repository.ts';
import type { ServedExercise } from './served-exercise.ts';

type Dependencies = { readonly db: Kysely<LearningSchema>; readonly lexicons: Lexicons };

/** Grades an answer to a served exercise. The keys are read here and nowhere nearer to the client. */
export async function gradeServed(
  deps: Dependencies,
  courseId: string,
  exercise: ServedExercise,
  answer: string,
): Promise<Grade> {
  const context = await gradingContextOf(deps, courseId, exercise.direction);
  const accepted = exercise.keys ?? (await acceptedAnswers(deps.db, exercise));
  // Where everything is there to be picked, a slip of the finger cannot happen: only the very answer counts.
  const isPicked = exercise.choices !== undefined || exercise.type === 'word_order';
  return isPicked ? gradePicked(answer, accepted, context) : gradeAnswer(answer, accepted, context);
}

/** Policy and lexicon for answers of a course in one direction. */
export async function gradingContextOf(
  deps: Dependencies,
  courseId: string,
  direction: 'to_target' | 'to_source',
): Promise<GradingContext> {
  const course = await readCourseForGrading(deps.db, courseId);
  const side = direction === 'to_target' ? 'target' : 'source';
  const language = side === 'target' ? course.targetLanguage : course.sourceLanguage;
  const lexicon = await deps.lexicons.of(courseId, side, course.checksum);
  return { policy: gradingPolicy(language), lexicon };
}

async function acceptedAnswers(
  db: Kysely<LearningSchema>,
  exercise: ServedExercise,
): Promise<readonly string[]> {
  const answers = await readAnswers(db, [exercise.itemId]);
  return answers.get(exercise.itemId)?.[exercise.direction] ?? [];
}

function gradePicked(answer: string, accepted: readonly string[], context: GradingContext): Grade {
  const given = normalise(answer, context.policy);
  const match = accepted.find((text) => normalise(text, context.policy) === given);
  if (match !== undefined) {
    return { verdict: 'exact', correct: true, expected: match, diff: diffWords(answer, match, context) };
  }
  const nearest = gradeAnswer(answer, accepted, context);
  return { ...nearest, verdict: 'wrong', correct: false };
}
