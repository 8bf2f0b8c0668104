import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import { learningErrors } from '../../errors.ts';
import { findSession, listTurns } from './repository.ts';
import { findScene } from './scene.repository.ts';
import type { OpenedSession } from './start-session.ts';

/** A session of this learner with its scene and turns. Throws dialogue_not_found, for those of others as well. */
export async function readSession(
  db: Kysely<LearningSchema>,
  sessionId: string,
  userId: string,
): Promise<OpenedSession> {
  const session = await findSession(db, sessionId, userId);
  const scene = session && (await findScene(db, userId, session.sceneId));
  if (session === undefined || scene === undefined) throw learningErrors.dialogue_not_found();
  return { session, scene, turns: await listTurns(db, session.id) };
}
