import type { DialogueLevel } from './levels.ts';
import type { Line } from './play-scene.ts';
import type { TurnScore } from './schemas.ts';

/**
 * What the coach says to a turn, in the tone of the level.
 *
 * @param line the line that was the learner's, if the scene still had one
 */
export function coachTurn(score: TurnScore, line: Line | undefined, level: DialogueLevel): string {
  const better = line === undefined || score.accuracy >= 1 ? '' : ` You could say: “${line.target}”`;
  if (score.combined >= 0.9) return praise[level.tone];
  if (score.combined >= 0.7) return `${score.feedback}${level.tone === 'strict' ? better : ''}`;
  if (!score.advances) return `${again[level.tone]}${level.hints === 'active' ? better : ''}`;
  return `${score.feedback}${better}`;
}

const praise = { gentle: 'Wonderful, just right!', neutral: 'Well said.', strict: 'Correct.' };
const again = {
  gentle: 'Nearly! Give it another try.',
  neutral: 'I did not quite get that. Try again.',
  strict: 'Not accurate enough. Once more.',
};

/** A hint to a line: what it means and how it begins. Undefined where the level gives none. */
export function hintFor(line: Line | undefined, level: DialogueLevel): string | undefined {
  if (line === undefined || level.hints === 'none') return undefined;
  const [first = ''] = line.target.split(/\s+/u);
  const start = first === line.target ? [...line.target].slice(0, 3).join('') : first;
  return level.hints === 'active'
    ? `Say: “${line.source}” It begins with “${start} …”`
    : `Say: “${line.source}”`;
}

/** The reply to a rude turn. */
export const rudeFeedback = 'Let us keep it friendly. Try to say it in another way.';
