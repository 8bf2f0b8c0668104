import { commonErrors } from '@linguamate/shared/errors';
import type { ChatMessage, TextRequest } from '../upstreams/text-request.ts';
import type { TextBody } from './schemas.ts';

/** Rork's upstream answers 500 to an empty list, so exactly one source of text is insisted on before anything is sent. */
const exactlyOne = 'give either messages or prompt';

/**
 * Translates Rork's request body into a request for text.
 * @param body the validated body.
 * @throws {ServiceError} `validation_failed` when it holds both or neither of `messages` and `prompt`.
 */
export function readTextBody(body: TextBody): TextRequest {
  const { messages, prompt, model = null } = body;
  if ((messages === undefined) === (prompt === undefined)) {
    throw commonErrors.validation_failed({ fieldErrors: [{ pointer: '/messages', detail: exactlyOne }] });
  }
  return {
    messages: messages?.map(toMessage) ?? [{ role: 'user', content: prompt ?? '' }],
    model,
    openAiBody: null,
  };
}

function toMessage({ role, content }: NonNullable<TextBody['messages']>[number]): ChatMessage {
  if (typeof content === 'string') return { role, content };
  const parts = content.map((part) =>
    part.type === 'text'
      ? { type: 'text' as const, text: part.text }
      : { type: 'image' as const, dataUri: toDataUri(part.image) },
  );
  return { role, content: parts };
}

// Bare base64 is what older apps send; JPEG is what a phone's camera makes.
function toDataUri(image: string): string {
  return image.startsWith('data:') ? image : `data:image/jpeg;base64,${image}`;
}
