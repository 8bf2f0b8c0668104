import { Readable } from 'node:stream';
import { type SniffedType, sniffLength, sniffType } from '../uploads/sniff-type.ts';
import type { Spool } from '../uploads/spool.ts';

/** A picture with the type that its bytes show. */
export type Image = { type: SniffedType; bytes: Buffer };

/** A picture to make, or to make from others. */
export type ImageRequest = {
  prompt: string;
  /** For instance `1024x1024`; null leaves it to the upstream. */
  size: string | null;
  aspectRatio: string | null;
  /** Pictures to start from; empty for a new one. */
  sources: readonly Image[];
};

/** Reads base64, with or without a data URI in front, as a picture. Returns null when it is none. */
export function decodeImage(text: string): Image | null {
  const base64 = text.replace(/^data:image\/[\w.+-]+;base64,/, '');
  const bytes = Buffer.from(base64, 'base64');
  const type = sniffType(bytes.subarray(0, sniffLength));
  return type?.kind === 'image' ? { type, bytes } : null;
}

/** A picture in memory, as a file that can be sent in a form. */
export function imageAsFile({ bytes }: Image): Spool {
  return {
    sizeBytes: bytes.length,
    head: bytes.subarray(0, sniffLength),
    read: () => Readable.from([bytes]),
    dispose: async () => {},
  };
}
