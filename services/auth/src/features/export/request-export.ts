import { transact } from '@linguamate/shared/database';
import { commonErrors } from '@linguamate/shared/errors';
import { authErrors } from '../../errors.ts';
import type { Prepare } from '../mail/send-mail.ts';
import { putToken, takeToken } from '../password-reset/repository.ts';
import { confirmOwner, type PasswordChanger } from '../passwords/change-password.ts';
import { findAccount } from '../users/repository.ts';
import { hashLinkToken, makeLinkToken } from '../verification/proofs.ts';
import { type Exporter, openArchive } from './build-archive.ts';
import { putExportRequest, takeArchive } from './repository.ts';

const dayMs = 86_400_000;

/** How long an archive waits to be fetched. */
export const archiveLifeMs = dayMs;

/**
 * Notes that somebody wants all their data; the worker collects it. Once a day is enough.
 *
 * @throws step_up_required, invalid_credentials, rate_limited
 */
export async function requestExport(
  exporting: PasswordChanger,
  owner: { userId: string; password: string | undefined; authTime: number; source: string },
): Promise<void> {
  const account = await findAccount(exporting.db, owner.userId);
  if (!account) throw commonErrors.unauthenticated();
  await confirmOwner(exporting, account, owner);
  const now = new Date(exporting.clock.now());
  const notBefore = new Date(now.getTime() - dayMs);
  const isNoted = await transact(exporting.db, (trx) =>
    putExportRequest(trx, owner.userId, { now, notBefore }),
  );
  if (!isNoted) throw commonErrors.rate_limited({ retryAfterSeconds: dayMs / 1000 });
}

/** Prepares the mail that an archive is ready: makes the token of its link, which works once. */
export function prepareExportMail({ clock, appUrl }: { clock: Exporter['clock']; appUrl: string }): Prepare {
  return async (trx, mail) => {
    if (!mail.userId) return undefined;
    const token = makeLinkToken();
    const now = new Date(clock.now());
    const entry = { userId: mail.userId, purpose: 'export-download', hash: hashLinkToken(token) } as const;
    await putToken(trx, entry, { now, expiresAt: new Date(now.getTime() + archiveLifeMs) });
    return { template: 'export-ready', data: { link: `${appUrl}/download-export#token=${token}` } };
  };
}

/**
 * Hands out an archive to the holder of the link, once.
 *
 * @throws token_invalid
 */
export async function downloadArchive(
  { db, clock, exportKeys }: Pick<Exporter, 'db' | 'clock' | 'exportKeys'>,
  token: string,
): Promise<unknown> {
  return await transact(db, async (trx) => {
    const taken = await takeToken(trx, 'export-download', hashLinkToken(token), new Date(clock.now()));
    const sealed = taken && (await takeArchive(trx, taken.userId));
    if (!sealed) throw authErrors.token_invalid();
    return openArchive(exportKeys, taken.userId, sealed);
  });
}
