import { languageCode, type Transcript } from '../speech/transcript.ts';
import { isRecord } from './json.ts';
import { UpstreamFailure } from './outcome.ts';

/**
 * Reads a transcript; both kinds of upstream use the same names.
 * @param body the parsed answer.
 * @throws {UpstreamFailure} `bad_answer` when there is no text, not even an empty one.
 */
export function readTranscript(body: unknown): Transcript {
  if (!isRecord(body) || typeof body.text !== 'string') {
    throw new UpstreamFailure({ kind: 'bad_answer', reason: 'unexpected_shape' });
  }
  const { text, language, duration } = body;
  const isMeasured = typeof duration === 'number' && Number.isFinite(duration) && duration >= 0;
  return { text, language: languageCode(language), durationSeconds: isMeasured ? duration : null };
}
