import { problemResponses, strictObject, Uuid } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { withIdempotency } from '@linguamate/shared/idempotency';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import type { LearningDependencies } from '../../dependencies.ts';
import { idempotent } from '../idempotent.ts';
import { readLearner } from '../learners/read-learner.ts';
import { finishPractice } from './finish-session.ts';
import { AnswerBody, AnswerView, FinishView, SessionRequest, SessionView, toAnswerView } from './schemas.ts';
import { publicExercise } from './served-exercise.ts';
import { startSession } from './start-session.ts';
import { submitAnswer } from './submit-answer.ts';

const tags = ['practice'];
const security = [{ bearer: [] }];
const params = strictObject({ sessionId: Uuid });

/** POST /api/practice/sessions: begins practising a lesson. */
export function postSession(server: HttpServer, deps: LearningDependencies): void {
  server.post(
    '/api/practice/sessions',
    {
      schema: {
        tags,
        summary: 'Begin a practice session',
        description: 'With an Idempotency-Key, repeating the request gives the same session.',
        security,
        body: SessionRequest,
        response: { 201: SessionView, ...problemResponses(400, 401, 404, 409, 422) },
      },
    },
    async (request, reply) => {
      const { lessonId, mode = 'lesson' } = request.body;
      // A learner who is new is made outside of the transaction, or one that fails would take them along.
      const { userId } = await readLearner(deps, identityOf(request).userId);
      const { body } = await withIdempotency(idempotent(deps.db, request), async (db) => {
        const session = await startSession({ ...deps, db }, userId, { lessonId, mode });
        const exercises = session.exercises.map(publicExercise);
        return { status: 201, body: { ...session, startedAt: session.startedAt.toISOString(), exercises } };
      });
      return reply.code(201).send(body);
    },
  );
}

/** POST /api/practice/sessions/{sessionId}/answers: grades one answer. */
export function postAnswer(server: HttpServer, deps: LearningDependencies): void {
  server.post(
    '/api/practice/sessions/:sessionId/answers',
    {
      schema: {
        tags,
        summary: 'Answer an exercise of the session',
        description:
          'Graded on the server. The same clientEventId always gives the same result and earns once.',
        security,
        params,
        body: AnswerBody,
        response: { 200: AnswerView, ...problemResponses(400, 401, 404, 409, 422) },
      },
    },
    async (request) => {
      const { sessionId } = request.params;
      const result = await submitAnswer(deps, identityOf(request).userId, { ...request.body, sessionId });
      return toAnswerView(result);
    },
  );
}

/** POST /api/practice/sessions/{sessionId}/finish: ends the session and books what it earned. */
export function postFinish(server: HttpServer, deps: LearningDependencies): void {
  server.post(
    '/api/practice/sessions/:sessionId/finish',
    {
      schema: {
        tags,
        summary: 'Finish the session',
        security,
        params,
        response: { 200: FinishView, ...problemResponses(400, 401, 404) },
      },
    },
    (request) => finishPractice(deps, identityOf(request).userId, request.params.sessionId),
  );
}

export const practiceRoutes = [postSession, postAnswer, postFinish];
