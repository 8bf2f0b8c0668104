import type { LearningDependencies } from '../../dependencies.ts';
import type { Learner } from '../learners/repository.ts';
import { dayOfOrdinal, localDay, ordinalOfDay, startOfDay } from '../progress/calendar.ts';
import { countUp, markCounted, readUsed, uncount } from './quota.repository.ts';

type Dependencies = Pick<LearningDependencies, 'db' | 'clock' | 'config'>;

export type Quota = {
  readonly canSend: boolean;
  /** Messages left today; -1 without limit. */
  readonly messagesLeft: number;
  readonly used: number;
  readonly limit: number | null;
  readonly resetsAt: string;
};

/** What a learner may still ask the AI today. Premium has no limit, today and on every new day. */
export async function readQuota(deps: Dependencies, learner: Learner): Promise<Quota> {
  const day = dayOf(deps, learner);
  const used = await readUsed(deps.db, learner.userId, day);
  const limit = limitOf(deps, learner);
  const messagesLeft = limit === null ? -1 : Math.max(0, limit - used);
  const tomorrow = dayOfOrdinal(ordinalOfDay(day) + 1);
  const resetsAt = new Date(startOfDay(tomorrow, learner.timeZone, learner.rolloverHour)).toISOString();
  return { canSend: messagesLeft !== 0, messagesLeft, used, limit, resetsAt };
}

/** Counts a message for today, once however often it is tried. False when today's messages are used up; then nothing is counted. */
export async function takeFromQuota(
  deps: Dependencies,
  learner: Learner,
  messageId: string,
): Promise<boolean> {
  const day = dayOf(deps, learner);
  const outOfMessages = Symbol('out of messages');
  try {
    await deps.db.transaction().execute(async (trx) => {
      if (!(await markCounted(trx, messageId, day))) return;
      if (!(await countUp(trx, learner.userId, day, limitOf(deps, learner)))) throw outOfMessages;
    });
    return true;
  } catch (error) {
    if (error === outOfMessages) return false;
    throw error;
  }
}

/** Gives a message back that the AI has not answered. */
export async function giveBackToQuota(deps: Pick<Dependencies, 'db'>, messageId: string): Promise<void> {
  await deps.db.transaction().execute((trx) => uncount(trx, messageId));
}

function limitOf({ config }: Dependencies, learner: Learner): number | null {
  return learner.isPremium ? null : config.tutor.freeMessagesPerDay;
}

function dayOf({ clock }: Dependencies, { timeZone, rolloverHour }: Learner): string {
  return localDay(clock.now(), timeZone, rolloverHour);
}
