/** A part of a message with mixed content; images are inline data, never addresses. */
export type ContentPart = { type: 'text'; text: string } | { type: 'image'; dataUri: string };

/** One message of a conversation. */
export type ChatMessage = { role: 'system' | 'user' | 'assistant'; content: string | ContentPart[] };

/** A request for text in terms of no particular provider. */
export type TextRequest = {
  messages: ChatMessage[];
  /** Public alias of the model; null means the default one. */
  model: string | null;
  /** The whole OpenAI body when the client spoke that dialect, so that tools and formats reach such upstreams unchanged. */
  openAiBody: Record<string, unknown> | null;
};

/** Tokens counted by the upstream. */
export type TokenUsage = { inputTokens: number; outputTokens: number };

/** Generated text in terms of no particular provider. */
export type TextResult = {
  text: string;
  finishReason: string;
  usage: TokenUsage | null;
  /** OpenAI's `choices` as they came, when the upstream spoke that dialect (they may hold tool calls). */
  openAiChoices: unknown[] | null;
};
