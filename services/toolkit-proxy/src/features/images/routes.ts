import { buffer } from 'node:stream/consumers';
import { commonErrors } from '@linguamate/shared/errors';
import { problemResponses, strictObject } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import Type from 'typebox';
import type { TextDependencies } from '../text/generate-text.ts';
import {
  missingFile,
  receiveUpload,
  type UploadedFile,
  type UploadRules,
} from '../uploads/receive-upload.ts';
import { servedHeaders } from '../upstreams/served-headers.ts';
import { decodeImage, type Image } from './image.ts';
import { makeImage } from './make-image.ts';

/** Pictures take the longest of all answers. */
const config = { timeoutMs: 60_000 };
const bodyLimitBytes = 8_000_000;
const maxImages = 4;
const defaultSize = '1024x1024';

const Prompt = Type.String({ minLength: 1, maxLength: 32_000 });
const sizePattern = /^([1-9][0-9]{1,3}x[1-9][0-9]{1,3}|auto)$/;
const Size = Type.String({ pattern: sizePattern.source });
const AspectRatio = Type.String({ pattern: '^[1-9][0-9]?:[1-9][0-9]?$' });

const GenerateBody = strictObject({
  prompt: Prompt,
  size: Type.Optional(Size),
  aspectRatio: Type.Optional(AspectRatio),
});

const EditBody = strictObject({
  prompt: Prompt,
  images: Type.Array(
    strictObject({ type: Type.Literal('image'), image: Type.String({ minLength: 4, maxLength: 7_000_000 }) }),
    { minItems: 1, maxItems: maxImages },
  ),
  aspectRatio: Type.Optional(AspectRatio),
});

const RorkImage = Type.Object({
  image: Type.Object({ base64Data: Type.String(), mimeType: Type.String() }),
  size: Type.String(),
});

/** Fields of OpenAI that have no equal here are taken and have no effect. */
const OpenAiGenerateBody = Type.Object({
  prompt: Prompt,
  size: Type.Optional(Type.Union([Size, Type.Null()])),
  n: Type.Optional(Type.Union([Type.Literal(1), Type.Null()])),
  response_format: Type.Optional(Type.Union([Type.Literal('b64_json'), Type.Null()])),
});

const responses = problemResponses(400, 401, 408, 413, 429, 502, 503, 504);

const toRork = ({ type, bytes }: Image, size: string | null) => ({
  image: { base64Data: bytes.toString('base64'), mimeType: type.mimeType },
  // Existing clients insist on a size, which newer upstreams leave out.
  size: size ?? defaultSize,
});

const toOpenAi = ({ bytes }: Image) => ({
  created: Math.floor(Date.now() / 1000),
  data: [{ b64_json: bytes.toString('base64') }],
});

/** `POST /api/toolkit[/v1]/images/generate`: a new picture, in Rork's shape. */
export function postImage(server: HttpServer, deps: TextDependencies): void {
  for (const path of ['/api/toolkit/images/generate', '/api/toolkit/v1/images/generate']) {
    const schema = {
      tags: ['toolkit'],
      summary: 'Generate an image (Rork-compatible)',
      operationId: path.includes('/v1/') ? 'generateImageV1' : 'generateImage',
      body: GenerateBody,
      response: { 200: RorkImage, ...responses },
    };
    server.post(path, { schema, config }, async (request, reply) => {
      const { prompt, size = null, aspectRatio = null } = request.body;
      const asked = { prompt, size, aspectRatio, sources: [] };
      const served = await makeImage(asked, identityOf(request).userId, request.deadline, deps);
      reply.headers(servedHeaders(served));
      return toRork(served.value, size);
    });
  }
}

/** `POST /api/toolkit[/v1]/images/edit`: a picture made from others, in Rork's shape. */
export function postImageEdit(server: HttpServer, deps: TextDependencies): void {
  for (const path of ['/api/toolkit/images/edit', '/api/toolkit/v1/images/edit']) {
    const schema = {
      tags: ['toolkit'],
      summary: 'Edit images (Rork-compatible)',
      operationId: path.includes('/v1/') ? 'editImageV1' : 'editImage',
      body: EditBody,
      response: { 200: RorkImage, ...responses },
    };
    server.post(path, { schema, config, bodyLimit: bodyLimitBytes }, async (request, reply) => {
      const { prompt, images, aspectRatio = null } = request.body;
      const sources = images.map(({ image }, index) => readSource(image, index));
      const asked = { prompt, size: null, aspectRatio, sources };
      const served = await makeImage(asked, identityOf(request).userId, request.deadline, deps);
      reply.headers(servedHeaders(served));
      return toRork(served.value, null);
    });
  }
}

function readSource(text: string, index: number): Image {
  const image = decodeImage(text);
  if (image !== null) return image;
  const detail = 'must be a PNG, JPEG, WebP or GIF in base64';
  throw commonErrors.validation_failed({ fieldErrors: [{ pointer: `/images/${index}/image`, detail }] });
}

/** `POST /api/openai/v1/images/generations`: a new picture, in OpenAI's shape. */
export function postOpenAiImage(server: HttpServer, deps: TextDependencies): void {
  const schema = {
    tags: ['openai'],
    summary: 'Generate an image (OpenAI-compatible)',
    operationId: 'createImage',
    body: OpenAiGenerateBody,
  };
  server.post('/api/openai/v1/images/generations', { schema, config }, async (request, reply) => {
    const { prompt, size } = request.body;
    const asked = { prompt, size: size ?? null, aspectRatio: null, sources: [] };
    const served = await makeImage(asked, identityOf(request).userId, request.deadline, deps);
    reply.headers(servedHeaders(served));
    return toOpenAi(served.value);
  });
}

const editRules: UploadRules = {
  maxFileBytes: bodyLimitBytes,
  maxFiles: maxImages,
  fileFields: ['image', 'image[]'],
  kind: 'image',
  accepts: (declared) => /^(image\/|application\/octet-stream|text\/plain)/i.test(declared),
};

/** `POST /api/openai/v1/images/edits`: a picture made from others, in OpenAI's shape. */
export function postOpenAiImageEdit(server: HttpServer, deps: TextDependencies): void {
  const schema = {
    tags: ['openai'],
    summary: 'Edit images (OpenAI-compatible)',
    operationId: 'createImageEdit',
    consumes: ['multipart/form-data'],
  };
  server.post('/api/openai/v1/images/edits', { schema, config }, async (request, reply) => {
    const upload = await receiveUpload(request, editRules);
    try {
      const prompt = upload.fields.get('prompt')?.trim() ?? '';
      if (prompt === '') throw fieldError('/prompt', 'is required');
      if (upload.files.length === 0) throw missingFile(editRules);
      const size = upload.fields.get('size') ?? null;
      if (size !== null && !sizePattern.test(size)) throw fieldError('/size', 'must be like 1024x1024');
      const sources = await Promise.all(upload.files.map(toImage));
      const asked = { prompt, size, aspectRatio: null, sources };
      const served = await makeImage(asked, identityOf(request).userId, request.deadline, deps);
      reply.headers(servedHeaders(served));
      return toOpenAi(served.value);
    } finally {
      await upload.dispose();
    }
  });
}

async function toImage({ type, content }: UploadedFile): Promise<Image> {
  return { type, bytes: await buffer(content.read()) };
}

function fieldError(pointer: string, detail: string) {
  return commonErrors.validation_failed({ fieldErrors: [{ pointer, detail }] });
}

/** Routes in Rork's shape. */
export const imageRoutes = [postImage, postImageEdit];

/** Routes in OpenAI's shape. */
export const openAiImageRoutes = [postOpenAiImage, postOpenAiImageEdit];
