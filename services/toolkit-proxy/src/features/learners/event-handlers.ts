import type { EventHandlers } from '@linguamate/shared/events/consumer';
import { publishEvent } from '@linguamate/shared/events/outbox';
import type { ToolkitSchema } from '../../schema.ts';
import { eraseLearner, upsertLearner } from './repository.ts';

/** What this service does about each event of others. */
export const eventHandlers: EventHandlers<'toolkit-proxy', ToolkitSchema> = {
  'user.registered': async (trx, { payload, occurredAt }) => {
    const { userId, isPremium = false, timeZone = null } = payload;
    await upsertLearner(trx, { userId, isPremium, timeZone }, new Date(occurredAt));
  },
  'user.updated': async (trx, { payload, occurredAt }) => {
    const { userId, isPremium, timeZone } = payload;
    await upsertLearner(trx, { userId, isPremium, timeZone }, new Date(occurredAt));
  },
  'user.deleted': async (trx, { payload: { userId } }) => {
    await eraseLearner(trx, userId);
    await publishEvent(trx, 'erasure.completed', { userId, service: 'toolkit-proxy' });
  },
};
