import type { Clock } from '@linguamate/shared/clock';
import { commonErrors } from '@linguamate/shared/errors';
import type { Kysely } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { seal, unsealWithAny } from '../../secrets.ts';
import { hashLinkToken, makeLinkToken } from '../verification/proofs.ts';
import type { OidcProvider, VouchedPerson } from './provider.ts';
import { insertFlow, takeFlow } from './repository.ts';

const flowLifeMs = 10 * 60_000;
const secretsContext = 'oidc-flow';

export type OidcLogins = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  oidcProviders: readonly OidcProvider[];
  /** Seal what a flow must not lose: the first key seals, all of them open. */
  oidcKeys: readonly [Buffer, ...Buffer[]];
  /** Addresses that a provider may send people back to. */
  redirectUris: readonly string[];
};

export type BegunLogin = { authorizationUrl: string; flowToken: string };

/**
 * Begins a login at another provider.
 *
 * @param redirectUri where the provider sends the person back to; must be one of the configured ones, to the letter
 * @returns where to send the person, and the token by which the same app finishes the login
 * @throws not_found for an unknown provider, validation_failed for a foreign address
 */
export async function beginOidcLogin(
  logins: OidcLogins,
  name: string,
  redirectUri: string,
): Promise<BegunLogin> {
  const provider = findProvider(logins, name);
  if (!logins.redirectUris.includes(redirectUri)) {
    const detail = 'This address is not among those that people may be sent back to.';
    throw commonErrors.validation_failed({ fieldErrors: [{ pointer: '/redirectUri', detail }] });
  }
  const [state, flowToken] = [makeLinkToken(), makeLinkToken()];
  const { url, secrets } = await provider.begin(redirectUri, state);
  const now = new Date(logins.clock.now());
  const secretsSealed = seal(logins.oidcKeys[0], Buffer.from(JSON.stringify(secrets)), secretsContext);
  const flow = { stateHash: hashLinkToken(state), flowHash: hashLinkToken(flowToken), provider: name };
  const expiresAt = new Date(now.getTime() + flowLifeMs);
  await insertFlow(logins.db, { ...flow, redirectUri, secretsSealed }, { now, expiresAt });
  return { authorizationUrl: url, flowToken };
}

/** What came back from the provider, and the token from the beginning. */
export type OidcAnswer = { flowToken: string; code: string; state: string; iss?: string };

/**
 * Redeems what came back from a provider. State and token are used up first, so a repeated or stolen answer is worth nothing.
 *
 * @throws oidc_refused
 */
export async function redeemOidcAnswer(
  logins: OidcLogins,
  name: string,
  answer: OidcAnswer,
): Promise<VouchedPerson> {
  const provider = findProvider(logins, name);
  const hashes = { stateHash: hashLinkToken(answer.state), flowHash: hashLinkToken(answer.flowToken) };
  const flow = await takeFlow(logins.db, hashes, new Date(logins.clock.now()));
  if (flow?.provider !== name) throw authErrors.oidc_refused();
  const secrets = JSON.parse(unsealWithAny(logins.oidcKeys, flow.secretsSealed, secretsContext).toString());
  const url = new URL(flow.redirectUri);
  url.searchParams.set('code', answer.code);
  url.searchParams.set('state', answer.state);
  if (answer.iss !== undefined) url.searchParams.set('iss', answer.iss);
  return await provider.finish(url, answer.state, secrets);
}

function findProvider({ oidcProviders }: OidcLogins, name: string): OidcProvider {
  const provider = oidcProviders.find((candidate) => candidate.name === name);
  if (!provider) throw commonErrors.not_found();
  return provider;
}
