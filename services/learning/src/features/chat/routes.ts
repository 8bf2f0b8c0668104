import { problemResponses, strictObject, Uuid } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { readIdempotencyKey } from '@linguamate/shared/idempotency';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { readLearner } from '../learners/read-learner.ts';
import { acceptCorrection } from './accept-correction.ts';
import { answerMessage } from './answer-message.ts';
import { revokeClaim } from './answering.repository.ts';
import { readQuota } from './quota.ts';
import {
  AcceptedCorrectionView,
  MessageBody,
  QuotaView,
  ReplyView,
  StartersQuery,
  StartersView,
} from './schemas.ts';
import { findReceived, type Received, receiveMessage } from './send-message.ts';
import { listStarters } from './starters.ts';
import { streamReply, wantsEvents } from './stream-reply.ts';
import { threadRoutes } from './thread.routes.ts';
import { toReplyView } from './views.ts';

const tags = ['chat'];
const security = [{ bearer: [] }];
const messagesPath = '/api/chat/threads/:threadId/messages';
const replyResponses = { 200: ReplyView, ...problemResponses(400, 401, 404, 408, 409, 422, 502) };

const howReplies = `With \`Accept: text/event-stream\` the reply comes as server-sent events: \`accepted\`, then \`token\` with \`{"text"}\`, then
\`done\` with the whole reply or \`error\` with a problem; \`restart\` means that what was shown so far does not count. After a lost
connection send the message again with the same clientEventId (or Idempotency-Key), or get its reply, with \`Last-Event-ID\`.
While the AI is away, or when the day's messages are used up, a coach answers from the course and says \`degraded: true\`.`;

/** POST /api/chat/threads/{threadId}/messages: says something and gets the tutor's reply, as JSON or as events. */
export function postMessage(server: HttpServer, deps: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Talk to the tutor',
    description: howReplies,
    security,
    params: strictObject({ threadId: Uuid }),
    body: MessageBody,
    response: replyResponses,
  };
  server.post(messagesPath, { schema }, async (request, reply) => {
    const received = await receiveMessage(deps, identityOf(request), {
      ...request.body,
      threadId: request.params.threadId,
      idempotencyKey: readIdempotencyKey(request.headers['idempotency-key']),
    });
    return respond(server, request, reply, deps, received);
  });
}

const replyParams = strictObject({ threadId: Uuid, messageId: Uuid });

/** GET .../messages/{messageId}/reply: the reply to a stored message; finishes it when it was interrupted. */
export function getReply(server: HttpServer, deps: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'The reply to a message, from where a reader had come to',
    description: howReplies,
    security,
    params: replyParams,
    response: replyResponses,
  };
  server.get(`${messagesPath}/:messageId/reply`, { schema }, async (request, reply) => {
    const received = await findReceived(deps, identityOf(request), request.params);
    return respond(server, request, reply, deps, received);
  });
}

/** DELETE .../messages/{messageId}/reply: stops a reply that is being written; what has been said so far stays. */
export function stopReply(server: HttpServer, deps: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Stop the reply to a message',
    security,
    params: replyParams,
    response: {
      204: { type: 'null', description: 'Stopped, or nothing to stop' },
      ...problemResponses(400, 401, 404),
    },
  };
  server.delete(`${messagesPath}/:messageId/reply`, { schema }, async (request, reply) => {
    const { userMessage } = await findReceived(deps, identityOf(request), request.params);
    await revokeClaim(deps.db, userMessage.id);
    return reply.code(204).send();
  });
}

async function respond(
  server: HttpServer,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: LearningDependencies,
  received: Received,
) {
  if (wantsEvents(request)) return streamReply(server, request, reply, deps, received);
  return toReplyView(received.userMessage, await answerMessage(deps, received, request.deadline));
}

/** POST .../messages/{messageId}/corrections/{position}/accept: makes a card of a correction. */
export function postAcceptedCorrection(server: HttpServer, deps: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Turn a correction into a card',
    description: 'The card is due at once. Accepting the same correction again changes nothing.',
    security,
    params: strictObject({ ...replyParams.properties, position: Type.Integer({ minimum: 0, maximum: 99 }) }),
    response: { 200: AcceptedCorrectionView, ...problemResponses(400, 401, 404) },
  };
  const path = `${messagesPath}/:messageId/corrections/:position/accept`;
  server.post(path, { schema }, (request) =>
    acceptCorrection(deps, identityOf(request).userId, request.params),
  );
}

/** GET /api/chat/quota: what may still be asked today. */
export function getQuota(server: HttpServer, deps: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Messages left today',
    description: 'By the learner’s own day. What the coach answers is never counted.',
    security,
    response: { 200: QuotaView, ...problemResponses(401) },
  };
  server.get('/api/chat/quota', { schema }, async (request) =>
    readQuota(deps, await readLearner(deps, identityOf(request).userId)),
  );
}

/** GET /api/chat/starters: sentences to begin a conversation with. */
export function getStarters(server: HttpServer, deps: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Conversation starters by language, level and topic',
    security,
    querystring: StartersQuery,
    response: { 200: StartersView, ...problemResponses(400, 401, 404) },
  };
  server.get('/api/chat/starters', { schema }, (request) =>
    listStarters(deps, identityOf(request).userId, request.query),
  );
}

export const chatRoutes = [
  ...threadRoutes,
  postMessage,
  getReply,
  stopReply,
  postAcceptedCorrection,
  getQuota,
  getStarters,
];
