/** What the first bytes of a file say that it is. */
export type SniffedType = { mimeType: string; extension: string; kind: 'audio' | 'image' };

type Signature = SniffedType & { matches: (head: Buffer) => boolean };

/** Enough for every signature below. */
export const sniffLength = 16;

const ascii = (text: string, offset = 0) => {
  const wanted = Buffer.from(text, 'latin1');
  return (head: Buffer) => head.subarray(offset, offset + wanted.length).equals(wanted);
};
const both = (a: (head: Buffer) => boolean, b: (head: Buffer) => boolean) => (head: Buffer) =>
  a(head) && b(head);

const audio = (mimeType: string, extension: string, matches: Signature['matches']): Signature => ({
  mimeType,
  extension,
  kind: 'audio',
  matches,
});
const image = (mimeType: string, extension: string, matches: Signature['matches']): Signature => ({
  mimeType,
  extension,
  kind: 'image',
  matches,
});

/** Two bytes with eleven set bits begin an MPEG audio frame, twelve set bits and layer 0 an AAC one. */
const isAacFrame = (head: Buffer) => head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0;
const isMpegFrame = (head: Buffer) =>
  head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0 && head[1] !== 0xff;

const signatures: Signature[] = [
  audio('audio/webm', 'webm', ascii('\x1a\x45\xdf\xa3')),
  audio('audio/ogg', 'ogg', ascii('OggS')),
  audio('audio/wav', 'wav', both(ascii('RIFF'), ascii('WAVE', 8))),
  audio('audio/flac', 'flac', ascii('fLaC')),
  audio('audio/x-caf', 'caf', ascii('caff')),
  audio('audio/3gpp', '3gp', ascii('ftyp3g', 4)),
  audio('audio/mp4', 'm4a', ascii('ftyp', 4)),
  audio('audio/mpeg', 'mp3', ascii('ID3')),
  image('image/png', 'png', ascii('\x89PNG\r\n\x1a\n')),
  image('image/jpeg', 'jpg', ascii('\xff\xd8\xff')),
  image('image/gif', 'gif', ascii('GIF8')),
  image('image/webp', 'webp', both(ascii('RIFF'), ascii('WEBP', 8))),
  audio('audio/aac', 'aac', isAacFrame),
  audio('audio/mpeg', 'mp3', isMpegFrame),
];

/**
 * Recognises a file by its first bytes; names and declared types are the client's claims.
 * @param head the first {@link sniffLength} bytes, or all if there are fewer.
 * @returns null when it is none of the known formats.
 */
export function sniffType(head: Buffer): SniffedType | null {
  const found = signatures.find(({ matches }) => matches(head));
  return found === undefined
    ? null
    : { mimeType: found.mimeType, extension: found.extension, kind: found.kind };
}

/** Types that recorders of browsers and phones declare; some call an audio recording a video. */
const audioTypes = new Set([
  ...[
    'webm',
    'ogg',
    'wav',
    'x-wav',
    'wave',
    'vnd.wave',
    'mpeg',
    'mp3',
    'mp4',
    'x-m4a',
    'm4a',
    'aac',
    'x-aac',
  ],
  ...['flac', 'x-flac', 'x-caf', '3gpp', '3gp', 'opus'],
]);

/**
 * Whether a declared type may be a recording. Only the essence counts: `audio/webm;codecs=opus` is what browsers send.
 * @param declared content type of the part.
 */
export function mayBeAudio(declared: string): boolean {
  const essence = (declared.split(';', 1)[0] ?? '').trim().toLowerCase();
  // A part without a type counts as plain text (RFC 7578 section 4.4); its bytes will tell.
  if (['', 'text/plain', 'application/octet-stream'].includes(essence)) return true;
  const [type, subtype = ''] = essence.split('/');
  return (
    (type === 'audio' && audioTypes.has(subtype)) ||
    ['video/webm', 'video/mp4', 'video/3gpp'].includes(essence)
  );
}
