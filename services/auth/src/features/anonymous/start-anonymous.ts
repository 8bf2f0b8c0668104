import type { Clock } from '@linguamate/shared/clock';
import { transact } from '@linguamate/shared/database';
import { newId } from '@linguamate/shared/ids';
import type { Kysely } from 'kysely';
import type { AuthSchema } from '../../schema.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Client, StartedSession } from '../sessions/session.ts';
import { completeProfile, register } from '../sessions/sign-up.ts';
import { type SessionStarter, startSession } from '../sessions/start-session.ts';
import { tidyProfile } from '../users/profile-fields.ts';
import type { Profile } from '../users/user.ts';

const defaultName = 'Learner';

/**
 * Lets somebody learn at once, without address or password. What they do belongs to a real user, so nothing has to be moved
 * when they sign up later.
 */
export async function startAnonymous(
  { db, clock, sessions }: { db: Kysely<AuthSchema>; clock: Clock; sessions: SessionStarter },
  fields: Partial<Profile>,
  client: Client,
): Promise<StartedSession> {
  const profile = completeProfile(tidyProfile({ name: defaultName, ...fields }));
  const identity = {
    id: newId(clock),
    email: null,
    passwordHash: null,
    isVerified: false,
    isAnonymous: true,
  };
  return await transact(db, async (trx) => {
    const user = await register(trx, { ...profile, ...identity }, new Date(clock.now()));
    const { started } = await startSession(sessions, trx, { user, amr: ['anon'], client });
    const event = { userId: user.id, sessionId: started.session.id, source: client.source };
    await recordEvent(trx, clock, { action: 'account.registered', detail: { anonymous: true }, ...event });
    return started;
  });
}
