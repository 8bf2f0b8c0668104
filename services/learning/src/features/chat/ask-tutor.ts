import type { Deadline } from '@linguamate/shared/deadline';
import { commonErrors, ServiceError } from '@linguamate/shared/errors';
import type { HttpClient } from '@linguamate/shared/http/client';
import { UpstreamError } from '@linguamate/shared/http/upstream-error';
import { Type } from 'typebox';
import { type PromptMessage, renderRepairPrompt } from './prompts/tutor-v2.ts';
import { readChatStream } from './read-stream.ts';
import { keepHonestCorrections, readTutorReply, trimSuggestions } from './read-tutor-reply.ts';
import type { MessageDetails } from './schemas.ts';
import { visibleReply } from './visible-reply.ts';

export type TutorRequest = {
  readonly messages: readonly PromptMessage[];
  readonly learnerText: string;
  readonly language: string;
  /** The learner's own token: toolkit-proxy counts against their quota. */
  readonly token: string;
  readonly deadline: Deadline;
  /** Gets each new piece of the reply as it comes; without it the answer is asked for whole. */
  readonly onText?: ((piece: string) => Promise<void>) | undefined;
};
export type TutorAnswer = { readonly text: string; readonly details: MessageDetails };

const Completion = Type.Object({ completion: Type.String() });
const aiStatuses = new Set([502, 503, 504]);

/**
 * Asks the AI for the tutor's reply. An answer that is not the agreed JSON gets one repair attempt and is else used as plain text.
 * Throws what the HTTP client throws; `isAway` tells whether the coach should take over.
 */
export async function askTutor(toolkit: HttpClient, request: TutorRequest): Promise<TutorAnswer> {
  const completion =
    request.onText === undefined
      ? await completeText(toolkit, request, request.messages)
      : await streamText(toolkit, request, request.onText);
  const parsed = readTutorReply(completion) ?? (await repair(toolkit, request, completion));
  if (parsed === undefined) return { text: plainText(completion), details: {} };
  return {
    text: parsed.reply,
    details: {
      translation: parsed.translation,
      corrections: keepHonestCorrections(parsed.corrections ?? [], request.learnerText, request.language),
      suggestions: trimSuggestions(parsed.suggestions ?? []),
    },
  };
}

/** True when an error means that there is no AI at the moment (or none for this learner), rather than that we did something wrong. */
export function isAway(error: unknown): boolean {
  if (error instanceof UpstreamError) return error.status >= 500 || error.status === 429;
  return error instanceof ServiceError && aiStatuses.has(error.status);
}

/** Asks the AI for a text in one piece. Throws like the HTTP client, and UpstreamError 502 for an empty answer. */
export async function completeText(
  toolkit: HttpClient,
  request: Pick<TutorRequest, 'token' | 'deadline'>,
  messages: readonly PromptMessage[],
): Promise<string> {
  const { completion } = await toolkit.request({
    method: 'POST',
    path: '/api/toolkit/text/llm',
    operation: 'complete text',
    body: { messages },
    bearerToken: request.token,
    deadline: request.deadline,
    responseSchema: Completion,
  });
  if (completion.trim() === '') throw new UpstreamError('toolkit-proxy complete text', { status: 502 });
  return completion;
}

async function streamText(
  toolkit: HttpClient,
  request: TutorRequest,
  onText: (piece: string) => Promise<void>,
): Promise<string> {
  const { body } = await toolkit.stream({
    method: 'POST',
    path: '/api/openai/v1/chat/completions',
    operation: 'stream text',
    headers: { accept: 'text/event-stream' },
    body: { model: 'default', messages: request.messages, stream: true },
    bearerToken: request.token,
    deadline: request.deadline,
  });
  let [completion, shown] = ['', ''];
  try {
    for await (const piece of readChatStream(body)) {
      completion += piece;
      const visible = visibleReply(completion);
      if (visible.length > shown.length) await onText(visible.slice(shown.length));
      if (visible.length > shown.length) shown = visible;
    }
  } catch (error) {
    request.deadline.signal.throwIfAborted();
    if (error instanceof ServiceError) throw error;
    throw commonErrors.upstream_failed({ message: 'the stream broke', cause: error });
  } finally {
    // Ends the call upstream as well when the reader was the one who stopped.
    body.destroy();
  }
  if (completion.trim() === '') throw new UpstreamError('toolkit-proxy stream text', { status: 502 });
  return completion;
}

async function repair(toolkit: HttpClient, request: TutorRequest, completion: string) {
  // Plain prose is a usable answer as it is; only something that tried to be the object is worth a second call.
  if (!completion.includes('"reply"')) return undefined;
  try {
    return readTutorReply(await completeText(toolkit, request, renderRepairPrompt(completion)));
  } catch {
    request.deadline.signal.throwIfAborted();
    return undefined;
  }
}

/** What is left of an answer that nobody could mend: the readable part, never bare JSON if that can be helped. */
function plainText(completion: string): string {
  return visibleReply(completion).trim() || completion.trim();
}
