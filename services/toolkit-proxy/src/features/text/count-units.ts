import type { QuotaAmounts } from '../quotas/plans.ts';
import type { TextRequest, TextResult } from '../upstreams/text-request.ts';
import type { UsageUnits } from '../usage/record-usage.ts';

/** English text has about four characters per token; other scripts have fewer, so this is a lower bound there. */
const charactersPerToken = 4;

/** Providers count an inline image of usual size as some hundred tokens. */
const tokensPerImage = 765;

/**
 * Counts what a text cost: by the upstream's own count where it gives one, else by estimate.
 * @returns tokens in and out, and whether they are estimated.
 */
export function countTextUnits(request: TextRequest, result: TextResult): UsageUnits {
  if (result.usage !== null) {
    return { inputUnits: result.usage.inputTokens, outputUnits: result.usage.outputTokens, estimated: false };
  }
  return {
    inputUnits: estimateInputTokens(request),
    outputUnits: estimateTokens(result.text),
    estimated: true,
  };
}

/** Estimates the tokens of a request. */
export function estimateInputTokens({ messages }: TextRequest): number {
  return messages.reduce((sum, { content }) => sum + contentTokens(content), 0);
}

function contentTokens(content: TextRequest['messages'][number]['content']): number {
  if (typeof content === 'string') return estimateTokens(content);
  return content.reduce(
    (sum, part) => sum + (part.type === 'text' ? estimateTokens(part.text) : tokensPerImage),
    0,
  );
}

function estimateTokens(text: string): number {
  return tokensOfLength(text.length);
}

/** Estimates the tokens of a text of so many characters. */
export function tokensOfLength(length: number): number {
  return Math.ceil(length / charactersPerToken);
}

/** Room for an answer when the request does not limit it, and the most that is reserved when it does. */
const usualAnswerTokens = 500;
const maxReservedTokens = 4000;

/**
 * What a request for text may cost, to be reserved beforehand.
 * @param request the conversation, with the client's own limit of tokens if it set one.
 */
export function estimateTextCost(request: TextRequest): QuotaAmounts {
  const { max_completion_tokens: newer, max_tokens: older } = request.openAiBody ?? {};
  const asked = [newer, older].find((limit) => typeof limit === 'number') ?? usualAnswerTokens;
  return { messages: 1, tokens: estimateInputTokens(request) + Math.min(Number(asked), maxReservedTokens) };
}
