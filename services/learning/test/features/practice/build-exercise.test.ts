import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { normalise } from '../../../src/features/grading/normalise.ts';
import { gradingPolicy } from '../../../src/features/grading/policies.ts';
import { buildExercise, surfaceWords } from '../../../src/features/practice/build-exercise.ts';
import type { PracticeItem } from '../../../src/features/practice/content.repository.ts';
import { presets } from '../../../src/features/practice/presets.ts';
import { seededRandom } from '../../../src/features/practice/random.ts';
import { selectExercises } from '../../../src/features/practice/select-exercises.ts';
import type { ServedExercise } from '../../../src/features/practice/served-exercise.ts';

function item(target: string, source: string, more: Partial<PracticeItem> = {}): PracticeItem {
  return {
    id: target,
    skillId: 's',
    ord: 0,
    kind: target.includes(' ') ? 'sentence' : 'word',
    target,
    source,
    details: {},
    distractors: [],
    answers: { to_target: [target], to_source: [source] },
    ...more,
  };
}
const cat = item('El gato bebe leche.', 'The cat drinks milk.', {
  answers: {
    to_target: ['El gato bebe leche.', 'El gato toma leche', 'La leche la bebe el gato'],
    to_source: ['The cat drinks milk.'],
  },
});
const pool = [
  cat,
  item('El perro come carne.', 'The dog eats meat.'),
  item('Mi madre lee un libro.', 'My mother reads a book.'),
  item('perro', 'dog'),
  item('pato', 'duck'),
];

type Options = { source?: string; target?: string; preset?: keyof typeof presets; pool?: PracticeItem[] };
function build(type: ServedExercise['type'], of: PracticeItem, seed: string, options: Options = {}) {
  const { source = 'en', target = 'es', preset = 'beginner' } = options;
  const direction = type === 'multiple_choice' ? 'to_source' : 'to_target';
  return buildExercise({ id: 'x', type, direction }, of, {
    pool: options.pool ?? pool,
    policies: { source: gradingPolicy(source), target: gradingPolicy(target) },
    preset: presets[preset],
    random: seededRandom(seed),
  });
}
const seeds = Array.from({ length: 50 }, (_, index) => `seed-${index}`);

describe('word order', () => {
  it('serves the words of the sentence and two strangers, never in the right order', () => {
    for (const seed of seeds) {
      const { tokens = [] } = build('word_order', cat, seed) ?? {};
      assert.equal(tokens.length, 6);
      for (const word of ['El', 'gato', 'bebe', 'leche']) assert.ok(tokens.includes(word));
      assert.notDeepEqual(tokens.slice(0, 4), ['El', 'gato', 'bebe', 'leche']);
    }
  });
  it('cuts Japanese into words', () => {
    const sentence = item('私は学生です。', 'I am a student.', { kind: 'sentence' });
    const tokens = build('word_order', sentence, 'x', { target: 'ja', pool: [sentence] })?.tokens ?? [];
    assert.equal(tokens.toSorted().join(''), ['私', 'は', '学生', 'です'].toSorted().join(''));
  });
});

describe('gap fill', () => {
  it('hides one word, knows every word that fits, and shows the meaning', () => {
    for (const seed of seeds) {
      const exercise = build('gap_fill', cat, seed, { preset: 'intermediate' });
      assert.ok(exercise);
      assert.match(exercise.prompt, /____/u);
      assert.equal(exercise.translation, 'The cat drinks milk.');
      assert.equal(exercise.choices, undefined);
      const [key = ''] = exercise.keys ?? [];
      assert.equal(exercise.prompt.replace('____', key), 'El gato bebe leche.');
    }
    const verb = seeds
      .map((seed) => build('gap_fill', cat, seed))
      .find((exercise) => exercise?.keys?.[0] === 'bebe');
    const other = {
      ...cat,
      target: 'El gato bebe té.',
      answers: { ...cat.answers, to_target: ['El gato bebe té.', 'El gato toma té'] },
    };
    const gap = seeds
      .map((seed) => build('gap_fill', other, seed))
      .find((exercise) => exercise?.keys?.[0] === 'bebe');
    assert.deepEqual((gap ?? verb)?.keys, ['bebe', 'toma']);
  });
  it('gives beginners choices of which exactly one fits', () => {
    for (const seed of seeds) {
      const { choices = [], keys = [] } = build('gap_fill', cat, seed) ?? {};
      assert.equal(new Set(choices).size, 4);
      assert.equal(choices.filter((choice) => keys.includes(choice)).length, 1);
    }
  });
  it('shows the advanced no meaning', () => {
    assert.equal(build('gap_fill', cat, 'x', { preset: 'advanced' })?.translation, undefined);
  });
  it('is not made of a text in which no word stands out', () => {
    assert.equal(build('gap_fill', item('y y y', 'and and and'), 'x'), undefined);
  });
});

describe('multiple choice', () => {
  it('is not made when there is nothing to confuse the answer with', () => {
    assert.equal(build('multiple_choice', cat, 'x', { pool: [cat] }), undefined);
  });
  it('never offers what another item with the same prompt means', () => {
    const twin = item('perro', 'hound', { id: 'twin' });
    const dog = item('perro', 'dog');
    for (const seed of seeds) {
      const { choices = [] } =
        build('multiple_choice', dog, seed, { pool: [dog, twin, ...pool.slice(1, 3)] }) ?? {};
      assert.ok(choices.includes('dog') && !choices.includes('hound'));
    }
  });
  it('offers the author’s wrong choices first', () => {
    const dog = item('perro', 'dog', { distractors: ['perra', 'pero', 'parra'] });
    const exercise = buildExercise({ id: 'x', type: 'multiple_choice', direction: 'to_target' }, dog, {
      pool,
      policies: { source: gradingPolicy('en'), target: gradingPolicy('es') },
      preset: presets.beginner,
      random: seededRandom('x'),
    });
    assert.deepEqual(exercise?.choices?.toSorted(), ['parra', 'pero', 'perra', 'perro']);
  });
});

describe('choosing exercises', () => {
  const planned = pool.flatMap((of) =>
    presets.intermediate.mix.map(({ type, direction }) => ({
      id: `${of.id}:${type}:${direction}`,
      itemId: of.id,
      type,
      direction,
    })),
  );
  it('asks about each item once and mixes kinds', () => {
    const chosen = selectExercises(planned, presets.intermediate, seededRandom('x'));
    assert.equal(new Set(chosen.map(({ itemId }) => itemId)).size, pool.length);
    assert.ok(new Set(chosen.map(({ type }) => type)).size >= 3);
  });
  it('is the same for the same seed', () => {
    const again = () => selectExercises(planned, presets.advanced, seededRandom('same'));
    assert.deepEqual(again(), again());
  });
});

describe('surface words', () => {
  it('keep capitals and inner marks and lose the marks around them', () => {
    assert.deepEqual(surfaceWords("¡Hola! L'homme dit: «oui».", gradingPolicy('fr')), [
      'Hola',
      "L'homme",
      'dit',
      'oui',
    ]);
    assert.equal(normalise('…', gradingPolicy('fr')), '');
  });
});
