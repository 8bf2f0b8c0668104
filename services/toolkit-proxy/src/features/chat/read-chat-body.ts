import type { ChatMessage, ContentPart, TextRequest } from '../upstreams/text-request.ts';
import type { ChatBody } from './schemas.ts';

/** The name under which the default chain is listed. */
export const defaultModel = 'default';

/**
 * Translates OpenAI's chat request.
 * @param body the validated body.
 * @returns the conversation, and the body itself for upstreams that speak the same dialect.
 */
export function readChatBody(body: ChatBody): TextRequest {
  // Streaming is decided per attempt, the model's name per upstream.
  const { model, stream: _stream, stream_options: _options, ...rest } = body;
  return {
    messages: body.messages.map(toMessage),
    model: model === defaultModel ? null : model,
    openAiBody: rest,
  };
}

/** True when only an upstream of OpenAI's kind can do what the request asks. */
export function needsOpenAi(body: ChatBody): boolean {
  const wantsTools = (body.tools?.length ?? 0) > 0;
  return wantsTools || (body.response_format !== undefined && body.response_format.type !== 'text');
}

function toMessage({ role, content }: ChatBody['messages'][number]): ChatMessage {
  const simpleRole = role === 'developer' ? 'system' : role === 'tool' ? 'user' : role;
  if (typeof content === 'string') return { role: simpleRole, content };
  const parts = (content ?? []).map(
    (part): ContentPart => (part.type === 'text' ? part : { type: 'image', dataUri: part.image_url.url }),
  );
  return { role: simpleRole, content: parts };
}
