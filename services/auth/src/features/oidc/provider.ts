import { commonErrors } from '@linguamate/shared/errors';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
} from 'openid-client';
import { authErrors } from '../../errors.ts';
import type { OidcProviderConfig } from './provider-config.ts';

const scope = 'openid email profile';
const requestTimeoutSeconds = 10;
const localHosts = ['127.0.0.1', 'localhost', '[::1]'];

/** What a login must bring back so that it is the one that was begun. */
export type FlowSecrets = { verifier: string; nonce: string };

/** What a provider says about somebody. */
export type VouchedPerson = {
  issuer: string;
  subject: string;
  email: string | undefined;
  isEmailVerified: boolean;
  name: string | undefined;
};

export type OidcProvider = {
  name: string;
  begin(redirectUri: string, state: string): Promise<{ url: string; secrets: FlowSecrets }>;
  finish(callbackUrl: URL, state: string, secrets: FlowSecrets): Promise<VouchedPerson>;
};

/**
 * One OpenID provider, found by its issuer. The code flow with PKCE and nonce: the ID token is checked for signature, issuer,
 * audience, times and nonce, and the answer for state and issuer (RFC 9207).
 */
export function createOidcProvider(config: OidcProviderConfig): OidcProvider {
  let discovered: Promise<Configuration> | undefined;
  const discover = () => {
    // A provider that is away now may be back for the next person.
    discovered ??= discoverProvider(config).catch((error: unknown) => {
      discovered = undefined;
      throw commonErrors.upstream_unreachable({
        cause: error,
        message: `OpenID provider ${config.name} is away`,
      });
    });
    return discovered;
  };
  return {
    name: config.name,
    begin: async (redirectUri, state) => {
      const secrets = { verifier: randomPKCECodeVerifier(), nonce: randomNonce() };
      const url = buildAuthorizationUrl(await discover(), {
        redirect_uri: redirectUri,
        scope,
        state,
        nonce: secrets.nonce,
        code_challenge: await calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, secrets };
    },
    finish: async (callbackUrl, state, secrets) =>
      await redeem(await discover(), callbackUrl, state, secrets),
  };
}

async function discoverProvider({
  issuer,
  clientId,
  clientSecret,
}: OidcProviderConfig): Promise<Configuration> {
  const url = new URL(issuer);
  const isLocal = url.protocol === 'http:' && localHosts.includes(url.hostname);
  const execute = isLocal ? [allowInsecureRequests] : [];
  return await discovery(url, clientId, clientSecret, undefined, { execute, timeout: requestTimeoutSeconds });
}

async function redeem(
  configuration: Configuration,
  callbackUrl: URL,
  state: string,
  { verifier, nonce }: FlowSecrets,
): Promise<VouchedPerson> {
  const checks = {
    pkceCodeVerifier: verifier,
    expectedNonce: nonce,
    expectedState: state,
    idTokenExpected: true,
  };
  const tokens = await authorizationCodeGrant(configuration, callbackUrl, checks).catch((error: unknown) => {
    throw authErrors.oidc_refused({ cause: error });
  });
  const claims = tokens.claims();
  if (!claims) throw authErrors.oidc_refused({ message: 'The provider sent no ID token' });
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: typeof claims.email === 'string' ? claims.email : undefined,
    // Some providers send the text "true"; anything else is no promise.
    isEmailVerified: claims.email_verified === true || claims.email_verified === 'true',
    name: typeof claims.name === 'string' ? claims.name : undefined,
  };
}
