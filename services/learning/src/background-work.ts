import type { EventHandlers } from '@linguamate/shared/events/consumer';
import { createEventConsumer } from '@linguamate/shared/events/consumer';
import { createRelay } from '@linguamate/shared/events/relay';
import { createJobWorker } from '@linguamate/shared/jobs';
import { createRedis } from '@linguamate/shared/redis';
import type { Transaction } from 'kysely';
import { afterCommit } from './after-commit.ts';
import type { LearningSchema } from './database.ts';
import type { LearningCore } from './dependencies.ts';
import { forgetCourse } from './features/courses/read-catalogue.ts';
import { learningJobs } from './features/imports/jobs.ts';
import { listOpenImports } from './features/imports/repository.ts';
import { runImport } from './features/imports/run-import.ts';
import { leaveBoards, updateBoards } from './features/leaderboard/update-boards.ts';
import { eraseDeleted, storeRegistered, storeUpdated } from './features/learners/follow-user-events.ts';
import { learnerKey } from './features/learners/read-learner.ts';

/** Everything that a worker process does, started and stopped as one. */
export type BackgroundWork = { start(): void; stop(): Promise<void> };

/** What learning does with each event that it subscribes to. */
export function createEventHandlers(core: LearningCore): EventHandlers<'learning', LearningSchema> {
  const { db, boards, cache, clock } = core;
  const forget = (trx: Transaction<LearningSchema>, userId: string) =>
    afterCommit(db, trx, () => cache.invalidate(learnerKey(userId)));
  return {
    'user.registered': async (trx, event) => {
      await storeRegistered(trx, event);
      await forget(trx, event.payload.userId);
    },
    'user.updated': async (trx, event) => {
      await storeUpdated(trx, event);
      await forget(trx, event.payload.userId);
    },
    'user.deleted': async (trx, event) => {
      await leaveBoards(trx, boards, event.payload.userId, clock.now());
      await eraseDeleted(trx, event);
      await forget(trx, event.payload.userId);
    },
    // Standings are set and not added to, so it does no harm that Redis knows no transactions with Postgres.
    'lesson.completed': async (trx, { payload }) => {
      await updateBoards(trx, boards, { userId: payload.userId, courseId: payload.courseId }, clock.now());
    },
    'course.published': async (_trx, { payload }) => forgetCourse({ db, cache }, payload.courseId),
    // Quotas are toolkit-proxy's own; nothing here depends on what was used.
    'usage.recorded': async () => {},
  };
}

/** The work that goes on beside requests: delivering our events, following those of others, and doing jobs. */
export function createBackgroundWork(core: LearningCore): BackgroundWork {
  const { config, db, clock, logger, metrics } = core;
  const { queueUrl, prefix } = config.redis;
  const producer = createRedis({ url: queueUrl, role: 'producer', logger });
  const worker = createRedis({ url: queueUrl, role: 'worker', logger });
  const shared = { service: 'learning', prefix, metrics, logger } as const;
  const relay = createRelay({ ...shared, db, redis: producer });
  const consumer = createEventConsumer({ ...shared, db, redis: worker, handlers: createEventHandlers(core) });
  const jobs = createJobWorker({
    ...shared,
    catalogue: learningJobs,
    redis: worker,
    handlers: { 'import.run': ({ importId }) => runImport({ db, clock }, importId) },
    concurrency: 1,
  });
  return {
    start: () => {
      relay.start();
      consumer.start();
      jobs.start();
      resumeImports(core).catch((error: unknown) => logger.warn({ err: error }, 'open imports wait'));
    },
    stop: async () => {
      await jobs.stop();
      await consumer.stop();
      await relay.stop();
      producer.disconnect();
      worker.disconnect();
    },
  };
}

/** Imports that were announced to nobody, or whose worker died, are taken up again. */
async function resumeImports({ db, jobs }: LearningCore): Promise<void> {
  for (const importId of await listOpenImports(db))
    await jobs.add('import.run', { importId }, { jobId: importId });
}
