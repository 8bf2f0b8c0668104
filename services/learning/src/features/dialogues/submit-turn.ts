import type { Deadline } from '@linguamate/shared/deadline';
import type { Identity } from '@linguamate/shared/identity/verifier';
import { newId } from '@linguamate/shared/ids';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { gradingContextOf } from '../practice/grade-served.ts';
import { coachTurn, rudeFeedback } from './coach-turn.ts';
import { closeSession } from './end-session.ts';
import { judgeMeaning } from './judge-meaning.ts';
import { dialogueLevels } from './levels.ts';
import { isGoalReached, nextLines, ownTurns, scoreTurn } from './play-scene.ts';
import { readSession } from './read-session.ts';
import { insertTurns, listTurns, lockSession, type Turn, updateSession } from './repository.ts';
import type { Scene } from './scene.repository.ts';
import type { TurnScore } from './schemas.ts';
import { measureText } from './score-turn.ts';
import { isRude, withoutPersonalData } from './screen-text.ts';
import { partnerTurns } from './start-session.ts';

type Dependencies = Pick<LearningDependencies, 'db' | 'clock' | 'lexicons' | 'toolkit'>;
export type SubmittedTurn = {
  readonly sessionId: string;
  readonly text: string;
  readonly clientEventId?: string | undefined;
  readonly deadline: Deadline;
};
export type ScoredTurn = {
  readonly score: TurnScore;
  readonly coachFeedback: string;
  readonly stored: boolean;
};
type Meaning = { readonly semantic: number; readonly source: 'ai' | 'coverage' };

const nothing: TurnScore = {
  accuracy: 0,
  fluency: 0,
  semantic: 0,
  combined: 0,
  cer: 1,
  wer: 1,
  keywordsHit: [],
  semanticSource: 'coverage',
  feedback: rudeFeedback,
  advances: false,
};

/**
 * Scores what the learner says in a scene and plays on. E-mail addresses, telephone and card numbers are cut out before anything
 * else sees them; a rude turn scores nothing and is not stored. The same client event id gets the same score.
 *
 * @throws dialogue_not_found, dialogue_ended
 */
export async function submitTurn(
  deps: Dependencies,
  identity: Identity,
  request: SubmittedTurn,
): Promise<ScoredTurn> {
  const { session, scene, turns } = await readSession(deps.db, request.sessionId, identity.userId);
  const known = findTurn(turns, request.clientEventId);
  if (known?.score)
    return answerOf(known.score, scene, turns.slice(0, turns.indexOf(known)), session.difficulty);
  if (session.state === 'ended') throw learningErrors.dialogue_ended();
  if (isRude(request.text)) return { score: nothing, coachFeedback: rudeFeedback, stored: false };
  const text = withoutPersonalData(request.text);
  const line = nextLines(scene, turns).own?.target;
  const meaning = { text, goal: scene.goal, line, language: scene.language };
  const semantic = await judgeMeaning(deps.toolkit, meaning, {
    token: identity.token,
    deadline: request.deadline,
  });
  return storeTurn(deps, identity.userId, scene, { ...request, text }, semantic);
}

/** Scores and stores under a lock, so that two turns at the same moment get two places. */
async function storeTurn(
  deps: Dependencies,
  userId: string,
  scene: Scene,
  request: SubmittedTurn,
  semantic: number | undefined,
): Promise<ScoredTurn> {
  const context = await gradingContextOf(deps, scene.courseId, 'to_target');
  return await deps.db.transaction().execute(async (trx) => {
    const session = await lockSession(trx, request.sessionId, userId);
    if (session === undefined) throw learningErrors.dialogue_not_found();
    const turns = await listTurns(trx, session.id);
    const known = findTurn(turns, request.clientEventId);
    if (known?.score)
      return answerOf(known.score, scene, turns.slice(0, turns.indexOf(known)), session.difficulty);
    if (session.state === 'ended') throw learningErrors.dialogue_ended();
    const level = dialogueLevels[session.difficulty];
    const line = nextLines(scene, turns).own?.target;
    const wanted = { keyPhrases: scene.keyPhrases, line, targetCer: level.targetCer };
    const figures = measureText(request.text, wanted, context);
    const score = scoreTurn(figures, meaningOf(semantic, figures.coverage), turns, level);
    const at = new Date(deps.clock.now());
    const own: Turn = {
      id: newId(),
      n: turns.length + 1,
      role: 'learner',
      text: request.text,
      translation: null,
      score,
      clientEventId: request.clientEventId ?? null,
      createdAt: at,
    };
    const partner = score.advances ? nextLines(scene, [...turns, own]).partner : [];
    const added = [own, ...partnerTurns(partner, own.n + 1, at)];
    await insertTurns(trx, session.id, added);
    await playOn(trx, scene, session, [...turns, ...added], deps.clock.now());
    return answerOf(score, scene, turns, session.difficulty);
  });
}

/** Ends the session when the scene is over or its turns are used up, and notes whether the goal is reached. */
async function playOn(
  trx: Parameters<typeof closeSession>[0],
  scene: Scene,
  session: Parameters<typeof closeSession>[1],
  turns: readonly Turn[],
  nowMs: number,
): Promise<void> {
  const level = dialogueLevels[session.difficulty];
  const isOver = nextLines(scene, turns).own === undefined || ownTurns(turns).length >= level.maxTurns;
  if (isOver) await closeSession(trx, session, scene, turns, nowMs);
  else await updateSession(trx, session.id, { goalReached: isGoalReached(scene, turns, level) });
}

function findTurn(turns: readonly Turn[], clientEventId: string | undefined): Turn | undefined {
  return turns.find((turn) => clientEventId !== undefined && turn.clientEventId === clientEventId);
}

function meaningOf(semantic: number | undefined, coverage: number): Meaning {
  return semantic === undefined ? { semantic: coverage, source: 'coverage' } : { semantic, source: 'ai' };
}

function answerOf(
  score: TurnScore,
  scene: Scene,
  before: readonly Turn[],
  difficulty: keyof typeof dialogueLevels,
): ScoredTurn {
  const line = nextLines(scene, before).own;
  return { score, coachFeedback: coachTurn(score, line, dialogueLevels[difficulty]), stored: true };
}
