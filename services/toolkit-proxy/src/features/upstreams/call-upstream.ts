import { UpstreamFailure } from './outcome.ts';
import type { AttemptContext } from './run-chain.ts';
import { type OpenResponse, openResponse, type UpstreamCall } from './transport.ts';

/**
 * Sends a call to the upstream of an attempt, with the attempt's key and within the upstream's size limit.
 * @param context upstream, key and clocks.
 * @param call what to send; a body that is a stream has been measured by whoever made it.
 * @throws {UpstreamFailure} `request_too_large`, or what {@link openResponse} throws.
 */
export function callUpstream(context: AttemptContext, call: UpstreamCall): Promise<OpenResponse> {
  const { link, key, watch } = context;
  const { settings, target } = link.upstream;
  if (sizeOf(call.body) > settings.limits.maxRequestBytes) {
    throw new UpstreamFailure({ kind: 'request_too_large' });
  }
  const headers = key === null ? call.headers : { ...call.headers, authorization: `Bearer ${key}` };
  return openResponse(target, { ...call, headers }, watch);
}

function sizeOf(body: UpstreamCall['body']): number {
  return typeof body === 'string' || Buffer.isBuffer(body) ? Buffer.byteLength(body) : 0;
}
