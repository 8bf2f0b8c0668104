import { createHash } from 'node:crypto';
import { commonErrors } from '@linguamate/shared/errors';
import type { Identity } from '@linguamate/shared/identity/verifier';
import { newId } from '@linguamate/shared/ids';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { readLearner } from '../learners/read-learner.ts';
import type { Learner } from '../learners/repository.ts';
import { findMessage, type Message, saveMessage } from './repository.ts';
import { findThread, type Thread } from './thread.repository.ts';

type Dependencies = Pick<LearningDependencies, 'db' | 'clock' | 'cache'>;

/** A message of a learner that is stored and waits for its answer. */
export type Received = {
  readonly learner: Learner;
  readonly identity: Identity;
  readonly thread: Thread;
  readonly userMessage: Message;
};

/**
 * Stores what a learner wrote, before anything else happens to it: whatever dies afterwards, the message is there. The same client
 * event id, or the same Idempotency-Key, finds the message that it stored first.
 *
 * @throws thread_not_found, idempotency_key_reused when the id came with another text before
 */
export async function receiveMessage(
  deps: Dependencies,
  identity: Identity,
  request: {
    threadId: string;
    text: string;
    clientEventId?: string | undefined;
    idempotencyKey?: string | undefined;
  },
): Promise<Received> {
  const learner = await readLearner(deps, identity.userId);
  const thread = await findThread(deps.db, request.threadId, identity.userId);
  if (thread === undefined) throw learningErrors.thread_not_found();
  const userMessage = await saveMessage(deps.db, {
    id: newId(),
    threadId: thread.id,
    role: 'learner',
    text: request.text,
    details: {},
    clientEventId: request.clientEventId ?? idOfKey(request.idempotencyKey),
    createdAt: new Date(deps.clock.now()),
  });
  if (userMessage.text !== request.text) throw commonErrors.idempotency_key_reused();
  return { learner, identity, thread, userMessage };
}

/** Finds a stored message of the learner again, whose answer is wanted. Throws thread_not_found, message_not_found. */
export async function findReceived(
  deps: Dependencies,
  identity: Identity,
  request: { threadId: string; messageId: string },
): Promise<Received> {
  const learner = await readLearner(deps, identity.userId);
  const thread = await findThread(deps.db, request.threadId, identity.userId);
  if (thread === undefined) throw learningErrors.thread_not_found();
  const userMessage = await findMessage(deps.db, thread.id, request.messageId);
  if (userMessage?.role !== 'learner') throw learningErrors.message_not_found();
  return { learner, identity, thread, userMessage };
}

/** A key may be any text, client event ids are UUIDs: the digest of a key in the form of one (RFC 9562, version 8) stands for it. */
function idOfKey(key: string | undefined): string | undefined {
  if (key === undefined) return undefined;
  const hex = createHash('sha256').update(`idempotency-key ${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
