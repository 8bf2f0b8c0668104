import type { ImageRequest } from '../images/image.ts';
import type { Transcript } from '../speech/transcript.ts';
import type { SizedCall } from './image-calls.ts';
import { openAiDialect } from './openai-dialect.ts';
import { rorkDialect } from './rork-dialect.ts';
import type { TextRequest, TextResult } from './text-request.ts';
import type { UpstreamCall } from './transport.ts';
import type { UpstreamSettings } from './upstream-document.ts';

/** How a kind of upstream is spoken to; pure translations in both directions. */
export type Dialect = {
  /** Builds the request for a text; the key is added by the caller. */
  textCall(request: TextRequest, model: string | null): UpstreamCall;
  /** The same as an event stream in OpenAI's shape; absent when this kind of upstream has none. */
  streamCall?(request: TextRequest, model: string | null): UpstreamCall;
  /**
   * Reads the answer to a text request.
   * @throws {UpstreamFailure} `bad_answer` when the shape is wrong or there is no text.
   */
  readText(body: unknown): TextResult;
  /** Speech recognition: a form with one file. */
  transcription: {
    path: string;
    fileField: string;
    /** The texts of the form. */
    fields(language: string | null, model: string | null): Record<string, string>;
    /**
     * Reads the answer; silence has a transcript too, the empty one.
     * @throws {UpstreamFailure} `bad_answer` when the shape is wrong.
     */
    read(body: unknown): Transcript;
  };
  /** Pictures, new ones and changes. */
  images: {
    call(request: ImageRequest, model: string | null): SizedCall;
    /** The picture in base64, or null when the answer holds none. */
    read(body: unknown): string | null;
  };
};

const dialects: Record<UpstreamSettings['kind'], Dialect> = { rork: rorkDialect, openai: openAiDialect };

/** The dialect of a kind of upstream. */
export function dialectOf(kind: UpstreamSettings['kind']): Dialect {
  return dialects[kind];
}
