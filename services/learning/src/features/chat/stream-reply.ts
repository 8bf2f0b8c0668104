import { createDeadline } from '@linguamate/shared/deadline';
import { commonErrors, toProblem } from '@linguamate/shared/errors';
import { exchangeOf } from '@linguamate/shared/http/exchange';
import { asFailure } from '@linguamate/shared/http/failures';
import type { HttpServer } from '@linguamate/shared/http/server';
import { isUuid } from '@linguamate/shared/ids';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LearningDependencies } from '../../dependencies.ts';
import { answerMessage } from './answer-message.ts';
import { type EventStream, openEventStream } from './event-stream.ts';
import type { Message } from './repository.ts';
import type { Received } from './send-message.ts';
import { toMessageView, toReplyView } from './views.ts';

/** Longest silence on a stream; proxies commonly cut at a minute, phones' networks at half of that. */
const heartbeatMs = 15_000;

/** How far a reader had come before its connection was lost. */
type Place = { readonly attempt: string; readonly offset: number };

/** True when a client asks for events rather than for JSON. */
export function wantsEvents(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/event-stream');
}

/**
 * Answers a stored message as server-sent events: `accepted` (the stored message), `token` (pieces of the answer, with an id that
 * Last-Event-ID can name), `restart` (what was shown so far does not count), then `done` (the whole answer) or `error` (a problem).
 * A client that comes back gets what it has not seen; when the answer was never finished, it begins anew.
 */
export async function streamReply(
  server: HttpServer,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: LearningDependencies,
  received: Received,
): Promise<FastifyReply> {
  const seen = readPlace(request.headers['last-event-id']);
  const { deadline, dispose } = untilClosing(server, request);
  const stream = openEventStream(reply, heartbeatMs);
  try {
    await stream.send('accepted', { userMessage: toMessageView(received.userMessage) });
    await tell(deps, received, deadline, stream, seen);
  } catch (error) {
    const failure = deadline.signal.aborted ? deadline.signal.reason : error;
    exchangeOf(request)?.fail(asFailure(failure));
    await stream.send('error', toProblem(failure, request.id).problem);
  } finally {
    stream.end();
    dispose();
  }
  return reply;
}

async function tell(
  deps: LearningDependencies,
  received: Received,
  deadline: ReturnType<typeof createDeadline>,
  stream: EventStream,
  seen: Place | undefined,
): Promise<void> {
  let [isLive, isBehind] = [false, seen !== undefined];
  const restart = async () => stream.send('restart', {});
  const message = await answerMessage(deps, received, deadline, {
    text: async (piece, { attempt, offset }) => {
      isLive = true;
      if (isBehind) await restart();
      isBehind = false;
      await stream.send('token', { text: piece }, `${attempt}.${offset}`);
    },
    restart,
  });
  if (!isLive) await tellStored(stream, message, seen);
  await stream.send('done', toReplyView(received.userMessage, message));
}

/** Tells an answer that is complete already, from where the reader had come to. */
async function tellStored(stream: EventStream, message: Message, seen: Place | undefined): Promise<void> {
  const { attempt = message.id } = message.details;
  const isSame = seen?.attempt === attempt && seen.offset <= message.text.length;
  if (seen !== undefined && !isSame) await stream.send('restart', {});
  const rest = message.text.slice(isSame ? seen.offset : 0);
  if (rest !== '') await stream.send('token', { text: rest }, `${attempt}.${message.text.length}`);
}

function readPlace(header: string | string[] | undefined): Place | undefined {
  if (typeof header !== 'string') return undefined;
  const [attempt = '', offset = ''] = header.split('.');
  return isUuid(attempt) && /^\d{1,6}$/.test(offset) ? { attempt, offset: Number(offset) } : undefined;
}

/** The request's deadline, cut short when the server begins to close: a stream would keep it from closing. */
function untilClosing(server: HttpServer, request: FastifyRequest) {
  const timeoutMs = Math.max(1, request.deadline.remainingMs());
  const deadline = createDeadline({ timeoutMs, parent: request.deadline.signal });
  const close = () => deadline.abort(commonErrors.shutting_down());
  if (server.closing.aborted) close();
  else server.closing.addEventListener('abort', close, { once: true });
  const dispose = () => {
    server.closing.removeEventListener('abort', close);
    deadline.dispose();
  };
  return { deadline, dispose };
}
