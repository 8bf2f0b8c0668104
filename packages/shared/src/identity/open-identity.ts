import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { createRedis } from '../redis.ts';
import { createJwksClient } from './jwks.ts';
import { createRevocationFeed, type RevocationFeed } from './revocations.ts';
import { createTokenVerifier, type TokenVerifier } from './verifier.ts';

/** What is needed of a configuration to know who is asking. */
export type IdentityOptions = {
  readonly config: {
    readonly identity: { readonly authUrl: string; readonly issuer: string; readonly audience: string };
    readonly redis: { readonly url: string; readonly prefix: string };
  };
  readonly clock: Clock;
  readonly logger: Logger;
};

/**
 * Puts together what verifies tokens of auth: its published keys, and the feed of revoked sessions. A token of a session that has
 * ended is refused by every service, as nothing trusts that requests come through the gateway.
 *
 * @returns the verifier, and the feed, which the caller starts and stops
 */
export function openIdentity(options: IdentityOptions): {
  revocations: RevocationFeed;
  verifier: TokenVerifier;
} {
  const { config, clock, logger } = options;
  const { authUrl, issuer, audience } = config.identity;
  const jwks = createJwksClient({ url: `${authUrl}/.well-known/jwks.json`, clock, logger });
  const subscriber = createRedis({ url: config.redis.url, role: 'subscriber', logger });
  const revocations = createRevocationFeed({ subscriber, prefix: config.redis.prefix, logger, clock });
  return { revocations, verifier: createTokenVerifier({ jwks, issuer, audience, clock, revocations }) };
}
