import type { Clock } from '@linguamate/shared/clock';
import { type KeySource, staticJwks } from '@linguamate/shared/identity/jwks';
import type { SigningKey } from '@linguamate/shared/identity/tokens';
import type { Kysely } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { type PublicKeySet, toKeySet } from './jwks.ts';
import { listLiveKeys, type StoredSigningKey } from './repository.ts';
import { openSigningKey } from './signing-key.ts';

/** How long an instance goes on with what it has read. A rotation reaches every instance within this time. */
const reloadAfterMs = 15_000;
/** A token with an unknown key id makes us look again, but not for every such token. */
const unknownKeyCooldownMs = 1_000;

type Loaded = { signing: SigningKey; keySet: PublicKeySet };

/** The keys of this instance: those it signs with and those it accepts. */
export type KeyRing = KeySource & {
  signingKey(): Promise<SigningKey>;
  keySet(): Promise<PublicKeySet>;
  /** Forgets what was read, so that the next call sees a rotation at once. */
  forget(): void;
};

export type KeyRingOptions = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  /** The keys that may open the private half. */
  encryptionKeys: readonly Buffer[];
};

/**
 * Reads the keys from the database, and again every few seconds, so that a rotation needs no restart anywhere.
 *
 * @throws Error (from its methods) when there is no active key, or when none of the encryption keys opens it
 */
export function createKeyRing(options: KeyRingOptions): KeyRing {
  const cached = createReloading(options);
  const source = staticJwks(() => cached.latest()?.keySet.keys ?? []);
  return {
    signingKey: async () => (await cached.load(reloadAfterMs)).signing,
    keySet: async () => (await cached.load(reloadAfterMs)).keySet,
    forget: cached.forget,
    isCurrent: (kid) => {
      // The answer is that of the last reading; a stale one is renewed in the background for the next question.
      cached.load(reloadAfterMs).catch(() => undefined);
      return source.isCurrent(kid);
    },
    find: async (kid) => {
      await cached.load(reloadAfterMs);
      if (!source.isCurrent(kid)) await cached.load(unknownKeyCooldownMs);
      return await source.find(kid);
    },
  };
}

function createReloading(options: KeyRingOptions) {
  let pending: Promise<Loaded> | undefined;
  let latest: Loaded | undefined;
  let readAtMs = 0;
  const read = async (): Promise<Loaded> => {
    try {
      latest = await readKeys(options);
      return latest;
    } catch (error) {
      // A failed reading is not kept: the next caller tries again.
      pending = undefined;
      throw error;
    }
  };
  return {
    latest: () => latest,
    forget: () => {
      pending = undefined;
    },
    load: async (maxAgeMs: number): Promise<Loaded> => {
      const ageMs = Math.abs(options.clock.now() - readAtMs);
      if (!pending || ageMs >= maxAgeMs) {
        readAtMs = options.clock.now();
        pending = read();
      }
      return await pending;
    },
  };
}

async function readKeys({ db, encryptionKeys }: KeyRingOptions): Promise<Loaded> {
  const keys = await listLiveKeys(db);
  return { signing: findSigningKey(keys, encryptionKeys), keySet: toKeySet(keys) };
}

function findSigningKey(keys: readonly StoredSigningKey[], encryptionKeys: readonly Buffer[]): SigningKey {
  const active = keys.find((key) => key.state === 'active');
  if (!active?.privateSealed) throw new Error('There is no active signing key');
  return openSigningKey(encryptionKeys, active.kid, active.privateSealed);
}
