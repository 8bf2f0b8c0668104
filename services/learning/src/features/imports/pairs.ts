import { normalise } from '../grading/normalise.ts';
import type { GradingPolicy } from '../grading/policies.ts';

/** One prompt with one translation, as some file had it. */
export type Pair = {
  readonly line: number;
  readonly source: string;
  readonly target: string;
  readonly ipa?: string | undefined;
  readonly note?: string | undefined;
  readonly tags?: readonly string[] | undefined;
};
/** Something about a file that its owner should know; the import went on without it. */
export type Warning = { readonly file: string; readonly line: number; readonly message: string };
/** Reports a line that cannot be used. */
export type Warn = (line: number, message: string) => void;

/** An item to be: one prompt with everything that counts as its translation. */
export type Merged = Pair & {
  readonly moreTargets: readonly string[];
  readonly moreSources: readonly string[];
};

/**
 * Joins pairs with the same prompt: the first translation is shown, the others are accepted as well. In the other direction every
 * prompt of the same translation is accepted. Doubled pairs vanish.
 */
export function mergePairs(
  pairs: readonly Pair[],
  policies: { source: GradingPolicy; target: GradingPolicy },
): Merged[] {
  const byPrompt = new Map<string, { first: Pair; targets: Map<string, string> }>();
  const sourcesOf = new Map<string, Map<string, string>>();
  for (const pair of pairs) {
    const prompt = normalise(pair.source, policies.source);
    const answer = normalise(pair.target, policies.target);
    const group = byPrompt.get(prompt) ?? { first: pair, targets: new Map<string, string>() };
    byPrompt.set(prompt, group);
    if (!group.targets.has(answer)) group.targets.set(answer, pair.target);
    const sources = sourcesOf.get(answer) ?? new Map<string, string>();
    sourcesOf.set(answer, sources);
    if (!sources.has(prompt)) sources.set(prompt, pair.source);
  }
  return [...byPrompt].map(([prompt, { first, targets }]) => {
    const shown = normalise(first.target, policies.target);
    const sources = new Map(sourcesOf.get(shown));
    sources.delete(prompt);
    targets.delete(shown);
    return { ...first, moreTargets: [...targets.values()], moreSources: [...sources.values()] };
  });
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The plain text of a field that may hold markup, sound references or template marks. What is left can be shown anywhere. */
export function plainText(field: string): string {
  return field
    .replaceAll(/<(script|style)\b[^>]*>[\s\S]*?(?:<\/\1>|$)/giu, ' ')
    .replaceAll(/<[^>]*(?:>|$)/gu, ' ')
    .replaceAll(/\[sound:[^\]]*\]/giu, ' ')
    .replaceAll(/&(#\d{1,7}|#x[\da-f]{1,6}|\w{2,6});/giu, (whole, name: string) => entity(name) ?? whole)
    .replaceAll(/[\p{Cc}\p{Cn}\p{Co}\uFFFD]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .normalize('NFC');
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return entities[name.toLowerCase()];
  const code = /^#x/iu.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  // Entities may name surrogates and numbers beyond Unicode, which are no characters.
  return code > 0x10_ff_ff || (code >= 0xd800 && code <= 0xdfff) ? '' : String.fromCodePoint(code);
}
