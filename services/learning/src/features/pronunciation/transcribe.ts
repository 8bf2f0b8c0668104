import { randomBytes } from 'node:crypto';
import type { Deadline } from '@linguamate/shared/deadline';
import { commonErrors } from '@linguamate/shared/errors';
import type { HttpClient } from '@linguamate/shared/http/client';
import { UpstreamError } from '@linguamate/shared/http/upstream-error';
import { Type } from 'typebox';

export type Recording = { readonly bytes: Buffer; readonly language: string };
export type Heard = { readonly text: string; readonly durationSeconds: number | undefined };

const Transcript = Type.Object({ text: Type.String(), duration: Type.Optional(Type.Number()) });
const timeoutMs = 25_000;

/**
 * Has toolkit-proxy write down a recording.
 *
 * @throws capability_unavailable without speech recognition; payload_too_large, unsupported_media_type, rate_limited as toolkit-proxy
 *   says; what the HTTP client throws otherwise
 */
export async function transcribe(
  toolkit: HttpClient,
  recording: Recording,
  caller: { token: string; deadline: Deadline },
): Promise<Heard> {
  try {
    const { text, duration } = await toolkit.request({
      method: 'POST',
      path: '/api/openai/v1/audio/transcriptions',
      operation: 'transcribe audio',
      rawBody: formOf(recording),
      bearerToken: caller.token,
      deadline: caller.deadline,
      timeoutMs,
      responseSchema: Transcript,
    });
    return { text, durationSeconds: duration === undefined || duration <= 0 ? undefined : duration };
  } catch (error) {
    throw error instanceof UpstreamError ? translated(error) : error;
  }
}

/** A form of RFC 7578 with the file last, so that its reader knows the fields before it comes. */
function formOf({ bytes, language }: Recording): { contentType: string; bytes: Uint8Array } {
  const boundary = `linguamate-${randomBytes(16).toString('hex')}`;
  const field = (name: string, value: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const fields = [
    field('model', 'default'),
    field('language', language.split('-')[0] ?? language),
    field('response_format', 'verbose_json'),
    // What kind of audio it is toolkit-proxy reads from the bytes themselves.
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="speech"\r\ncontent-type: application/octet-stream\r\n\r\n`,
  ];
  const form = Buffer.concat([Buffer.from(fields.join('')), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes: form };
}

function translated(error: UpstreamError): Error {
  const retryAfterSeconds = Number(error.headers['retry-after']) || 5;
  switch (error.status) {
    case 413:
      return commonErrors.payload_too_large({ cause: error });
    case 415:
      return commonErrors.unsupported_media_type({
        detail: 'This is no audio that can be read.',
        cause: error,
      });
    case 429:
      return commonErrors.rate_limited({ retryAfterSeconds, cause: error });
    case 501:
    case 503:
      return commonErrors.capability_unavailable({
        detail: 'Speech recognition is not available.',
        cause: error,
      });
    default:
      return error;
  }
}
