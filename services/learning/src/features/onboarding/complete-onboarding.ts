import { transact } from '@linguamate/shared/database';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { findCourse } from '../courses/repository.ts';
import { readLearner } from '../learners/read-learner.ts';
import type { PreferenceProfile } from '../preferences/profile.ts';
import { changePreferences } from '../preferences/save-preferences.ts';
import { isTimeZone } from '../progress/calendar.ts';
import { mapAnswers, type OnboardingAnswers, presetOfLevel } from './map-answers.ts';
import { findStartLesson, saveEnrolment, saveStart } from './repository.ts';

/** What a learner needs to begin. */
export type Start = {
  readonly courseId: string;
  readonly level: string;
  readonly startLessonId: string | null;
  readonly profile: PreferenceProfile;
};

/**
 * Turns a learner's first answers into settings, an enrolment and a place to start. May be repeated; the last answers hold. Throws
 * course_not_found, invalid_time_zone.
 */
export async function completeOnboarding(
  deps: Pick<LearningDependencies, 'db' | 'clock' | 'cache'>,
  userId: string,
  answers: OnboardingAnswers,
): Promise<Start> {
  const learner = await readLearner(deps, userId);
  const course = await findCourse(deps.db, userId, answers.courseId);
  if (course === undefined) throw learningErrors.course_not_found();
  const { timeZone } = answers;
  if (timeZone !== undefined && !isTimeZone(timeZone)) throw learningErrors.invalid_time_zone();
  const level = presetOfLevel(answers.level);
  await transact(deps.db, async (trx) => {
    const at = new Date(deps.clock.now());
    await saveStart(trx, learner.userId, { level, targetLanguage: course.targetLanguage, timeZone });
    await saveEnrolment(trx, { userId, courseId: course.id, level, at });
  });
  // Forgets the cached learner as well, whose level and zone have just changed.
  const { profile } = await changePreferences(deps, userId, mapAnswers(answers), { kind: 'any' });
  const cefr = answers.level === 'A0' ? 'A1' : answers.level;
  const startLessonId = (await findStartLesson(deps.db, course.id, cefr)) ?? null;
  return { courseId: course.id, level, startLessonId, profile };
}
