import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { editDistance, letters } from '../../../src/features/grading/edit-distance.ts';
import { gradeAnswer, verdicts } from '../../../src/features/grading/grade-answer.ts';
import { normalise } from '../../../src/features/grading/normalise.ts';
import { gradingPolicy } from '../../../src/features/grading/policies.ts';

const languages = [
  'en',
  'es',
  'fr',
  'de',
  'it',
  'pt',
  'sv',
  'tr',
  'pl',
  'ru',
  'ar',
  'he',
  'ja',
  'zh',
  'th',
  'vi',
  'xx',
];
const language = fc.constantFrom(...languages);
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
const none = new Set<string>();

function verdict(tag: string, answer: string, accepted: string[], lexicon: ReadonlySet<string> = none) {
  return gradeAnswer(answer, accepted, { policy: gradingPolicy(tag), lexicon }).verdict;
}

describe('grading holds for every text and language', () => {
  it('an accepted answer is exact, whatever its position and whatever the course teaches', () => {
    fc.assert(
      fc.property(
        language,
        fc.array(text, { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (tag, accepted, pick) => {
          const answer = accepted[pick % accepted.length] ?? '';
          fc.pre(normalise(answer, gradingPolicy(tag)) !== '');
          assert.equal(verdict(tag, answer, accepted, new Set(accepted)), 'exact');
        },
      ),
    );
  });

  it('more accepted answers never make a verdict worse', () => {
    fc.assert(
      fc.property(
        language,
        text,
        fc.array(text, { minLength: 1, maxLength: 3 }),
        text,
        (tag, answer, accepted, more) => {
          const before = verdicts.indexOf(verdict(tag, answer, accepted));
          const after = verdicts.indexOf(verdict(tag, answer, [...accepted, more]));
          assert.ok(after <= before);
        },
      ),
    );
  });

  it('capitals, punctuation around words and doubled spaces never change a verdict', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdefghño'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (parts) => {
        assert.equal(verdict('es', `¿ ${parts.join('  ').toUpperCase()} !?`, [parts.join(' ')]), 'exact');
      }),
    );
  });

  it('a word of the course never passes for another one', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abco'), minLength: 3, maxLength: 6 });
    fc.assert(
      fc.property(word, word, (answer, expected) => {
        fc.pre(answer !== expected);
        assert.equal(verdict('es', answer, [expected], new Set([answer, expected])), 'wrong_word');
      }),
    );
  });

  it('normalisation is idempotent', () => {
    fc.assert(
      fc.property(language, text, (tag, value) => {
        const policy = gradingPolicy(tag);
        const once = normalise(value, policy);
        assert.equal(normalise(once, policy), once);
      }),
    );
  });

  it('edit distance is symmetric, zero only for equals, and one for any single edit or swap', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcd'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.nat(), (a, b, place) => {
        const [x, y] = [letters(a), letters(b)];
        assert.equal(editDistance(x, y), editDistance(y, x));
        assert.equal(editDistance(x, y) === 0, a === b);
        const at = place % x.length;
        assert.equal(editDistance(x, [...x.slice(0, at), ...x.slice(at + 1)]), 1);
        const swapped = [...x.slice(0, at), x[at + 1], x[at], ...x.slice(at + 2)].filter(
          (l) => l !== undefined,
        );
        assert.ok(editDistance(x, swapped) <= 1);
      }),
    );
  });
});
