import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { SniffedType } from './sniff-type.ts';
import type { Spool } from './spool.ts';

/** A file to send on. */
export type OutgoingFile = { field: string; type: SniffedType; content: Spool };

/** A form to send: its content type with the boundary, its exact length, its bytes. */
export type MultipartBody = { contentType: string; sizeBytes: number; body: Readable };

/**
 * Writes a form anew. Names and types are ours: nothing of the client's own headers reaches the upstream.
 * @param fields texts by name.
 * @param files spooled files, sent without being held in memory.
 */
export function multipartBody(fields: Record<string, string>, files: readonly OutgoingFile[]): MultipartBody {
  const boundary = `----linguamate${randomUUID().replaceAll('-', '')}`;
  const texts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const heads = files.map(({ field, type }, index) =>
    [
      `--${boundary}`,
      `content-disposition: form-data; name="${field}"; filename="${field}${index}.${type.extension}"`,
      `content-type: ${type.mimeType}`,
      '\r\n',
    ].join('\r\n'),
  );
  const opening = Buffer.from(texts.join(''), 'utf8');
  const closing = Buffer.from(`--${boundary}--\r\n`, 'latin1');
  const fileBytes = files.reduce(
    (sum, { content }, index) => sum + partBytes(heads[index] ?? '', content),
    0,
  );
  async function* bytes(): AsyncGenerator<Buffer> {
    yield opening;
    for (const [index, { content }] of files.entries()) {
      yield Buffer.from(heads[index] ?? '', 'latin1');
      yield* content.read() as AsyncIterable<Buffer>;
      yield lineEnd;
    }
    yield closing;
  }
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    sizeBytes: opening.length + fileBytes + closing.length,
    body: Readable.from(bytes(), { objectMode: false }),
  };
}

const lineEnd = Buffer.from('\r\n', 'latin1');

function partBytes(head: string, content: Spool): number {
  return head.length + content.sizeBytes + lineEnd.length;
}
