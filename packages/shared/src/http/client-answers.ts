import type { Readable } from 'node:stream';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Dispatcher } from 'undici';
import type { Deadline } from '../deadline.ts';
import { ClientClosedError, commonErrors, type Problem, ProblemSchema, ServiceError } from '../errors.ts';
import { UpstreamError } from './upstream-error.ts';

/** An answer whose headers have come. */
export type OpenedCall = { readonly answer: Dispatcher.ResponseData; readonly deadline: Deadline };

/** An answer whose body has not been read. */
export type StreamedAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
};

/** An error of an upstream is read up to here; whoever sends more has nothing to say. */
const maxProblemBytes = 64 * 1024;

/**
 * Reads the body of an answer as JSON and checks it: a service must not trust the shape of what another one sends,
 * least of all one that it does not own.
 *
 * @param name of the upstream, for the operator's text
 * @throws upstream_failed when it is not JSON or does not match; see `callFailure` for the rest
 */
export async function readAnswer<S extends TSchema>(
  { answer, deadline }: OpenedCall,
  name: string,
  schema: S,
): Promise<Static<S>> {
  try {
    const text = await answer.body.text();
    const value: unknown = text === '' ? undefined : parsed(text, name);
    if (Value.Check(schema, value)) return value;
    const [first] = Value.Errors(schema, value);
    const place = `${first?.instancePath ?? ''} ${first?.message ?? ''}`;
    throw commonErrors.upstream_failed({ message: `${name} sent an answer of the wrong shape: ${place}` });
  } catch (error) {
    throw callFailure(error, name, deadline.signal);
  } finally {
    deadline.dispose();
  }
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw commonErrors.upstream_failed({ message: `${name} sent something that is not JSON`, cause: error });
  }
}

/** Hands out an answer as it comes; its deadline goes on until the body has ended. */
export function streamed({ answer, deadline }: OpenedCall): StreamedAnswer {
  answer.body.once('close', deadline.dispose);
  return { status: answer.statusCode, headers: answer.headers, body: answer.body };
}

/**
 * Makes the error for an answer without success, with the problem document if the upstream sent one. Reads the body
 * in any case: an unread body keeps its connection busy for good.
 *
 * @param call upstream and operation, for the operator's text
 */
export async function upstreamError(call: string, answer: Dispatcher.ResponseData): Promise<UpstreamError> {
  const { statusCode: status, headers, body } = answer;
  const flat = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return new UpstreamError(call, {
    status,
    headers: Object.fromEntries(flat),
    problem: await readProblem(body),
  });
}

async function readProblem(body: Dispatcher.ResponseData['body']): Promise<Problem | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    // Leaving the loop destroys the body.
    if (sizeBytes > maxProblemBytes) return undefined;
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return Value.Check(ProblemSchema, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const timeoutCodes = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/**
 * Gives whatever went wrong during a call the form of our catalogue. The address that could not be reached stays in
 * the operator's text.
 *
 * @param signal of the call: when it aborted, its reason is what happened
 */
export function callFailure(error: unknown, name: string, signal: AbortSignal): unknown {
  if (error instanceof ServiceError || error instanceof UpstreamError) return error;
  if (signal.aborted) return signal.reason;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const options = {
    message: `${name}: ${error instanceof Error ? error.message || code : code}`,
    cause: error,
  };
  if (timeoutCodes.has(code)) return commonErrors.upstream_timeout(options);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return commonErrors.upstream_failed(options);
  return commonErrors.upstream_unreachable(options);
}

/** Says in one word how a call ended, for metrics. */
export function outcomeOf(error: unknown): string {
  if (error instanceof UpstreamError) return String(error.status);
  if (error instanceof ClientClosedError) return 'aborted';
  return error instanceof ServiceError ? error.code : 'error';
}
