import { problemResponses, strictObject, Timestamp, Uuid } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { findCourse } from '../courses/repository.ts';
import { CourseIdentifier } from '../courses/schemas.ts';
import { readLearner } from '../learners/read-learner.ts';
import { PreferenceProfile } from '../preferences/profile.ts';
import { completeOnboarding } from './complete-onboarding.ts';
import { OnboardingAnswers } from './map-answers.ts';
import { deleteEnrolment, listEnrolments, saveEnrolment } from './repository.ts';

const tags = ['onboarding'];
const security = [{ bearer: [] }];
const params = strictObject({ courseId: CourseIdentifier });
const EnrolmentView = Type.Object({
  courseId: Uuid,
  slug: Type.String(),
  title: Type.String(),
  level: Type.String(),
  enrolledAt: Timestamp,
});

/** POST /api/onboarding: what a learner says about themselves when they begin. */
export function postOnboarding(server: HttpServer, deps: LearningDependencies): void {
  server.post(
    '/api/onboarding',
    {
      schema: {
        tags,
        summary: 'Complete onboarding',
        description: 'Sets preferences, enrols in the course and names the lesson to start with.',
        security,
        body: OnboardingAnswers,
        response: {
          200: Type.Object({
            courseId: Uuid,
            level: Type.String(),
            startLessonId: Type.Union([Uuid, Type.Null()]),
            profile: PreferenceProfile,
          }),
          ...problemResponses(400, 401, 404, 422),
        },
      },
    },
    (request) => completeOnboarding(deps, identityOf(request).userId, request.body),
  );
}

/** GET /api/onboarding/enrolments: the courses that the learner takes. */
export function getEnrolments(server: HttpServer, { db }: LearningDependencies): void {
  server.get(
    '/api/onboarding/enrolments',
    {
      schema: {
        tags,
        summary: 'Own courses',
        security,
        response: { 200: Type.Object({ items: Type.Array(EnrolmentView) }), ...problemResponses(401) },
      },
    },
    async (request) => {
      const enrolments = await listEnrolments(db, identityOf(request).userId);
      return {
        items: enrolments.map((enrolment) => ({
          ...enrolment,
          enrolledAt: enrolment.enrolledAt.toISOString(),
        })),
      };
    },
  );
}

/** PUT /api/courses/{courseId}/enrolment: takes a course. */
export function putEnrolment(server: HttpServer, deps: LearningDependencies): void {
  server.put(
    '/api/courses/:courseId/enrolment',
    {
      schema: {
        tags,
        summary: 'Take a course',
        security,
        params,
        response: { 204: Type.Null({ description: 'Enrolled.' }), ...problemResponses(400, 401, 404) },
      },
    },
    async (request, reply) => {
      const learner = await readLearner(deps, identityOf(request).userId);
      const course = await findCourse(deps.db, learner.userId, request.params.courseId);
      if (course === undefined) throw learningErrors.course_not_found();
      const { userId, proficiencyLevel } = learner;
      const at = new Date(deps.clock.now());
      await saveEnrolment(deps.db, { userId, courseId: course.id, level: proficiencyLevel, at });
      return reply.code(204).send(null);
    },
  );
}

/** DELETE /api/courses/{courseId}/enrolment: leaves a course; what was learned stays. */
export function removeEnrolment(server: HttpServer, { db }: LearningDependencies): void {
  server.delete(
    '/api/courses/:courseId/enrolment',
    {
      schema: {
        tags,
        summary: 'Leave a course',
        security,
        params,
        response: { 204: Type.Null({ description: 'Left.' }), ...problemResponses(400, 401, 404) },
      },
    },
    async (request, reply) => {
      const { userId } = identityOf(request);
      const course = await findCourse(db, userId, request.params.courseId);
      const isGone = course !== undefined && (await deleteEnrolment(db, userId, course.id));
      if (!isGone) throw learningErrors.course_not_found();
      return reply.code(204).send(null);
    },
  );
}

export const onboardingRoutes = [postOnboarding, getEnrolments, putEnrolment, removeEnrolment];
