import { newId } from '@linguamate/shared/ids';
import type { Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { readLearner } from '../learners/read-learner.ts';
import type { PresetName } from '../practice/presets.ts';
import { type Line, nextLines } from './play-scene.ts';
import { type DialogueSession, insertSession, insertTurns, type Turn } from './repository.ts';
import { findScene, type Scene } from './scene.repository.ts';

export type OpenedSession = {
  readonly session: DialogueSession;
  readonly scene: Scene;
  readonly turns: readonly Turn[];
};

/** Begins a scene, with what the partner says first. Throws scene_not_found. */
export async function startSession(
  deps: Pick<LearningDependencies, 'db' | 'clock' | 'cache'>,
  trx: Transaction<LearningSchema>,
  userId: string,
  request: { sceneId: string; difficulty?: PresetName | undefined },
): Promise<OpenedSession> {
  const learner = await readLearner(deps, userId);
  const scene = await findScene(trx, userId, request.sceneId);
  if (scene === undefined) throw learningErrors.scene_not_found();
  const session: DialogueSession = {
    id: newId(deps.clock),
    userId,
    courseId: scene.courseId,
    sceneId: scene.id,
    difficulty: request.difficulty ?? presetOf(learner.proficiencyLevel),
    state: 'open',
    goalReached: false,
    startedAt: new Date(deps.clock.now()),
    endedAt: null,
    dueAt: null,
  };
  const turns = partnerTurns(nextLines(scene, []).partner, 1, session.startedAt);
  await insertSession(trx, session);
  await insertTurns(trx, session.id, turns);
  return { session, scene, turns };
}

/** Turns of the partner, numbered from `first`. */
export function partnerTurns(lines: readonly Line[], first: number, at: Date): Turn[] {
  return lines.map((line, index) => ({
    id: newId(),
    n: first + index,
    role: 'partner',
    text: line.target,
    translation: line.source,
    score: null,
    clientEventId: null,
    createdAt: at,
  }));
}

function presetOf(level: string): PresetName {
  return level === 'intermediate' || level === 'advanced' ? level : 'beginner';
}
