import { problemResponses, strictObject, Uuid } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { stringify } from 'csv-stringify/sync';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { readLearner } from '../learners/read-learner.ts';
import { findOwner, listCoursePairs, listLoggedReviews, readEverything } from './repository.ts';

const tags = ['exports'];
const security = [{ bearer: [] }];
const csvAnswer = { 200: Type.String({ description: 'text/csv, UTF-8' }) };

/** GET /api/exports/me: everything that is stored about the learner. */
export function getEverything(server: HttpServer, deps: LearningDependencies): void {
  server.get(
    '/api/exports/me',
    {
      schema: {
        tags,
        summary: 'All own data as JSON',
        security,
        response: {
          200: Type.Record(Type.String(), Type.Array(Type.Unknown())),
          ...problemResponses(401),
        },
      },
    },
    async (request, reply) => {
      const { userId } = await readLearner(deps, identityOf(request).userId);
      reply.header('content-disposition', 'attachment; filename="linguamate.json"');
      return readEverything(deps.db, userId);
    },
  );
}

/** GET /api/exports/reviews.csv: the learner's review log. */
export function getReviewLog(server: HttpServer, { db }: LearningDependencies): void {
  server.get(
    '/api/exports/reviews.csv',
    {
      schema: {
        tags,
        summary: 'Own review log as CSV',
        security,
        response: { ...csvAnswer, ...problemResponses(401) },
      },
    },
    async (request, reply) => {
      const reviews = await listLoggedReviews(db, identityOf(request).userId);
      const rows = reviews.map((review) => ({ ...review, reviewedAt: review.reviewedAt.toISOString() }));
      const columns = ['cardId', 'prompt', 'direction', 'rating', 'reviewedAt', 'day', 'latencyMs', 'origin'];
      return sendCsv(reply, 'reviews.csv', columns, rows);
    },
  );
}

/** GET /api/exports/courses/{courseId}.csv: a course as word pairs, for its owner and for authors, since it holds every answer. */
export function getCourseFile(server: HttpServer, { db }: LearningDependencies): void {
  server.get(
    '/api/exports/courses/:courseId',
    {
      schema: {
        tags,
        summary: 'A course as CSV',
        description:
          'One row per accepted translation; can be imported again. For the owner of the course, and for authors.',
        security,
        params: strictObject({ courseId: Uuid }),
        response: { ...csvAnswer, ...problemResponses(400, 401, 404) },
      },
    },
    async (request, reply) => {
      const { userId, roles } = identityOf(request);
      const { courseId } = request.params;
      const course = await findOwner(db, courseId);
      const isAuthor = roles.includes('author') || roles.includes('admin');
      const mayRead =
        course !== undefined && (course.ownerId === userId || (course.ownerId === null && isAuthor));
      if (!mayRead) throw learningErrors.course_not_found();
      return sendCsv(
        reply,
        'course.csv',
        ['source', 'target', 'ipa', 'note'],
        await listCoursePairs(db, courseId),
      );
    },
  );
}

export const exportRoutes = [getEverything, getReviewLog, getCourseFile];

function sendCsv(reply: FastifyReply, name: string, columns: string[], rows: readonly object[]): string {
  reply.header('content-type', 'text/csv; charset=utf-8');
  reply.header('content-disposition', `attachment; filename="${name}"`);
  return stringify([...rows], { header: true, columns });
}
