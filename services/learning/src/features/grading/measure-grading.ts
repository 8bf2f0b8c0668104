import type { CourseDocument } from '../content/course-document.ts';
import { planAnswers, planLexicons } from '../content/plan-answers.ts';
import { type Random, seededRandom } from '../practice/random.ts';
import { editDistance, letters } from './edit-distance.ts';
import { gradeAnswer } from './grade-answer.ts';
import { normalise, words } from './normalise.ts';
import { type GradingPolicy, gradingPolicy } from './policies.ts';

/** How grading does on one course in one direction. */
export type Measurement = {
  readonly course: string;
  readonly direction: 'to_target' | 'to_source';
  /** Answers of other items of the same skill that were offered; each should be refused. */
  readonly wrongOffered: number;
  readonly falseAccepts: readonly string[];
  /** Right answers with one random edit; each should pass as a typo. */
  readonly typosOffered: number;
  readonly typosAccepted: number;
  readonly typosRefused: readonly string[];
};
type Entry = { readonly key: string; readonly texts: readonly string[]; readonly prompt: string };
const examplesKept = 20;

/**
 * Offers every other item's answer of the same skill, and each right answer with one seeded edit. The guard may not use words that
 * occur in the wrong item alone, or it would be tested with its own vocabulary.
 */
export function measureCourse(document: CourseDocument): Measurement[] {
  const policies = {
    source: gradingPolicy(document.course.source),
    target: gradingPolicy(document.course.target),
  };
  const lexicons = planLexicons(document);
  return (['to_target', 'to_source'] as const).map((direction) => {
    const side = direction === 'to_target' ? 'target' : 'source';
    const skills = document.units
      .flatMap((unit) => unit.skills)
      .map((skill) =>
        skill.items.map(
          (item): Entry => ({
            key: item.key,
            prompt: direction === 'to_target' ? item.source : item.target,
            texts: planAnswers(item, policies.source, policies.target)
              .filter((answer) => answer.direction === direction)
              .map((answer) => answer.text),
          }),
        ),
      );
    const meter = {
      policy: policies[side],
      lexicon: new Set(lexicons[side]),
      uses: countUses(skills.flat(), policies[side]),
    };
    const wrong = measureWrong(skills, meter);
    const typos = measureTypos(skills.flat(), meter, seededRandom(`${document.course.id}:${direction}`));
    return { course: document.course.id, direction, ...wrong, ...typos };
  });
}

type Meter = {
  readonly policy: GradingPolicy;
  readonly lexicon: ReadonlySet<string>;
  /** In how many items each word occurs. */
  readonly uses: ReadonlyMap<string, number>;
};

function countUses(entries: readonly Entry[], policy: GradingPolicy): Map<string, number> {
  const uses = new Map<string, number>();
  for (const entry of entries) {
    for (const word of wordsOf(entry, policy)) uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  return uses;
}

function wordsOf(entry: Entry, policy: GradingPolicy): Set<string> {
  return new Set(entry.texts.flatMap((text) => words(normalise(text, policy), policy)));
}

function measureWrong(skills: readonly (readonly Entry[])[], meter: Meter) {
  const falseAccepts: string[] = [];
  let wrongOffered = 0;
  for (const skill of skills) {
    for (const [item, other] of pairs(skill)) {
      const offered = other.texts[0] ?? '';
      // What an author accepts for both is right for both.
      if (item.texts.some((text) => normalise(text, meter.policy) === normalise(offered, meter.policy)))
        continue;
      wrongOffered += 1;
      const own = wordsOf(other, meter.policy);
      const lexicon = {
        has: (word: string) => meter.lexicon.has(word) && !(own.has(word) && meter.uses.get(word) === 1),
      };
      const { verdict, correct, expected } = gradeAnswer(offered, item.texts, {
        policy: meter.policy,
        lexicon,
      });
      if (correct) falseAccepts.push(`“${offered}” for “${expected}” (${item.key}): ${verdict}`);
    }
  }
  return { wrongOffered, falseAccepts };
}

function* pairs(skill: readonly Entry[]): Generator<[Entry, Entry]> {
  for (const item of skill) for (const other of skill) if (other !== item) yield [item, other];
}

function measureTypos(entries: readonly Entry[], meter: Meter, random: Random) {
  const typosRefused: string[] = [];
  let typosOffered = 0;
  let typosAccepted = 0;
  for (const entry of entries) {
    const answer = entry.texts[0] ?? '';
    const slip = makeTypo(answer, meter.policy, random);
    if (slip === undefined) continue;
    typosOffered += 1;
    const { correct, verdict } = gradeAnswer(slip, entry.texts, {
      policy: meter.policy,
      lexicon: meter.lexicon,
    });
    if (correct) typosAccepted += 1;
    else if (typosRefused.length < examplesKept) typosRefused.push(`“${slip}” for “${answer}”: ${verdict}`);
  }
  return { typosOffered, typosAccepted, typosRefused };
}

/** One random edit of a letter in a word of three letters or more, where a slip of the finger is plausible. */
export function makeTypo(text: string, policy: GradingPolicy, random: Random): string | undefined {
  const letterAt = letters(text);
  const places = letterAt.flatMap((letter, place) =>
    isTypable(letterAt, place) && /\p{L}/u.test(letter) ? [place] : [],
  );
  const place = places[Math.floor(random() * places.length)];
  if (place === undefined) return undefined;
  const alphabet = letterAt.filter((letter) => /\p{L}/u.test(letter) && !/\p{Script=Han}/u.test(letter));
  const another = alphabet[Math.floor(random() * alphabet.length)] ?? 'x';
  const edits = [
    letterAt.toSpliced(place, 1),
    letterAt.toSpliced(place, 0, another),
    letterAt.toSpliced(place, 1, another),
    letterAt.toSpliced(place, 2, letterAt[place + 1] ?? another, letterAt[place] ?? another),
  ];
  const slip = edits[Math.floor(random() * edits.length)]?.join('') ?? text;
  const distance = editDistance(letters(normalise(slip, policy)), letters(normalise(text, policy)));
  return distance === 1 ? slip : undefined;
}

// Words of one or two letters have no budget, and a Han character is chosen from a list rather than typed.
function isTypable(text: readonly string[], place: number): boolean {
  const letter = text[place] ?? '';
  return /\p{L}/u.test(letter) && !/\p{Script=Han}/u.test(letter);
}
