import { problemResponses, strictObject, Uuid } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { decideReport } from './decide-report.ts';
import type { ReportStatus } from './report.table.ts';
import { reportAnswer } from './report-answer.ts';
import { listReports } from './repository.ts';

const tags = ['reports'];
const security = [{ bearer: [] }];
const Status = Type.Unsafe<ReportStatus>({ type: 'string', enum: ['open', 'accepted', 'rejected'] });
const ReportView = Type.Object({
  id: Uuid,
  direction: Type.String(),
  prompt: Type.String(),
  expected: Type.String(),
  answer: Type.String(),
  status: Status,
  reporters: Type.Integer(),
});

/** POST /api/practice/sessions/{sessionId}/reports: "my answer was right". */
export function postReport(server: HttpServer, deps: LearningDependencies): void {
  server.post(
    '/api/practice/sessions/:sessionId/reports',
    {
      schema: {
        tags,
        summary: 'Report that an answer was right',
        description:
          'For typed answers that were marked wrong. An author decides; accepted answers are regraded for all.',
        security,
        params: strictObject({ sessionId: Uuid }),
        body: strictObject({ clientEventId: Type.String({ format: 'uuid' }) }),
        response: { 202: Type.Object({ id: Uuid, status: Status }), ...problemResponses(400, 401, 404, 422) },
      },
    },
    async (request, reply) => {
      const { sessionId } = request.params;
      const report = await reportAnswer(deps, identityOf(request).userId, { ...request.body, sessionId });
      return reply.code(202).send(report);
    },
  );
}

/** GET /api/courses/{courseId}/reports: what learners say was right, for authors. */
export function getReports(server: HttpServer, { db }: LearningDependencies): void {
  server.get(
    '/api/courses/:courseId/reports',
    {
      schema: {
        tags,
        summary: 'Reported answers',
        security,
        params: strictObject({ courseId: Uuid }),
        querystring: strictObject({
          status: Type.Unsafe<ReportStatus>({
            type: 'string',
            enum: ['open', 'accepted', 'rejected'],
            default: 'open',
          }),
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
        }),
        response: { 200: Type.Object({ items: Type.Array(ReportView) }), ...problemResponses(400, 401, 403) },
      },
    },
    async (request) => ({ items: await listReports(db, request.params.courseId, request.query) }),
  );
}

/** PUT /api/courses/{courseId}/reports/{reportId}/decision: accepts or rejects a reported answer. */
export function putDecision(server: HttpServer, deps: LearningDependencies): void {
  server.put(
    '/api/courses/:courseId/reports/:reportId/decision',
    {
      schema: {
        tags,
        summary: 'Decide a reported answer',
        description: 'Accepting regrades everybody who gave this answer, with scores and XP.',
        security,
        params: strictObject({ courseId: Uuid, reportId: Uuid }),
        body: strictObject({
          status: Type.Unsafe<'accepted' | 'rejected'>({ type: 'string', enum: ['accepted', 'rejected'] }),
        }),
        response: {
          200: Type.Object({ regraded: Type.Integer({ description: 'How many attempts became right.' }) }),
          ...problemResponses(400, 401, 403, 404),
        },
      },
    },
    (request) => decideReport(deps, { ...request.params, ...request.body }),
  );
}

export const reportRoutes = [postReport];
export const authorRoutes = [getReports, putDecision];
