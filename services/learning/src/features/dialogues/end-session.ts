import type { Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { dialogueLevels } from './levels.ts';
import { isGoalReached, reviewAfterMinutes } from './play-scene.ts';
import { type DialogueSession, listTurns, lockSession, type Turn, updateSession } from './repository.ts';
import { findScene, type Scene } from './scene.repository.ts';

const minuteMs = 60_000;

/** Ends a session; ending it again changes nothing. Throws dialogue_not_found. */
export async function endSession(
  { db, clock }: Pick<LearningDependencies, 'db' | 'clock'>,
  userId: string,
  sessionId: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const session = await lockSession(trx, sessionId, userId);
    const scene = session && (await findScene(trx, userId, session.sceneId));
    if (session === undefined || scene === undefined) throw learningErrors.dialogue_not_found();
    if (session.state === 'ended') return;
    await closeSession(trx, session, scene, await listTurns(trx, session.id), clock.now());
  });
}

/** Stores that a locked session is over, whether its goal was reached, and when the scene is due again. */
export async function closeSession(
  trx: Transaction<LearningSchema>,
  session: DialogueSession,
  scene: Scene,
  turns: readonly Turn[],
  nowMs: number,
): Promise<void> {
  const level = dialogueLevels[session.difficulty];
  await updateSession(trx, session.id, {
    goalReached: isGoalReached(scene, turns, level),
    endedAt: new Date(nowMs),
    dueAt: new Date(nowMs + reviewAfterMinutes(turns, level) * minuteMs),
  });
}
