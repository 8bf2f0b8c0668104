import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import type { Kysely } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { seal, unsealWithAny } from '../../secrets.ts';
import { recordEvent } from '../audit/record-event.ts';
import { listAuditEntries } from '../audit/repository.ts';
import { listDevices } from '../devices/repository.ts';
import { type MailBox, notifyUser } from '../mail/request-mail.ts';
import { findUser } from '../users/repository.ts';
import { toUserView } from '../users/schemas.ts';
import type { User } from '../users/user.ts';
import { storeArchive } from './repository.ts';

const auditEntriesInArchive = 10_000;
const archiveContext = 'export-archive';

/** Another service's part of the archive. Throws when it cannot be had now; the job then tries again. */
export type ExportSource = { name: string; collect(userId: string, signal: AbortSignal): Promise<unknown> };

export type Exporter = {
  db: Kysely<AuthSchema>;
  clock: Clock;
  mailBox: MailBox;
  /** Seal archives: the first key seals, all of them open. */
  exportKeys: readonly [Buffer, ...Buffer[]];
  sources: readonly ExportSource[];
};

/**
 * Collects what every service knows about a person into one archive and tells them by mail. An archive without a part would
 * look complete and not be, so either every source answers or the job is repeated.
 */
export async function buildArchive(exporter: Exporter, userId: string, signal: AbortSignal): Promise<void> {
  const { db, clock, mailBox, exportKeys } = exporter;
  const user = await findUser(db, userId);
  if (!user) return;
  const archive = await collect(exporter, user, signal);
  const sealed = seal(
    exportKeys[0],
    Buffer.from(JSON.stringify(archive, null, 2)),
    `${archiveContext}:${userId}`,
  );
  await transact(db, async (trx) => {
    await storeArchive(trx, userId, sealed);
    await recordEvent(trx, clock, { action: 'account.exported', userId });
    await notifyUser(trx, mailBox, userId, 'export-ready');
  });
}

/** Opens a stored archive. */
export function openArchive(keys: readonly Buffer[], userId: string, sealed: Buffer): unknown {
  return JSON.parse(unsealWithAny(keys, sealed, `${archiveContext}:${userId}`).toString());
}

async function collect({ db, clock, sources }: Exporter, user: User, signal: AbortSignal) {
  const now = new Date(clock.now());
  const sessions = await listDevices(db, user.id, now);
  const securityLog = await listAuditEntries(db, { userId: user.id, limit: auditEntriesInArchive });
  const parts: [string, unknown][] = [];
  for (const source of sources) parts.push([source.name, await source.collect(user.id, signal)]);
  const account = { profile: toUserView(user), sessions, securityLog };
  return {
    format: 'linguamate-export-1',
    exportedAt: now.toISOString(),
    account,
    ...Object.fromEntries(parts),
  };
}
