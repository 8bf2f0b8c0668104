import type { Static } from 'typebox';
import { hintFor } from './coach-turn.ts';
import { dialogueLevels } from './levels.ts';
import { averagesOf, nextLines, ownTurns } from './play-scene.ts';
import type { DialogueSession, Turn } from './repository.ts';
import type { Scene } from './scene.repository.ts';
import type { SceneView, SessionRow, SessionView, TurnView } from './schemas.ts';
import type { OpenedSession } from './start-session.ts';

/** A scene as clients see it: without its lines, which are for playing. */
export function toSceneView(scene: Scene): Static<typeof SceneView> {
  const { id, courseId, topicId, title, goal, keyPhrases, language, lines } = scene;
  return {
    id,
    courseId,
    topicId,
    title,
    goal,
    keyPhrases: [...keyPhrases],
    language,
    opening: lines[0]?.target ?? '',
  };
}

/** A session as it stands in a list. */
export function toSessionRow(session: DialogueSession): Static<typeof SessionRow> {
  return {
    id: session.id,
    sceneId: session.sceneId,
    difficulty: session.difficulty,
    state: session.state,
    goalReached: session.goalReached,
    startedAt: session.startedAt.toISOString(),
    endedAt: session.endedAt?.toISOString() ?? null,
    dueAt: session.dueAt?.toISOString() ?? null,
  };
}

/** A session with its turns, and a hint where the level gives one unasked. */
export function toSessionView({ session, scene, turns }: OpenedSession): Static<typeof SessionView> {
  const level = dialogueLevels[session.difficulty];
  const own = session.state === 'open' ? nextLines(scene, turns).own : undefined;
  const hint = level.hints === 'active' ? hintFor(own, level) : undefined;
  return {
    ...toSessionRow(session),
    turnsLeft: session.state === 'open' ? Math.max(0, level.maxTurns - ownTurns(turns).length) : 0,
    averages: averagesOf(turns),
    ...(hint === undefined ? {} : { hint }),
    turns: turns.map(toTurnView),
  };
}

/** A turn as clients see it. */
export function toTurnView(turn: Turn): Static<typeof TurnView> {
  return {
    n: turn.n,
    role: turn.role,
    text: turn.text,
    ...(turn.translation === null ? {} : { translation: turn.translation }),
    ...(turn.score === null ? {} : { score: turn.score }),
    createdAt: turn.createdAt.toISOString(),
  };
}
