import { decodeCursor, Page, problemResponses, strictObject, Uuid } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import {
  fingerprintOf,
  idempotencyScope,
  readIdempotencyKey,
  withIdempotency,
} from '@linguamate/shared/idempotency';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { pageById } from '../chat/views.ts';
import { hintFor } from './coach-turn.ts';
import { endSession } from './end-session.ts';
import { dialogueLevels } from './levels.ts';
import { nextLines } from './play-scene.ts';
import { readSession } from './read-session.ts';
import { listSessions } from './repository.ts';
import { sceneRoutes } from './scene.routes.ts';
import {
  HintView,
  ScoreBody,
  ScoreView,
  SessionBody,
  SessionRow,
  SessionsQuery,
  SessionView,
  TurnAnswer,
  TurnBody,
  TurnView,
} from './schemas.ts';
import { scoreMeaning } from './score-meaning.ts';
import { startSession } from './start-session.ts';
import { submitTurn } from './submit-turn.ts';
import { toSessionRow, toSessionView, toTurnView } from './views.ts';

const tags = ['dialogues'];
const security = [{ bearer: [] }];
const path = '/api/dialogues/sessions';
const params = strictObject({ sessionId: Uuid });
const IdCursor = strictObject({ id: Uuid });

/** POST /api/dialogues/sessions: begins a scene; with an Idempotency-Key at most once. */
export function postSession(server: HttpServer, deps: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Begin a scene',
    security,
    body: SessionBody,
    response: { 201: SessionView, ...problemResponses(400, 401, 404, 409, 422) },
  };
  server.post(path, { schema }, async (request, reply) => {
    const { userId } = identityOf(request);
    const idempotent = {
      db: deps.db,
      key: readIdempotencyKey(request.headers['idempotency-key']),
      scope: idempotencyScope(userId, `POST ${path}`),
      fingerprint: fingerprintOf(request.body),
      clock: deps.clock,
    };
    const answer = await withIdempotency(idempotent, async (trx) => ({
      status: 201,
      body: toSessionView(await startSession(deps, trx, userId, request.body)),
    }));
    return reply.code(201).send(answer.body);
  });
}

/** GET /api/dialogues/sessions: own sessions, newest first. */
export function getSessions(server: HttpServer, { db }: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Own dialogues',
    security,
    querystring: SessionsQuery,
    response: { 200: Page(SessionRow), ...problemResponses(400, 401) },
  };
  server.get(path, { schema }, async (request) => {
    const { limit, cursor } = request.query;
    const before = cursor === undefined ? undefined : decodeCursor(cursor, IdCursor).id;
    const found = await listSessions(db, identityOf(request).userId, { before, limit: limit + 1 });
    return pageById(found, limit, toSessionRow);
  });
}

/** GET /api/dialogues/sessions/{sessionId}: a session as it stands. */
export function getSession(server: HttpServer, { db }: LearningDependencies): void {
  const response = { 200: SessionView, ...problemResponses(400, 401, 404) };
  const schema = { tags, summary: 'A dialogue as it stands', security, params, response };
  server.get(`${path}/:sessionId`, { schema }, async (request) =>
    toSessionView(await readSession(db, request.params.sessionId, identityOf(request).userId)),
  );
}

/** POST /api/dialogues/sessions/{sessionId}/turns: says something in the scene. */
export function postTurn(server: HttpServer, deps: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Say something in a scene',
    description:
      'Accuracy compares with the key phrases and the line expected, wherever they stand in the text.',
    security,
    params,
    body: TurnBody,
    response: { 200: TurnAnswer, ...problemResponses(400, 401, 404, 408, 409) },
  };
  server.post(`${path}/:sessionId/turns`, { schema }, async (request) => {
    const identity = identityOf(request);
    const { sessionId } = request.params;
    const { deadline } = request;
    const turn = await submitTurn(deps, identity, { ...request.body, sessionId, deadline });
    const session = toSessionView(await readSession(deps.db, sessionId, identity.userId));
    return { ...turn, degraded: turn.score.semanticSource === 'coverage', session };
  });
}

/** GET /api/dialogues/sessions/{sessionId}/hint: a hint to the learner's next line. */
export function getHint(server: HttpServer, { db }: LearningDependencies): void {
  const response = { 200: HintView, ...problemResponses(400, 401, 404) };
  const schema = { tags, summary: 'A hint; null where the level gives none', security, params, response };
  server.get(`${path}/:sessionId/hint`, { schema }, async (request) => {
    const opened = await readSession(db, request.params.sessionId, identityOf(request).userId);
    const { own } = nextLines(opened.scene, opened.turns);
    return { hint: hintFor(own, dialogueLevels[opened.session.difficulty]) ?? null };
  });
}

/** POST /api/dialogues/sessions/{sessionId}/end: ends a session and says when to play the scene again. */
export function postEnd(server: HttpServer, deps: LearningDependencies): void {
  const response = { 200: SessionView, ...problemResponses(400, 401, 404) };
  const schema = { tags, summary: 'End a dialogue', security, params, response };
  server.post(`${path}/:sessionId/end`, { schema }, async (request) => {
    const { userId } = identityOf(request);
    await endSession(deps, userId, request.params.sessionId);
    return toSessionView(await readSession(deps.db, request.params.sessionId, userId));
  });
}

/** GET /api/dialogues/sessions/{sessionId}/transcript: everything that was said. */
export function getTranscript(server: HttpServer, { db }: LearningDependencies): void {
  const response = {
    200: Type.Object({ turns: Type.Array(TurnView) }),
    ...problemResponses(400, 401, 404),
  };
  const schema = { tags, summary: 'What was said', security, params, response };
  server.get(`${path}/:sessionId/transcript`, { schema }, async (request) => {
    const { turns } = await readSession(db, request.params.sessionId, identityOf(request).userId);
    return { turns: turns.map(toTurnView) };
  });
}

/** POST /api/dialogues/score: how much of a goal a text covers, without a session. */
export function postScore(server: HttpServer, _deps: LearningDependencies): void {
  const response = { 200: ScoreView, ...problemResponses(400, 401) };
  const schema = { tags, summary: 'Share of a goal’s words in a text', security, body: ScoreBody, response };
  server.post('/api/dialogues/score', { schema }, (request) => scoreMeaning(request.body));
}

export const dialogueRoutes = [
  ...sceneRoutes,
  postSession,
  getSessions,
  getSession,
  postTurn,
  getHint,
  postEnd,
  getTranscript,
  postScore,
];
