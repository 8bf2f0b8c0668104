import { gradingPolicy } from '../grading/policies.ts';
import { measureText } from './score-turn.ts';

const noLexicon = { has: () => false };

/** How much of a goal's words a text has, with the original's bands of feedback. */
export function scoreMeaning(request: { text: string; goal: string; language: string }): {
  semantic: number;
  feedback: string;
} {
  const context = { policy: gradingPolicy(request.language), lexicon: noLexicon };
  const { coverage } = measureText(request.text, { keyPhrases: [request.goal], targetCer: 1 }, context);
  const semantic = Math.round(coverage * 1000) / 1000;
  if (semantic >= 0.7) return { semantic, feedback: 'Great!' };
  return {
    semantic,
    feedback: semantic >= 0.4 ? 'Good attempt.' : 'Try to say more of what the goal asks for.',
  };
}
