import { ConfigError } from '@linguamate/shared/config';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';

const Providers = Type.Array(
  Type.Object(
    {
      name: Type.String({ pattern: '^[a-z0-9-]{1,32}$' }),
      issuer: Type.Optional(Type.String({ pattern: '^https?://' })),
      clientId: Type.String({ minLength: 1 }),
      clientSecret: Type.String({ minLength: 1 }),
    },
    { additionalProperties: false },
  ),
);

const wellKnownIssuers: Record<string, string> = {
  google: 'https://accounts.google.com',
  apple: 'https://appleid.apple.com',
};

export type OidcProviderConfig = {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

/**
 * Reads the list of OpenID providers.
 *
 * @param text JSON
 * @throws ConfigError without the text, which holds secrets
 */
export function parseProviders(text: string): OidcProviderConfig[] {
  const list = parseJson(text);
  if (!Value.Check(Providers, list))
    throw problem('must be a JSON list of {name, issuer, clientId, clientSecret}');
  return list.map(withIssuer);
}

function withIssuer(provider: Static<typeof Providers>[number]): OidcProviderConfig {
  const issuer = provider.issuer ?? wellKnownIssuers[provider.name];
  if (issuer === undefined) throw problem(`needs an issuer for ${provider.name}`);
  return { ...provider, issuer };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problem(reason: string): ConfigError {
  return new ConfigError([{ name: 'OIDC_PROVIDERS', reason }]);
}
