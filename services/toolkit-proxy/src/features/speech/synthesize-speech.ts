import { commonErrors } from '@linguamate/shared/errors';
import { answerOf } from '../../errors.ts';
import type { Espeak } from '../local/espeak.ts';
import type { TextDependencies } from '../text/generate-text.ts';
import { callUpstream } from '../upstreams/call-upstream.ts';
import { UpstreamFailure } from '../upstreams/outcome.ts';
import { modelForPurpose } from '../upstreams/registry.ts';
import {
  type Attempt,
  ChainExhausted,
  type ChainLink,
  type RequestTime,
  runChain,
} from '../upstreams/run-chain.ts';
import { discard, headerText, readBytes } from '../upstreams/transport.ts';

/** What synthesis needs. */
export type SynthesisDependencies = TextDependencies & {
  /** Null where the program is not installed. */
  espeak: Espeak | null;
};

/** A text to speak. */
export type SpeechRequest = {
  text: string;
  voice: string;
  /** Code of the language, for the local voice. */
  language: string | null;
  /** `wav`, `mp3` and so on; null leaves it to the upstream. */
  format: string | null;
  speed: number;
};

/** A recording made of a text, and by whom. */
export type Speech = { audio: Buffer; contentType: string; provider: string };

/**
 * Speaks a text: by an upstream if one can, else by the program on this machine.
 * @param request what to say and how.
 * @param userId the learner, for quotas and ledger.
 * @param time the request's deadline.
 * @param deps upstreams, quotas, the local voice.
 * @throws {ServiceError} `capability_unavailable` when there is neither, or not in the wanted format.
 */
export async function synthesizeSpeech(
  request: SpeechRequest,
  userId: string,
  time: RequestTime,
  deps: SynthesisDependencies,
): Promise<Speech> {
  const chain = deps.registry.chainFor('speech.synthesize', null) ?? [];
  if (chain.length === 0) return await speakLocally(request, time.signal, deps.espeak);
  return await speakUpstream(chain, request, userId, time, deps);
}

async function speakLocally(
  request: SpeechRequest,
  signal: AbortSignal,
  espeak: Espeak | null,
): Promise<Speech> {
  if (espeak === null)
    throw unavailable('Speech synthesis is not set up: no upstream, and espeak-ng is not installed.');
  if (request.format !== null && request.format !== 'wav')
    throw unavailable('Without an upstream speech comes as wav only.');
  const audio = await espeak.speak(request.text, request.language ?? 'en', request.speed, signal);
  return { audio, contentType: 'audio/wav', provider: 'local/espeak-ng' };
}

async function speakUpstream(
  chain: ChainLink[],
  request: SpeechRequest,
  userId: string,
  time: RequestTime,
  deps: SynthesisDependencies,
): Promise<Speech> {
  const operation = 'speech.synthesize';
  const durationMs = time.remainingMs();
  const started = await deps.usage.begin({ userId, operation, estimate: { messages: 1 }, durationMs });
  try {
    const served = await runChain(chain, operation, time, askForSpeech(request), deps.chain);
    started.succeed(served, { inputUnits: request.text.length, outputUnits: 0, estimated: false });
    return { ...served.value, provider: served.link.upstream.id };
  } catch (error) {
    started.fail(error);
    throw error instanceof ChainExhausted ? answerOf(error) : error;
  }
}

function askForSpeech({ text, voice, format, speed }: SpeechRequest): Attempt<Omit<Speech, 'provider'>> {
  return async (context) => {
    const { maxResponseBytes } = context.link.upstream.settings.limits;
    const model = modelForPurpose(context.link, 'speech') ?? 'tts-1';
    const wanted = format === null ? {} : { response_format: format };
    const body = JSON.stringify({ model, input: text, voice, speed, ...wanted });
    const headers = { 'content-type': 'application/json', accept: 'audio/*' };
    const response = await callUpstream(context, { method: 'POST', path: '/audio/speech', headers, body });
    const contentType = headerText(response.headers['content-type']);
    if (!/^(audio\/[\w.+-]+|application\/octet-stream)/i.test(contentType)) {
      discard(response.body);
      throw new UpstreamFailure({ kind: 'bad_answer', reason: 'wrong_type' });
    }
    const audio = await readBytes(response.body, context.watch, maxResponseBytes);
    if (audio.length === 0) throw new UpstreamFailure({ kind: 'bad_answer', reason: 'empty' });
    return { value: { audio, contentType } };
  };
}

function unavailable(detail: string) {
  return commonErrors.capability_unavailable({ detail, extensions: { capability: 'speech.synthesize' } });
}
