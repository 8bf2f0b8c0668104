import {
  CursorQuery,
  decodeCursor,
  Page,
  problemResponses,
  strictObject,
  Uuid,
} from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import {
  fingerprintOf,
  idempotencyScope,
  readIdempotencyKey,
  withIdempotency,
} from '@linguamate/shared/idempotency';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { openThread } from './open-thread.ts';
import { listMessages } from './repository.ts';
import {
  MessagesQuery,
  MessageView,
  OpenedThreadView,
  RenameBody,
  ThreadBody,
  ThreadView,
} from './schemas.ts';
import { deleteThread, findThread, listThreads, renameThread } from './thread.repository.ts';
import { pageById, toMessageView, toThreadView } from './views.ts';

const tags = ['chat'];
const security = [{ bearer: [] }];
const params = strictObject({ threadId: Uuid });
const IdCursor = strictObject({ id: Uuid });
const messagesShown = 20;
const path = '/api/chat/threads';

/** POST /api/chat/threads: opens a conversation; with an Idempotency-Key at most one. */
export function postThread(server: HttpServer, deps: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Open a conversation',
    security,
    body: ThreadBody,
    response: { 201: ThreadView, ...problemResponses(400, 401, 404, 409, 422) },
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
      body: toThreadView(await openThread(deps, trx, userId, request.body)),
    }));
    return reply.code(201).send(answer.body);
  });
}

/** GET /api/chat/threads: own conversations, newest first. */
export function getThreads(server: HttpServer, { db }: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Own conversations',
    security,
    querystring: CursorQuery,
    response: { 200: Page(ThreadView), ...problemResponses(400, 401) },
  };
  server.get(path, { schema }, async (request) => {
    const { limit, cursor } = request.query;
    const before = cursor === undefined ? undefined : decodeCursor(cursor, IdCursor).id;
    const found = await listThreads(db, identityOf(request).userId, { before, limit: limit + 1 });
    return pageById(found, limit, toThreadView);
  });
}

/** GET /api/chat/threads/{threadId}: a conversation and its latest messages. */
export function getThread(server: HttpServer, { db }: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'A conversation and its latest messages, oldest first',
    security,
    params,
    response: { 200: OpenedThreadView, ...problemResponses(400, 401, 404) },
  };
  server.get(`${path}/:threadId`, { schema }, async (request) => {
    const thread = await findThread(db, request.params.threadId, identityOf(request).userId);
    if (thread === undefined) throw learningErrors.thread_not_found();
    const messages = await listMessages(db, thread.id, { limit: messagesShown });
    return { ...toThreadView(thread), messages: messages.toReversed().map(toMessageView) };
  });
}

/** PATCH /api/chat/threads/{threadId}: another title. */
export function patchThread(server: HttpServer, { db }: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Rename a conversation',
    security,
    params,
    body: RenameBody,
    response: { 200: ThreadView, ...problemResponses(400, 401, 404) },
  };
  server.patch(`${path}/:threadId`, { schema }, async (request) => {
    const { userId } = identityOf(request);
    const title = request.body.title.trim();
    const thread = await renameThread(db, { id: request.params.threadId, userId, title });
    if (thread === undefined) throw learningErrors.thread_not_found();
    return toThreadView(thread);
  });
}

/** DELETE /api/chat/threads/{threadId}: the conversation and all its messages. */
export function removeThread(server: HttpServer, { db }: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Delete a conversation',
    security,
    params,
    response: { 204: { type: 'null', description: 'Deleted' }, ...problemResponses(400, 401, 404) },
  };
  server.delete(`${path}/:threadId`, { schema }, async (request, reply) => {
    const isDeleted = await deleteThread(db, request.params.threadId, identityOf(request).userId);
    if (!isDeleted) throw learningErrors.thread_not_found();
    return reply.code(204).send();
  });
}

/** GET /api/chat/threads/{threadId}/messages: all messages, newest first. */
export function getMessages(server: HttpServer, { db }: LearningDependencies): void {
  const schema = {
    tags,
    summary: 'Messages of a conversation',
    security,
    params,
    querystring: MessagesQuery,
    response: { 200: Page(MessageView), ...problemResponses(400, 401, 404) },
  };
  server.get(`${path}/:threadId/messages`, { schema }, async (request) => {
    const thread = await findThread(db, request.params.threadId, identityOf(request).userId);
    if (thread === undefined) throw learningErrors.thread_not_found();
    const { limit, cursor } = request.query;
    const before = cursor === undefined ? undefined : decodeCursor(cursor, IdCursor).id;
    return pageById(await listMessages(db, thread.id, { before, limit: limit + 1 }), limit, toMessageView);
  });
}

export const threadRoutes = [postThread, getThreads, getThread, patchThread, removeThread, getMessages];
