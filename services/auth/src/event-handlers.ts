import type { EventHandlers } from '@linguamate/shared/events/consumer';
import type { AuthCore } from './dependencies.ts';
import { confirmErasure } from './features/account-deletion/repository.ts';
import { notifyUser } from './features/mail/request-mail.ts';
import { isTemplate } from './features/mail/templates.ts';
import type { AuthSchema } from './schema.ts';

/** What this service does about the events of others. */
export function authEventHandlers({ mailBox, logger, clock }: AuthCore): EventHandlers<'auth', AuthSchema> {
  return {
    'mail.requested': async (trx, { payload: { userId, template, data } }) => {
      if (isTemplate(template)) return await notifyUser(trx, mailBox, userId, template, { data });
      // A newer service may know templates that this version does not: dropping a mail is better than stopping all.
      logger.warn({ template }, 'a mail was requested that there is no template for');
    },
    'erasure.completed': async (trx, { payload: { userId, service } }) => {
      const isComplete = await confirmErasure(trx, userId, service, new Date(clock.now()));
      logger.info({ userId, service, isComplete }, 'a service has erased a user');
    },
  };
}
