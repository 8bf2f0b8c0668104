import { commonErrors } from '@linguamate/shared/errors';
import { answerOf } from '../../errors.ts';
import type { TextDependencies } from '../text/generate-text.ts';
import { multipartBody } from '../uploads/multipart-body.ts';
import type { UploadedFile } from '../uploads/receive-upload.ts';
import { callUpstream } from '../upstreams/call-upstream.ts';
import { UpstreamFailure } from '../upstreams/outcome.ts';
import { modelForPurpose } from '../upstreams/registry.ts';
import {
  type Attempt,
  type AttemptContext,
  ChainExhausted,
  type RequestTime,
  runChain,
  type Served,
} from '../upstreams/run-chain.ts';
import { readJson } from '../upstreams/transport.ts';
import type { Transcript } from './transcript.ts';

/** A recording and what is known about it. */
export type TranscriptionRequest = { file: UploadedFile; language: string | null };

/** What speech recorders of phones produce on average, to estimate a length from a size. */
const bytesPerSecond = 4000;

/**
 * Turns a recording into text with the first upstream that answers. The recording was spooled, so every attempt sends all of it.
 * @param request the recording.
 * @param userId the learner, for the usage ledger.
 * @param time the request's deadline.
 * @param deps upstreams, chain settings, usage recorder.
 * @throws {ServiceError} `capability_unavailable` without a speech upstream, else what the attempt table says.
 */
export async function transcribeAudio(
  request: TranscriptionRequest,
  userId: string,
  time: RequestTime,
  deps: TextDependencies,
): Promise<Served<Transcript>> {
  const chain = deps.registry.chainFor('speech.transcribe', null) ?? [];
  if (chain.length === 0) throw noSpeechUpstream();
  const estimatedSeconds = request.file.content.sizeBytes / bytesPerSecond;
  const started = await deps.usage.begin({
    userId,
    operation: 'speech.transcribe',
    estimate: { audioSeconds: estimatedSeconds },
    durationMs: time.remainingMs(),
  });
  try {
    const served = await runChain(chain, 'speech.transcribe', time, askForTranscript(request), deps.chain);
    const measured = served.value.durationSeconds;
    const inputUnits = measured ?? estimatedSeconds;
    started.succeed(served, { inputUnits, outputUnits: 0, estimated: measured === null });
    return served;
  } catch (error) {
    started.fail(error);
    throw error instanceof ChainExhausted ? answerOf(error) : error;
  }
}

function askForTranscript(request: TranscriptionRequest): Attempt<Transcript> {
  return async (context) => {
    const { dialect, settings } = context.link.upstream;
    const form = transcriptionForm(request, context);
    // Known before a byte is sent: an upstream with a lower limit is passed over instead of being sent half a file.
    if (form.sizeBytes > settings.limits.maxRequestBytes)
      throw new UpstreamFailure({ kind: 'request_too_large' });
    const headers = {
      accept: 'application/json',
      'content-type': form.contentType,
      'content-length': String(form.sizeBytes),
    };
    const { path } = dialect.transcription;
    const response = await callUpstream(context, { method: 'POST', path, headers, body: form.body });
    const body = await readJson(response, context.watch, settings.limits.maxResponseBytes);
    return { value: dialect.transcription.read(body) };
  };
}

function transcriptionForm({ file, language }: TranscriptionRequest, { link }: AttemptContext) {
  const { fileField, fields } = link.upstream.dialect.transcription;
  const content = { field: fileField, type: file.type, content: file.content };
  return multipartBody(fields(language, modelForPurpose(link, 'transcription')), [content]);
}

function noSpeechUpstream() {
  return commonErrors.capability_unavailable({
    detail: 'No AI upstream for speech recognition is configured.',
    extensions: { capability: 'speech.transcribe' },
  });
}
