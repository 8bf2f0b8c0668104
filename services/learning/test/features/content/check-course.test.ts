import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { checkContent } from '../../../src/features/content/check-content.ts';
import { formatProblem } from '../../../src/features/content/read-course.ts';

const fixtures = path.join(import.meta.dirname, '../../fixtures/content');
const animals = 'units/02-animals.yaml';

describe('checking courses', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'linguamate-check-'));
    await cp(fixtures, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function problemsAfter(file: string, from: string, to: string): Promise<string[]> {
    const where = path.join(folder, 'mini-es-en', file);
    const text = await readFile(where, 'utf8');
    assert.ok(text.includes(from), `fixture no longer contains ${from}`);
    await writeFile(where, text.replace(from, to));
    return (await checkContent(folder)).problems.map(formatProblem);
  }

  it('finds nothing wrong with the fixture', async () => {
    assert.deepEqual(await checkContent(folder), { courses: ['mini-es-en'], problems: [] });
  });

  const mistakes: [name: string, file: string, from: string, to: string, problem: RegExp][] = [
    [
      'a missing field',
      animals,
      'target: gato,\n          ',
      '',
      /02-animals\.yaml:8: skills\.0\.items\.0 lacks target/,
    ],
    ['an unknown field', animals, 'gender: m }', 'gendre: m }', /:16: .*unknown fields: gendre/],
    [
      'a wrong kind',
      animals,
      'kind: word, target: perro',
      'kind: noun, target: perro',
      /:16: .*kind is not one of/,
    ],
    [
      'a duplicate mapping key',
      animals,
      'source: dog,',
      'source: dog, source: hound,',
      /:16: Map keys must be unique/,
    ],
    ['broken YAML', animals, 'skills:', 'skills: [', /02-animals\.yaml:\d+: /],
    [
      'a key used twice',
      animals,
      'key: dog,',
      'key: hola,',
      /item key "hola" is already used in 01-greetings\.yaml:\d+/,
    ],
    [
      'an item of another skill',
      animals,
      '[cat,',
      '[hola,',
      /:6: item "hola" does not exist in skill "pets"/,
    ],
    ['an item twice in a lesson', animals, '[cat, dog', '[cat, cat, dog', /item "cat" is listed twice/],
    ['an item in no lesson', animals, 'bird, horse', 'bird', /item "horse" is in no lesson/],
    ['a level the course does not name', animals, 'cefr: A2', 'cefr: B1', /B1 is missing from "cefr"/],
    [
      'grammar in a shown text',
      animals,
      'target: pato,',
      'target: pato/pata,',
      /move variants to accept\.target/,
    ],
    ['an unclosed bracket', animals, '["el gato"]', '["[el gato"]', /"\[" is never closed/],
    ['an answer that adds nothing', animals, '["el gato"]', '["¡Gato!"]', /adds nothing/],
    ['stray spaces', animals, 'target: pato,', 'target: "pato ",', /has stray spaces/],
    ['decomposed letters', animals, 'pájaro', 'pa\u0301jaro', /normal form C/],
    [
      'a wrong choice that is right',
      animals,
      'source: dog,',
      'source: dog, distractors: [Perro],',
      /also an accepted answer/,
    ],
    ['two items with one prompt', animals, 'source: duck', 'source: dog', /is also the prompt of "dog"/],
    [
      'a key phrase nobody says',
      'units/01-greetings.yaml',
      'keyPhrases: [hola,',
      'keyPhrases: [buenas noches,',
      /does not occur in any line/,
    ],
    [
      'a course id unlike its folder',
      'course.yaml',
      'id: mini-es-en',
      'id: other',
      /course\.yaml:1: course id "other"/,
    ],
    ['a wrong language tag', 'course.yaml', 'target: es', 'target: Spanish', /target does not match/],
    ['too few numbers', 'learn.yaml', '  - { value: 9, target: nueve }\n', '', /learn\.yaml:\d+: numbers/],
  ];
  for (const [name, file, from, to, problem] of mistakes) {
    it(`names file and line of ${name}`, async () => {
      const problems = await problemsAfter(file, from, to);
      assert.ok(
        problems.some((line) => problem.test(line)),
        problems.join('\n') || 'no problem found',
      );
    });
  }

  it('units must follow one another in CEFR order', async () => {
    const problems = await problemsAfter('units/01-greetings.yaml', 'cefr: A1', 'cefr: A2');
    assert.deepEqual(problems, []);
    const later = await problemsAfter(animals, 'cefr: A2', 'cefr: A1');
    assert.match(later.join('\n'), /CEFR order/);
  });

  it('words such as no, yes and on stay words', async () => {
    const problems = await problemsAfter(animals, 'target: perro, source: dog', 'target: on, source: yes');
    assert.deepEqual(problems, []);
  });

  it('an alias bomb, a file in another encoding and a missing course file are reported, not suffered', async () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
    for (let level = 1; level < 9; level += 1) {
      const before = String.fromCharCode(96 + level);
      bomb.push(
        `${String.fromCharCode(97 + level)}: &${String.fromCharCode(97 + level)} [${`*${before},`.repeat(9)}*${before}]`,
      );
    }
    await writeFile(path.join(folder, 'mini-es-en', 'learn.yaml'), bomb.join('\n'));
    await writeFile(path.join(folder, 'mini-es-en', animals), Buffer.from([0xff, 0xfe, 0x41]));
    await mkdir(path.join(folder, 'empty'));
    const problems = (await checkContent(folder)).problems.map(formatProblem).join('\n');
    assert.match(problems, /learn\.yaml:1: .*alias/i);
    assert.match(problems, /02-animals\.yaml:1: cannot be read/);
    assert.match(problems, /course\.yaml:1: cannot be read/);
    assert.match(problems, /at least one unit file/);
  });
});
