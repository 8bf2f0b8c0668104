import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** A file on its way through: kept until it is settled, so that a second attempt can send it again. */
export type Spool = {
  sizeBytes: number;
  /** The first bytes, for recognising the type. */
  head: Buffer;
  /** The whole content from the beginning; may be called again. */
  read(): Readable;
  /** Frees everything; harmless when called again. */
  dispose(): Promise<void>;
};

/** The upload is larger than allowed. */
export class SpoolOverflow extends Error {
  /** @param maxBytes what was allowed. */
  constructor(maxBytes: number) {
    super(`the upload is larger than ${maxBytes} bytes`);
    this.name = 'SpoolOverflow';
  }
}

/** Short recordings never touch the disk; with hundreds of uploads at once memory still stays small. */
const maxMemoryBytes = 262_144;

/**
 * Takes in a stream: the beginning into memory, the rest into a temporary file that nobody else can open and that vanishes with
 * the process, even if that is killed.
 * @param source the upload.
 * @param maxBytes longest upload; the source is destroyed beyond it.
 * @param headBytes how many bytes to keep at hand for sniffing.
 * @throws {SpoolOverflow} beyond the limit; what the source throws when it breaks off.
 */
export async function spool(source: Readable, maxBytes: number, headBytes: number): Promise<Spool> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  let head = Buffer.alloc(0);
  let file: FileHandle | undefined;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw new SpoolOverflow(maxBytes);
      if (head.length < headBytes) head = Buffer.concat([head, chunk]).subarray(0, headBytes);
      if (file === undefined && sizeBytes > maxMemoryBytes) file = await openNameless(chunks);
      if (file === undefined) chunks.push(chunk);
      else await file.write(chunk);
    }
  } catch (error) {
    await file?.close();
    throw error;
  }
  return finished(chunks, file, sizeBytes, head);
}

function finished(chunks: Buffer[], file: FileHandle | undefined, sizeBytes: number, head: Buffer): Spool {
  if (file === undefined) {
    return { sizeBytes, head, read: () => Readable.from(chunks), dispose: async () => {} };
  }
  let closing: Promise<void> | undefined;
  return {
    sizeBytes,
    head,
    read: () => createReadStream('', { fd: file.fd, start: 0, autoClose: false }),
    dispose: () => {
      closing ??= file.close();
      return closing;
    },
  };
}

/** Unlinked at once: the open handle is all that holds the file. */
async function openNameless(chunks: Buffer[]): Promise<FileHandle> {
  const path = join(tmpdir(), `linguamate-upload-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  for (const chunk of chunks.splice(0)) await file.write(chunk);
  return file;
}
