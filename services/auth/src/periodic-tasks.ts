import type { JobQueue } from '@linguamate/shared/jobs';
import type { AuthCore } from './dependencies.ts';
import { eraseDueAccounts, repeatErasures } from './features/account-deletion/erase-accounts.ts';
import { extendChain } from './features/audit/chain.ts';
import { wipeOldArchives } from './features/export/repository.ts';
import { archiveLifeMs } from './features/export/request-export.ts';
import { deleteOldCounters } from './features/lockout/repository.ts';
import { deleteOldMails } from './features/mail/repository.ts';
import { deleteExpiredChallenges } from './features/mfa/challenge-repository.ts';
import { deleteExpiredFlows } from './features/oidc/repository.ts';
import { deleteExpiredPasskeyChallenges } from './features/passkeys/repository.ts';
import { deleteExpiredTokens } from './features/password-reset/repository.ts';
import { announceLeftovers } from './features/sessions/announce-revocations.ts';
import {
  deleteOldSessions,
  reopenAnnouncements,
  wipeSuccessors,
} from './features/sessions/revocation-repository.ts';
import { ensureSigningKeys, retireOldKeys, rotateIfDue } from './features/signing-keys/rotate-keys.ts';
import { deleteExpiredPending } from './features/verification/repository.ts';
import { type AuthJobs, queueExports, queueMails } from './jobs.ts';
import type { PeriodicTask } from './periodic.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const keyLifeMs = 30 * 24 * hourMs;
const keepMailsMs = 24 * hourMs;
const keepCountersMs = 24 * hourMs;
const keepEndedSessionsMs = 30 * 24 * hourMs;

/** The table of what the worker does again and again. */
export function periodicTasks(core: AuthCore, queue: JobQueue<AuthJobs>): PeriodicTask[] {
  return [
    ...sessionTasks(core),
    ...keyTasks(core),
    ...recordTasks(core),
    ...erasureTasks(core),
    ...mailTasks(core, queue),
  ];
}

// A marker tells whether Redis still is the one that we announced to: if it is gone, so is the list of void sessions.
async function hasForgotten({ redis, config }: AuthCore): Promise<boolean> {
  return (await redis.set(`${config.redis.prefix}:auth:revocations-announced`, '1', 'NX')) === 'OK';
}

function sessionTasks(core: AuthCore): PeriodicTask[] {
  const { db, clock, config, announcer } = core;
  const { accessTokenTtlSeconds, graceSeconds } = config.sessions;
  const ago = (ms: number) => new Date(clock.now() - ms);
  return [
    { name: 'announce-revocations', everyMs: secondMs / 2, run: () => announceLeftovers(announcer) },
    {
      name: 'repeat-revocations',
      everyMs: 5 * secondMs,
      run: async () => {
        if (await hasForgotten(core)) await reopenAnnouncements(db, ago(accessTokenTtlSeconds * secondMs));
      },
    },
    {
      name: 'wipe-successors',
      everyMs: 10 * secondMs,
      run: () => wipeSuccessors(db, ago(graceSeconds * secondMs)),
    },
    {
      name: 'delete-old-sessions',
      everyMs: hourMs,
      run: () => deleteOldSessions(db, ago(keepEndedSessionsMs)),
    },
  ];
}

function erasureTasks({ db, clock }: AuthCore): PeriodicTask[] {
  return [
    { name: 'erase-accounts', everyMs: minuteMs, run: () => eraseDueAccounts({ db, clock }) },
    { name: 'repeat-erasures', everyMs: minuteMs, run: () => repeatErasures({ db, clock }) },
  ];
}

function keyTasks({ keyRotation }: AuthCore): PeriodicTask[] {
  return [
    { name: 'ensure-signing-keys', everyMs: hourMs, run: () => ensureSigningKeys(keyRotation) },
    { name: 'rotate-signing-keys', everyMs: hourMs, run: () => rotateIfDue(keyRotation, keyLifeMs) },
    { name: 'retire-signing-keys', everyMs: minuteMs, run: () => retireOldKeys(keyRotation) },
  ];
}

function recordTasks({ db, clock }: AuthCore): PeriodicTask[] {
  const now = () => new Date(clock.now());
  return [
    { name: 'chain-audit', everyMs: secondMs, run: () => extendChain(db) },
    {
      name: 'delete-old-counters',
      everyMs: hourMs,
      run: () => deleteOldCounters(db, new Date(clock.now() - keepCountersMs)),
    },
    { name: 'delete-expired-tokens', everyMs: hourMs, run: () => deleteExpiredTokens(db, now()) },
    { name: 'delete-expired-challenges', everyMs: hourMs, run: () => deleteExpiredChallenges(db, now()) },
    { name: 'delete-expired-flows', everyMs: hourMs, run: () => deleteExpiredFlows(db, now()) },
    {
      name: 'delete-expired-passkey-challenges',
      everyMs: hourMs,
      run: () => deleteExpiredPasskeyChallenges(db, now()),
    },
    { name: 'delete-expired-signups', everyMs: hourMs, run: () => deleteExpiredPending(db, now()) },
  ];
}

function mailTasks({ db, clock }: AuthCore, queue: JobQueue<AuthJobs>): PeriodicTask[] {
  return [
    { name: 'queue-mails', everyMs: secondMs / 4, run: () => queueMails(db, queue, new Date(clock.now())) },
    { name: 'queue-exports', everyMs: secondMs, run: () => queueExports(db, queue, new Date(clock.now())) },
    {
      name: 'wipe-old-archives',
      everyMs: hourMs,
      run: () => wipeOldArchives(db, new Date(clock.now() - 2 * archiveLifeMs)),
    },
    {
      name: 'delete-old-mails',
      everyMs: hourMs,
      run: () => deleteOldMails(db, new Date(clock.now() - keepMailsMs)),
    },
  ];
}
