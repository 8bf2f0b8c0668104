import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What the demo's learner has learnt from the course book: the server never tells the answers before they are given. */
export type PhraseBook = { lookUp(prompt: string): string | undefined };

type Item = { target?: unknown; source?: unknown };
type Unit = { skills?: { items?: Item[] }[] };

function itemsOf(folder: string): Item[] {
  const units = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return units.flatMap((name) => {
    const unit: Unit = parse(readFileSync(join(folder, name), 'utf8')) ?? {};
    return (unit.skills ?? []).flatMap((skill) => skill.items ?? []);
  });
}

/** Reads a course's own files; without them the learner knows nothing and has to learn from the corrections. */
export function openPhraseBook(contentDir: string, slug: string): PhraseBook {
  const known = new Map<string, string>();
  try {
    for (const { target, source } of itemsOf(join(contentDir, slug, 'units'))) {
      if (typeof target !== 'string' || typeof source !== 'string') continue;
      known.set(target.toLowerCase(), source);
      known.set(source.toLowerCase(), target);
    }
  } catch {
    // The system may run elsewhere, with courses that this checkout does not have.
  }
  return { lookUp: (prompt) => known.get(prompt.toLowerCase()) };
}

/** Exchanges two letters in the middle of the longest word, as hurried fingers do. */
export function withTypo(text: string): string {
  const longest = text.split(/\s+/).reduce((a, b) => (b.length > a.length ? b : a), '');
  const middle = Math.floor(longest.length / 2);
  if (longest.length < 5) return text;
  const swapped =
    longest.slice(0, middle - 1) + longest[middle] + longest[middle - 1] + longest.slice(middle + 1);
  return text.replace(longest, swapped);
}

/** Leaves out the accents, as on a keyboard that has none. */
export function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}
