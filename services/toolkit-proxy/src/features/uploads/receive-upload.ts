import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { commonErrors, type ServiceError } from '@linguamate/shared/errors';
import type { HttpServer } from '@linguamate/shared/http/server';
import type { FastifyRequest } from 'fastify';
import { type SniffedType, sniffLength, sniffType } from './sniff-type.ts';
import { type Spool, SpoolOverflow, spool } from './spool.ts';

/** One file of a form, complete and recognised. */
export type UploadedFile = { field: string; declaredType: string; type: SniffedType; content: Spool };

/** A form: its texts and its files. */
export type Upload = {
  fields: ReadonlyMap<string, string>;
  files: readonly UploadedFile[];
  /** Frees the files. */
  dispose(): Promise<void>;
};

/** What a route accepts. */
export type UploadRules = {
  maxFileBytes: number;
  maxFiles: number;
  /** Names of the fields that hold files. */
  fileFields: readonly string[];
  kind: SniffedType['kind'];
  /** Whether the declared type of a file is acceptable. */
  accepts: (declaredType: string) => boolean;
};

const maxFields = 20;
const maxFieldBytes = 8192;

/** Lets forms through to the handlers of a scope, unread. */
export function acceptForms(scope: HttpServer): void {
  scope.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
}

/**
 * Reads a form. The files are spooled as they come in and checked for size, emptiness and type by their bytes; on any failure
 * everything is freed.
 * @param request a request with a form as its body.
 * @param rules what is acceptable.
 * @throws {ServiceError} 400, 413 or 415.
 */
export async function receiveUpload(request: FastifyRequest, rules: UploadRules): Promise<Upload> {
  const fields = new Map<string, string>();
  const pending: Promise<UploadedFile>[] = [];
  const { signal } = request.deadline;
  try {
    await readForm(request.raw, signal, rules, fields, pending);
    const files = await Promise.all(pending);
    return { fields, files, dispose: () => disposeAll(pending) };
  } catch (error) {
    await disposeAll(pending);
    throw asUploadError(error, rules);
  }
}

function readForm(
  source: IncomingMessage,
  signal: AbortSignal,
  rules: UploadRules,
  fields: Map<string, string>,
  pending: Promise<UploadedFile>[],
): Promise<void> {
  const form = openForm(source, rules);
  const streams: Readable[] = [];
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      source.unpipe(form);
      // A file that is never completed must not be waited for.
      for (const stream of streams) stream.destroy(new Error('the form ended early'));
      // What is still to come is read and dropped, so that the client gets to see the answer.
      source.resume();
      reject(error);
    };
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
    source.once('error', fail);
    form.on('error', () => fail(commonErrors.bad_request({ detail: 'The form is malformed.' })));
    form.on('field', (name, value, _nameCut, valueCut) => {
      if (valueCut) fail(commonErrors.payload_too_large({ detail: `The field ${name} is too long.` }));
      else fields.set(name, value);
    });
    form.on('fieldsLimit', () => fail(commonErrors.bad_request({ detail: 'The form has too many fields.' })));
    form.on('filesLimit', () => fail(commonErrors.bad_request({ detail: 'The form has too many files.' })));
    form.on('file', (field, stream, _name, _encoding, declaredType) => {
      stream.on('error', () => {});
      streams.push(stream);
      const file = takeFile(field, stream, declaredType, rules);
      pending.push(file);
      file.catch(fail);
    });
    form.once('finish', resolve);
    source.pipe(form);
  });
}

function openForm(source: IncomingMessage, rules: UploadRules): BusboyInstance {
  const type = source.headers['content-type'] ?? '';
  try {
    return new Busboy({
      headers: { ...source.headers, 'content-type': type },
      isPartAFile: (_field, partType, fileName) =>
        fileName !== undefined || (partType ?? 'text/plain') !== 'text/plain',
      limits: {
        fields: maxFields,
        fieldSize: maxFieldBytes,
        files: rules.maxFiles,
        // One more than allowed, so that our own check sees the overflow instead of a file cut short.
        fileSize: rules.maxFileBytes + 1,
        headerPairs: 20,
        headerSize: 2048,
      },
    });
  } catch {
    throw commonErrors.unsupported_media_type({
      detail: 'Send the file as multipart/form-data with a boundary.',
    });
  }
}

async function takeFile(
  field: string,
  stream: Readable,
  declaredType: string,
  rules: UploadRules,
): Promise<UploadedFile> {
  if (!rules.fileFields.includes(field)) {
    stream.resume();
    throw missingFile(rules, `The field ${field} must not be a file.`);
  }
  if (!rules.accepts(declaredType)) {
    stream.resume();
    throw unsupported(rules);
  }
  const content = await spool(stream, rules.maxFileBytes, sniffLength);
  const type = sniffType(content.head);
  if (content.sizeBytes > 0 && type?.kind === rules.kind) return { field, declaredType, type, content };
  await content.dispose();
  if (content.sizeBytes === 0) throw commonErrors.bad_request({ detail: 'The file is empty.' });
  throw unsupported(rules);
}

/**
 * The answer to a form without its file, in words that Rork's clients know.
 * @param rules what was expected.
 */
export function missingFile(rules: UploadRules, detail?: string): ServiceError {
  const name = rules.kind === 'audio' ? 'Audio' : 'Image';
  return commonErrors.bad_request({ detail: detail ?? `${name} file is required` });
}

function unsupported(rules: UploadRules): ServiceError {
  const formats =
    rules.kind === 'audio' ? 'WebM, Ogg, WAV, MP3, MP4, AAC, FLAC, CAF or 3GP' : 'PNG, JPEG, WebP or GIF';
  return commonErrors.unsupported_media_type({ detail: `The file must be ${formats}.` });
}

function asUploadError(error: unknown, rules: UploadRules): unknown {
  if (!(error instanceof SpoolOverflow)) return error;
  return commonErrors.payload_too_large({ detail: `A file may have at most ${rules.maxFileBytes} bytes.` });
}

async function disposeAll(pending: readonly Promise<UploadedFile>[]): Promise<void> {
  const settled = await Promise.allSettled(pending);
  for (const result of settled) if (result.status === 'fulfilled') await result.value.content.dispose();
}
