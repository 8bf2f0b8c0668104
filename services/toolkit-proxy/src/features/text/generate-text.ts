import { commonErrors } from '@linguamate/shared/errors';
import { answerOf, toolkitErrors } from '../../errors.ts';
import { callUpstream } from '../upstreams/call-upstream.ts';
import { modelOf, type UpstreamRegistry } from '../upstreams/registry.ts';
import {
  type Attempt,
  type AttemptContext,
  type ChainDependencies,
  ChainExhausted,
  type ChainLink,
  type RequestTime,
  runChain,
  type Served,
} from '../upstreams/run-chain.ts';
import type { TextRequest, TextResult } from '../upstreams/text-request.ts';
import { readJson } from '../upstreams/transport.ts';
import type { UsageRecorder } from '../usage/record-usage.ts';
import { countTextUnits, estimateTextCost } from './count-units.ts';

/** What generating text needs. */
export type TextDependencies = {
  registry: UpstreamRegistry;
  chain: ChainDependencies;
  usage: UsageRecorder;
};

/**
 * Generates text for a learner with the first upstream that answers.
 * @param request the conversation.
 * @param userId the learner, for the usage ledger.
 * @param time the request's deadline.
 * @param deps upstreams, chain settings, usage recorder.
 * @returns the text and the way it was come by.
 * @throws {ServiceError} `capability_unavailable` without a text upstream, else what the attempt table says.
 */
export async function generateText(
  request: TextRequest,
  userId: string,
  time: RequestTime,
  deps: TextDependencies,
): Promise<Served<TextResult>> {
  const chain = deps.registry.chainFor('text.generate', request.model);
  if (chain === null) throw toolkitErrors.model_not_found();
  if (chain.length === 0) throw noTextUpstream();
  return await generateTextWith(chain, request, userId, time, deps);
}

/** Like {@link generateText}, with a chain that was chosen already and is not empty. */
export async function generateTextWith(
  chain: ChainLink[],
  request: TextRequest,
  userId: string,
  time: RequestTime,
  deps: TextDependencies,
): Promise<Served<TextResult>> {
  const estimate = estimateTextCost(request);
  const durationMs = time.remainingMs();
  const started = await deps.usage.begin({ userId, operation: 'text.generate', estimate, durationMs });
  try {
    const served = await runChain(chain, 'text.generate', time, askForText(request), deps.chain);
    started.succeed(served, countTextUnits(request, served.value));
    return served;
  } catch (error) {
    started.fail(error);
    throw error instanceof ChainExhausted ? answerOf(error) : error;
  }
}

function askForText(request: TextRequest): Attempt<TextResult> {
  return async (context) => ({ value: await requestText(request, context) });
}

/** One try for a complete text at one upstream. */
export async function requestText(request: TextRequest, context: AttemptContext): Promise<TextResult> {
  const { dialect, settings } = context.link.upstream;
  const response = await callUpstream(context, dialect.textCall(request, modelOf(context.link)));
  return dialect.readText(await readJson(response, context.watch, settings.limits.maxResponseBytes));
}

/** The honest answer of an installation without a text upstream. */
export function noTextUpstream() {
  return commonErrors.capability_unavailable({
    detail: 'No AI upstream for text is configured.',
    extensions: { capability: 'text.generate' },
  });
}
