import { type ImageRequest, imageAsFile } from '../images/image.ts';
import { multipartBody } from '../uploads/multipart-body.ts';
import { isRecord } from './json.ts';
import type { UpstreamCall } from './transport.ts';

/** A call and the exact size of its body in bytes. */
export type SizedCall = { call: UpstreamCall; sizeBytes: number };

function jsonCall(path: string, content: Record<string, unknown>): SizedCall {
  const body = JSON.stringify(content);
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  return { call: { method: 'POST', path, headers, body }, sizeBytes: Buffer.byteLength(body) };
}

/** Rork's image requests: JSON both ways, sources as base64. */
export function rorkImageCall({ prompt, size, aspectRatio, sources }: ImageRequest): SizedCall {
  const ratio = aspectRatio === null ? {} : { aspectRatio };
  if (sources.length === 0) {
    return jsonCall('/images/generate/', { prompt, ...(size === null ? {} : { size }), ...ratio });
  }
  const images = sources.map(({ bytes }) => ({ type: 'image', image: bytes.toString('base64') }));
  return jsonCall('/images/edit/', { prompt, images, ...ratio });
}

/** OpenAI's image requests: JSON for a new picture, a form with files for changes. */
export function openAiImageCall(request: ImageRequest, model: string | null): SizedCall {
  const { prompt, size, sources } = request;
  const fields = { prompt, ...(model === null ? {} : { model }), ...(size === null ? {} : { size }) };
  // The newer models always answer in base64 and refuse to be asked for it.
  const format = model?.startsWith('gpt-image') ? {} : { response_format: 'b64_json' };
  if (sources.length === 0) return jsonCall('/images/generations', { ...fields, ...format, n: 1 });
  const field = sources.length === 1 ? 'image' : 'image[]';
  const files = sources.map((source) => ({ field, type: source.type, content: imageAsFile(source) }));
  const { contentType, sizeBytes, body } = multipartBody({ ...fields, ...format }, files);
  const headers = {
    'content-type': contentType,
    'content-length': String(sizeBytes),
    accept: 'application/json',
  };
  return { call: { method: 'POST', path: '/images/edits', headers, body }, sizeBytes };
}

/** The picture in Rork's answer, in base64; null when there is none. */
export function readRorkImage(body: unknown): string | null {
  const image = isRecord(body) ? body.image : undefined;
  return isRecord(image) && typeof image.base64Data === 'string' ? image.base64Data : null;
}

/** The picture in OpenAI's answer, in base64; an address is not followed and counts as none. */
export function readOpenAiImage(body: unknown): string | null {
  const list = isRecord(body) ? body.data : undefined;
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return isRecord(first) && typeof first.b64_json === 'string' ? first.b64_json : null;
}
