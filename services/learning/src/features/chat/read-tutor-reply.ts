import { Value } from 'typebox/value';
import { normalise } from '../grading/normalise.ts';
import { gradingPolicy } from '../grading/policies.ts';
import { type Correction, TutorReply } from './schemas.ts';

const maximumSuggestions = 5;
const maximumSuggestionLength = 80;

/** Reads the JSON of a model's answer, also from inside a code fence or between other words. Returns undefined when it does not fit. */
export function readTutorReply(completion: string): TutorReply | undefined {
  const start = completion.indexOf('{');
  const end = completion.lastIndexOf('}');
  if (start < 0 || end <= start) return undefined;
  try {
    const value: unknown = JSON.parse(completion.slice(start, end + 1));
    return Value.Check(TutorReply, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the corrections whose original stands in what the learner wrote: a model likes to correct what nobody said. */
export function keepHonestCorrections(
  corrections: readonly Correction[],
  learnerText: string,
  language: string,
): Correction[] {
  const policy = gradingPolicy(language);
  const text = ` ${normalise(learnerText, policy)} `;
  return corrections.filter((correction) => {
    const original = normalise(correction.original, policy);
    const changes = correction.original.trim() !== correction.corrected.trim();
    const stands = policy.spaced ? text.includes(` ${original} `) : text.includes(original);
    return original !== '' && changes && stands;
  });
}

/** At most five suggestions, none too long for a button. */
export function trimSuggestions(suggestions: readonly string[]): string[] {
  return suggestions
    .map((suggestion) => suggestion.trim())
    .filter((suggestion) => suggestion !== '' && suggestion.length <= maximumSuggestionLength)
    .slice(0, maximumSuggestions);
}
