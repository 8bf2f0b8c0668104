import type { Kysely, Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';

export type StoredFlow = { provider: string; redirectUri: string; secretsSealed: Buffer };

/** Notes a login that begins at a provider. */
export async function insertFlow(
  db: Kysely<AuthSchema>,
  flow: StoredFlow & { stateHash: Buffer; flowHash: Buffer },
  times: { now: Date; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto('oidc_flows')
    .values({
      state_hash: flow.stateHash,
      flow_hash: flow.flowHash,
      provider: flow.provider,
      secrets_sealed: flow.secretsSealed,
      redirect_uri: flow.redirectUri,
      created_at: times.now,
      expires_at: times.expiresAt,
    })
    .execute();
}

/** Uses a login up: of any number of answers at once one goes on. The app must be the one that began it. */
export async function takeFlow(
  db: Kysely<AuthSchema>,
  hashes: { stateHash: Buffer; flowHash: Buffer },
  now: Date,
): Promise<StoredFlow | undefined> {
  const row = await db
    .deleteFrom('oidc_flows')
    .where('state_hash', '=', hashes.stateHash)
    .where('flow_hash', '=', hashes.flowHash)
    .where('expires_at', '>', now)
    .returning(['provider', 'redirect_uri', 'secrets_sealed'])
    .executeTakeFirst();
  return row && { provider: row.provider, redirectUri: row.redirect_uri, secretsSealed: row.secrets_sealed };
}

/** The user that a provider's person is, if they were here before. */
export async function findIdentity(
  db: Kysely<AuthSchema>,
  issuer: string,
  subject: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('oidc_identities')
    .select('user_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return row?.user_id;
}

/** Lets a provider's person be this user from now on. */
export async function insertIdentity(
  trx: Transaction<AuthSchema>,
  identity: { issuer: string; subject: string; userId: string },
  now: Date,
): Promise<void> {
  await trx
    .insertInto('oidc_identities')
    .values({ issuer: identity.issuer, subject: identity.subject, user_id: identity.userId, created_at: now })
    .execute();
}

/** Deletes logins that never came back. Returns how many. */
export async function deleteExpiredFlows(db: Kysely<AuthSchema>, now: Date): Promise<number> {
  const result = await db.deleteFrom('oidc_flows').where('expires_at', '<', now).executeTakeFirst();
  return Number(result.numDeletedRows);
}
