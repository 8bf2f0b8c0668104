import { type Kysely, sql, type Transaction } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import type { GeneratedKey } from './signing-key.ts';
import type { SigningKeyRow, SigningKeyState } from './signing-keys.table.ts';

export type StoredSigningKey = {
  kid: string;
  state: SigningKeyState;
  publicJwk: Record<string, string>;
  privateSealed: Buffer | null;
  createdAt: Date;
  activatedAt: Date | null;
  replacedAt: Date | null;
};

// Any fixed number: it names the one lock that everything which changes keys takes.
const signingKeysLock = 7_041_001;

/** Lets one instance at a time change keys, until the end of the transaction. */
export async function lockSigningKeys(trx: Transaction<AuthSchema>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${signingKeysLock})`.execute(trx);
}

/** Every key that a token may still be checked with, the oldest first. */
export async function listLiveKeys(db: Kysely<AuthSchema>): Promise<StoredSigningKey[]> {
  const rows = await db
    .selectFrom('signing_keys')
    .selectAll()
    .where('state', '<>', 'retired')
    .orderBy('created_at')
    .execute();
  return rows.map(toStoredKey);
}

/** Adds a key in the given state. */
export async function insertKey(
  trx: Transaction<AuthSchema>,
  key: GeneratedKey,
  state: 'next' | 'active',
  now: Date,
): Promise<void> {
  await trx
    .insertInto('signing_keys')
    .values({
      kid: key.kid,
      state,
      public_jwk: JSON.stringify(key.publicJwk),
      private_sealed: key.privateSealed,
      created_at: now,
      activated_at: state === 'active' ? now : null,
      replaced_at: null,
    })
    .execute();
}

/** The active key stops signing for good: its private half is erased at once, its public half stays for tokens under way. */
export async function replaceActiveKey(trx: Transaction<AuthSchema>, now: Date): Promise<void> {
  await trx
    .updateTable('signing_keys')
    .set({ state: 'previous', private_sealed: null, replaced_at: now })
    .where('state', '=', 'active')
    .execute();
}

/** The waiting key begins to sign. */
export async function activateNextKey(trx: Transaction<AuthSchema>, now: Date): Promise<void> {
  await trx
    .updateTable('signing_keys')
    .set({ state: 'active', activated_at: now })
    .where('state', '=', 'next')
    .execute();
}

/** Takes keys replaced before a moment out of the published set. Returns how many. */
export async function retireKeys(db: Kysely<AuthSchema>, replacedBefore: Date): Promise<number> {
  const result = await db
    .updateTable('signing_keys')
    .set({ state: 'retired' })
    .where('state', '=', 'previous')
    .where('replaced_at', '<', replacedBefore)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

function toStoredKey(row: SigningKeyRow): StoredSigningKey {
  return {
    kid: row.kid,
    state: row.state,
    publicJwk: row.public_jwk,
    privateSealed: row.private_sealed,
    createdAt: row.created_at,
    activatedAt: row.activated_at,
    replacedAt: row.replaced_at,
  };
}
