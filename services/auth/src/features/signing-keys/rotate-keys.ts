import type { Clock } from '@linguamate/shared/clock';
import type { Kysely, Transaction } from 'kysely';
import { authErrors } from '../../errors.ts';
import type { AuthSchema } from '../../schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import { jwksMaxAgeSeconds } from './jwks.ts';
import {
  activateNextKey,
  insertKey,
  listLiveKeys,
  lockSigningKeys,
  replaceActiveKey,
  retireKeys,
  type StoredSigningKey,
} from './repository.ts';
import { generateSigningKey } from './signing-key.ts';

const skewSeconds = 60;

export type KeyRotation = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  /** Seals the private halves; 32 bytes. */
  encryptionKey: Buffer;
  accessTokenTtlSeconds: number;
};

/**
 * Makes sure that one key signs and one waits. Safe to call from every instance at once and at every start.
 */
export async function ensureSigningKeys({ db, clock, encryptionKey }: KeyRotation): Promise<void> {
  const now = new Date(clock.now());
  await db.transaction().execute(async (trx) => {
    await lockSigningKeys(trx);
    const keys = await listLiveKeys(trx);
    for (const state of ['active', 'next'] as const) {
      if (!keys.some((key) => key.state === state))
        await insertKey(trx, generateSigningKey(encryptionKey), state, now);
    }
  });
}

/**
 * Lets the waiting key sign, keeps the old one for tokens under way, and prepares a new one.
 *
 * @param options.force rotate even if the waiting key is so young that some verifier may not have seen it (a leaked key)
 * @throws key_too_young when the waiting key has not been published for two lifetimes of the public set
 */
export async function rotateSigningKeys(
  rotation: KeyRotation,
  options: { force?: boolean } = {},
): Promise<void> {
  const { db, clock, encryptionKey } = rotation;
  const now = new Date(clock.now());
  await db.transaction().execute(async (trx) => {
    await lockSigningKeys(trx);
    const waiting = (await listLiveKeys(trx)).find((key) => key.state === 'next');
    if (!options.force && isTooYoung(waiting, now)) throw authErrors.key_too_young();
    await moveKeysOn(trx, encryptionKey, now);
  });
}

/**
 * Rotates when the signing key has signed for long enough, and the waiting one has waited long enough.
 *
 * @param lifeMs how long a key signs
 * @returns whether keys were rotated
 */
export async function rotateIfDue(
  { db, clock, encryptionKey }: KeyRotation,
  lifeMs: number,
): Promise<boolean> {
  const now = new Date(clock.now());
  return await db.transaction().execute(async (trx) => {
    await lockSigningKeys(trx);
    const keys = await listLiveKeys(trx);
    const active = keys.find((key) => key.state === 'active');
    const waiting = keys.find((key) => key.state === 'next');
    const isDue = active?.activatedAt && now.getTime() - active.activatedAt.getTime() >= lifeMs;
    if (!isDue || isTooYoung(waiting, now)) return false;
    await moveKeysOn(trx, encryptionKey, now);
    await recordEvent(trx, clock, { action: 'keys.rotated', detail: { by: 'schedule' } });
    return true;
  });
}

async function moveKeysOn(trx: Transaction<AuthSchema>, encryptionKey: Buffer, now: Date): Promise<void> {
  await replaceActiveKey(trx, now);
  await activateNextKey(trx, now);
  await insertKey(trx, generateSigningKey(encryptionKey), 'next', now);
}

function isTooYoung(waiting: StoredSigningKey | undefined, now: Date): boolean {
  if (!waiting) return true;
  return now.getTime() - waiting.createdAt.getTime() < 2 * jwksMaxAgeSeconds * 1000;
}

/** Takes old keys out of the public set once no token signed with them can still be valid anywhere. Returns how many. */
export async function retireOldKeys({ db, clock, accessTokenTtlSeconds }: KeyRotation): Promise<number> {
  const keepSeconds = accessTokenTtlSeconds + jwksMaxAgeSeconds + skewSeconds;
  return await retireKeys(db, new Date(clock.now() - keepSeconds * 1000));
}
