import { normalise } from '../grading/normalise.ts';
import { gradingPolicy } from '../grading/policies.ts';
import type { DialogueLevel } from './levels.ts';
import type { Turn } from './repository.ts';
import type { Scene } from './scene.repository.ts';
import type { TurnScore } from './schemas.ts';
import { combine, type TextFigures } from './score-turn.ts';

export type Line = Scene['lines'][number];
/** With a total below this a line has not come across and is asked for again, as often as the level allows. */
const passMark = 0.4;
const goalAccuracy = 0.85;
const turnsForGoal = 3;

/** The speaker whose part the learner plays: the one marked as such, else whoever says most of the key phrases, else the second. */
export function learnersPart(scene: Scene): string {
  const speakers = [...new Set(scene.lines.map(({ speaker }) => speaker))];
  const marked = speakers.find((speaker) => /^(you|learner)$/i.test(speaker));
  if (marked !== undefined) return marked;
  const [first = '', ...others] = speakers;
  return [...others, first].reduce((best, speaker) =>
    phrasesOf(scene, speaker).length > phrasesOf(scene, best).length ? speaker : best,
  );
}

/** The key phrases that stand in a speaker's lines. */
function phrasesOf(scene: Scene, speaker: string): string[] {
  const policy = gradingPolicy(scene.language);
  const lines = scene.lines.filter((line) => line.speaker === speaker);
  const texts = lines.map(({ target }) => ` ${normalise(target, policy)} `);
  const form = (phrase: string) =>
    policy.spaced ? ` ${normalise(phrase, policy)} ` : normalise(phrase, policy);
  return scene.keyPhrases.filter((phrase) => texts.some((text) => text.includes(form(phrase))));
}

/** Where a session stands: what the partner says next, and the line that is then the learner's; none when the scene is over. */
export function nextLines(scene: Scene, turns: readonly Turn[]): { partner: Line[]; own: Line | undefined } {
  const part = learnersPart(scene);
  const done = turns.filter((turn) => turn.role === 'partner' || turn.score?.advances === true).length;
  const rest = scene.lines.slice(done);
  const index = rest.findIndex(({ speaker }) => speaker === part);
  return index < 0 ? { partner: rest, own: undefined } : { partner: rest.slice(0, index), own: rest[index] };
}

/** The turns of the learner. */
export function ownTurns(turns: readonly Turn[]): Turn[] {
  return turns.filter(({ role }) => role === 'learner');
}

/** Makes the score of a turn from what was measured. */
export function scoreTurn(
  figures: TextFigures,
  meaning: { semantic: number; source: 'ai' | 'coverage' },
  before: readonly Turn[],
  level: DialogueLevel,
): TurnScore {
  const combined = combine({ ...figures, semantic: meaning.semantic });
  const own = ownTurns(before);
  const retries = own.length - 1 - own.findLastIndex(({ score }) => score?.advances === true);
  return {
    accuracy: round(figures.accuracy),
    fluency: round(figures.fluency),
    semantic: round(meaning.semantic),
    combined: round(combined),
    cer: round(figures.cer),
    wer: round(figures.wer),
    keywordsHit: [...figures.keywordsHit],
    semanticSource: meaning.source,
    feedback: feedbackOf(combined),
    advances: combined >= passMark || retries >= level.maxRetries,
  };
}

/** Whether the goal of a scene is reached: the last three turns were accurate, and enough key phrases have been said. */
export function isGoalReached(scene: Scene, turns: readonly Turn[], level: DialogueLevel): boolean {
  const own = ownTurns(turns);
  const part = learnersPart(scene);
  const needed = Math.min(turnsForGoal, scene.lines.filter(({ speaker }) => speaker === part).length);
  const last = own.slice(-turnsForGoal);
  const said = new Set(own.flatMap(({ score }) => score?.keywordsHit ?? []));
  // A phrase that only the partner says cannot be asked of the learner.
  const phrases = Math.min(level.minKeywords, phrasesOf(scene, part).length);
  return own.length >= needed && mean(last, 'accuracy') >= goalAccuracy && said.size >= phrases;
}

/** Minutes until the scene should come up again. */
export function reviewAfterMinutes(turns: readonly Turn[], level: DialogueLevel): number {
  const average = mean(ownTurns(turns), 'combined');
  const { targetAccuracy: target, reviewMinutes } = level;
  const [worst, low, good, best] = reviewMinutes;
  if (average >= target + 0.1) return best;
  if (average >= target) return good;
  return average >= target - 0.1 ? low : worst;
}

/** Means over the learner's turns, or null before the first one. */
export function averagesOf(turns: readonly Turn[]) {
  const own = ownTurns(turns);
  if (own.length === 0) return null;
  return {
    accuracy: round(mean(own, 'accuracy')),
    fluency: round(mean(own, 'fluency')),
    semantic: round(mean(own, 'semantic')),
    combined: round(mean(own, 'combined')),
  };
}

function mean(turns: readonly Turn[], figure: 'accuracy' | 'fluency' | 'semantic' | 'combined'): number {
  const sum = turns.reduce((total, { score }) => total + (score?.[figure] ?? 0), 0);
  return turns.length === 0 ? 0 : sum / turns.length;
}

function feedbackOf(combined: number): string {
  if (combined >= 0.9) return 'Excellent!';
  return combined >= 0.7 ? 'Good, and understandable.' : 'Not quite there yet.';
}

function round(figure: number): number {
  return Math.round(figure * 1000) / 1000;
}
