import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import { signAccessToken } from '@linguamate/shared/identity/tokens';
import { newId } from '@linguamate/shared/ids';
import type { Kysely } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { TokenIssuer } from '../sessions/issue-tokens.ts';
import { sameHash } from '../verification/proofs.ts';

/** Short: a service simply asks again, and there is no way to take such a token back. */
export const serviceTokenTtlSeconds = 300;
const secretPrefix = 'lms_';
const secretBytes = 32;

export type ClientCredentials = { clientId: string; clientSecret: string; audience: string };

/**
 * Gives a service a token of its own, for calls that are not on behalf of a person (RFC 6749, 4.4). It names the one service it
 * may be shown to, carries no roles, and so opens nothing that belongs to people.
 *
 * @throws client_invalid for an unknown client, a wrong secret, or a service that the client may not call
 */
export async function issueServiceToken(
  { db, tokenIssuer }: { db: Kysely<AuthSchema>; tokenIssuer: TokenIssuer },
  { clientId, clientSecret, audience }: ClientCredentials,
): Promise<string> {
  const client = await db
    .selectFrom('service_clients')
    .selectAll()
    .where('id', '=', clientId)
    .executeTakeFirst();
  // A secret of 256 random bits can be neither guessed nor found by time; the comparison is constant all the same.
  const isGenuine = sameHash(client?.secret_hash ?? null, hashSecret(clientSecret));
  if (!client || !isGenuine || !client.audiences.includes(audience)) throw authErrors.client_invalid();
  const { clock, keyRing, token } = tokenIssuer;
  return await signAccessToken({
    key: await keyRing.signingKey(),
    issuer: token.issuer,
    audience,
    ttlSeconds: serviceTokenTtlSeconds,
    clock,
    claims: {
      sub: client.id,
      sid: client.id,
      roles: [],
      auth_time: Math.floor(clock.now() / 1000),
      amr: ['client'],
    },
  });
}

/**
 * Creates a client, or gives an existing one a new secret and new audiences.
 *
 * @returns the credentials; the secret is shown this once
 */
export async function putServiceClient(
  { db, clock }: { db: Kysely<AuthSchema>; clock: Clock },
  name: string,
  audiences: readonly string[],
): Promise<{ clientId: string; clientSecret: string }> {
  const clientSecret = secretPrefix + randomBytes(secretBytes).toString('base64url');
  const change = { secret_hash: hashSecret(clientSecret), audiences: [...audiences] };
  const id = await transact(db, async (trx) => {
    const row = await trx
      .insertInto('service_clients')
      .values({ id: newId(clock), name, created_at: new Date(clock.now()), ...change })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(change))
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordEvent(trx, clock, {
      action: 'client.created',
      detail: { name, audiences: audiences.join(' ') },
    });
    return row.id;
  });
  return { clientId: id, clientSecret };
}

function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
