import { commonErrors } from '@linguamate/shared/errors';
import { answerOf } from '../../errors.ts';
import type { TextDependencies } from '../text/generate-text.ts';
import { callUpstream } from '../upstreams/call-upstream.ts';
import { UpstreamFailure } from '../upstreams/outcome.ts';
import { modelForPurpose } from '../upstreams/registry.ts';
import {
  type Attempt,
  ChainExhausted,
  type RequestTime,
  runChain,
  type Served,
} from '../upstreams/run-chain.ts';
import { readJson } from '../upstreams/transport.ts';
import { decodeImage, type Image, type ImageRequest } from './image.ts';

/**
 * Makes a picture with the first upstream that delivers one.
 * @param request what to make, and from which pictures.
 * @param userId the learner, for the usage ledger.
 * @param time the request's deadline.
 * @param deps upstreams, chain settings, usage recorder.
 * @throws {ServiceError} `capability_unavailable` without an image upstream, else what the attempt table says.
 */
export async function makeImage(
  request: ImageRequest,
  userId: string,
  time: RequestTime,
  deps: TextDependencies,
): Promise<Served<Image>> {
  const operation = request.sources.length === 0 ? 'image.generate' : 'image.edit';
  const chain = deps.registry.chainFor(operation, null) ?? [];
  if (chain.length === 0) throw noImageUpstream(operation);
  const durationMs = time.remainingMs();
  const started = await deps.usage.begin({ userId, operation, estimate: { images: 1 }, durationMs });
  try {
    const served = await runChain(chain, operation, time, askForImage(request), deps.chain);
    started.succeed(served, { inputUnits: request.sources.length, outputUnits: 1, estimated: false });
    return served;
  } catch (error) {
    started.fail(error);
    throw error instanceof ChainExhausted ? answerOf(error) : error;
  }
}

function askForImage(request: ImageRequest): Attempt<Image> {
  return async (context) => {
    const { dialect, settings } = context.link.upstream;
    const { call, sizeBytes } = dialect.images.call(request, modelForPurpose(context.link, 'image'));
    if (sizeBytes > settings.limits.maxRequestBytes) throw new UpstreamFailure({ kind: 'request_too_large' });
    const response = await callUpstream(context, call);
    const base64 = dialect.images.read(
      await readJson(response, context.watch, settings.limits.maxResponseBytes),
    );
    const image = base64 === null ? null : decodeImage(base64);
    // What is called an image and is none would break the app that shows it.
    if (image === null) throw new UpstreamFailure({ kind: 'bad_answer', reason: 'unexpected_shape' });
    return { value: image };
  };
}

function noImageUpstream(capability: string) {
  return commonErrors.capability_unavailable({
    detail: 'No AI upstream for images is configured.',
    extensions: { capability },
  });
}
