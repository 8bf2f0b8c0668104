import { setTimeout as sleep } from 'node:timers/promises';
import { createDeadline, type Deadline } from '@linguamate/shared/deadline';
import { newId } from '@linguamate/shared/ids';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { claimAnswer, releaseClaim, renewClaim } from './answering.repository.ts';
import type { TutorAnswer } from './ask-tutor.ts';
import { composeAnswer } from './compose-answer.ts';
import { findReply, type Message, saveMessage } from './repository.ts';
import type { Received } from './send-message.ts';
import { summariseLater } from './summarise.ts';

type Dependencies = Pick<
  LearningDependencies,
  'db' | 'clock' | 'cache' | 'config' | 'lexicons' | 'toolkit' | 'logger' | 'metrics'
>;
/** Follows an answer while it is written. */
export type AnswerListener = {
  /** A new piece of the answer, and the place up to which it is now known. */
  text(piece: string, place: { attempt: string; offset: number }): Promise<void>;
  /** What was told so far does not count: the answer begins anew. */
  restart(): Promise<void>;
};

const renewalMs = 2_000;
const lookAgainMs = 150;

/**
 * Answers a stored message, once: a stored answer is returned as it is, an answer that another request is writing is waited for, and
 * otherwise it is written here. When the caller's time ends nothing is stored, and the next caller begins anew.
 *
 * @throws reply_stopped, or the reason why the deadline ended
 */
export async function answerMessage(
  deps: Dependencies,
  received: Received,
  deadline: Deadline,
  listener?: AnswerListener,
): Promise<Message> {
  const { userMessage } = received;
  const attempt = newId();
  for (;;) {
    const stored = await findReply(deps.db, userMessage.id);
    if (stored !== undefined) return stored;
    if (await claimAnswer(deps.db, userMessage.id, attempt)) break;
    await sleep(lookAgainMs, undefined, { signal: deadline.signal }).catch(() => {
      throw deadline.signal.reason;
    });
  }
  return holdClaim(deps, userMessage.id, attempt, deadline, (held) =>
    write(deps, received, attempt, held, listener),
  );
}

/** Keeps the claim alive while the work goes on, and stops the work when the learner has had the claim taken away. */
async function holdClaim<T>(
  deps: Dependencies,
  messageId: string,
  attempt: string,
  deadline: Deadline,
  work: (held: Deadline) => Promise<T>,
): Promise<T> {
  const held = createDeadline({
    timeoutMs: Math.max(1, deadline.remainingMs()),
    parent: deadline.signal,
  });
  const renew = async () => {
    if (!(await renewClaim(deps.db, messageId, attempt))) held.abort(learningErrors.reply_stopped());
  };
  const timer = setInterval(() => {
    renew().catch((error: unknown) => deps.logger.warn({ err: error }, 'claim not renewed'));
  }, renewalMs);
  try {
    return await work(held);
  } finally {
    clearInterval(timer);
    held.dispose();
    await releaseClaim(deps.db, messageId, attempt);
  }
}

async function write(
  deps: Dependencies,
  received: Received,
  attempt: string,
  deadline: Deadline,
  listener: AnswerListener | undefined,
): Promise<Message> {
  let told = '';
  const onText = async (piece: string) => {
    told += piece;
    await listener?.text(piece, { attempt, offset: told.length });
  };
  const restart = async () => {
    if (told === '') return;
    told = '';
    await listener?.restart();
  };
  try {
    const writing = { deadline, onText: listener && onText, restart };
    const answer = await composeAnswer(deps, received, writing);
    const message = await store(deps, received, attempt, answer);
    // An answer that came in one piece, or that was mended afterwards, is told now.
    if (!message.text.startsWith(told)) await restart();
    if (message.text.length > told.length) await onText(message.text.slice(told.length));
    if (answer.details.degraded !== true) summariseLater(deps, received);
    return message;
  } catch (error) {
    if (told === '' || !isStop(error)) throw error;
    return store(deps, received, attempt, { text: told, details: { stopped: true } });
  }
}

function isStop(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'reply_stopped';
}

function store(
  deps: Dependencies,
  { thread, userMessage }: Received,
  attempt: string,
  answer: TutorAnswer,
): Promise<Message> {
  return saveMessage(deps.db, {
    id: newId(),
    threadId: thread.id,
    role: 'tutor',
    text: answer.text,
    details: { ...answer.details, attempt },
    replyTo: userMessage.id,
    createdAt: new Date(deps.clock.now()),
  });
}
