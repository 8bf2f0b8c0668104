import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { listFiles } from './project-files.ts';
import { readSourceFacts } from './source-facts.ts';

const longestFunction = 50;
const usualFunction = 25;
const longestFile = 300;

// Migrations are frozen in time: a long table definition stays as it was applied.
const sources = listFiles(/^(bin|bench|packages\/[^/]+\/src|services\/[^/]+\/src)\/.*\.(ts|mjs)$/).filter(
  (file) => !file.endsWith('.generated.ts'),
);
const tests = listFiles(/^(tests|packages\/[^/]+\/test|services\/[^/]+\/test)\/.*\.ts$/);
const sourceFacts = sources.map((file) => readSourceFacts(file));
const testFacts = tests.map((file) => readSourceFacts(file));
const isMigration = (file: string): boolean => /\/(event-)?migrations\//.test(file);

describe('Size and shape of the code', () => {
  test('the checks see the code: every service and package is among the files', () => {
    for (const place of [
      'bin',
      'packages/shared',
      'packages/local',
      'services/gateway',
      'services/auth',
      'services/learning',
    ]) {
      assert.ok(
        sources.some((file) => file.startsWith(`${place}/`)),
        `no source file in ${place}`,
      );
    }
  });

  test(`no function has more than ${longestFunction} lines`, () => {
    const long = sourceFacts
      .filter(({ file }) => !isMigration(file))
      .flatMap(({ file, functions }) =>
        functions
          .filter(({ lineCount }) => lineCount > longestFunction)
          .map((f) => `${file}:${f.line} ${f.name} ${f.lineCount}`),
      );
    assert.deepEqual(long, []);
  });

  test(`nine functions of ten have at most ${usualFunction} lines`, () => {
    const lengths = sourceFacts
      .flatMap(({ functions }) => functions.map(({ lineCount }) => lineCount))
      .sort((a, b) => a - b);
    const ninetieth = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
    assert.ok(lengths.length > 500, `only ${lengths.length} functions were found`);
    assert.ok(ninetieth <= usualFunction, `the 90th percentile is ${ninetieth} lines`);
  });

  test(`no file has more than ${longestFile} lines`, () => {
    const long = [...sourceFacts, ...testFacts].filter(({ lineCount }) => lineCount > longestFile);
    assert.deepEqual(
      long.map(({ file, lineCount }) => `${file} ${lineCount}`),
      [],
    );
  });

  test('the type any is written nowhere', () => {
    const found = [...sourceFacts, ...testFacts].flatMap(({ file, anyAt }) =>
      anyAt.map((line) => `${file}:${line}`),
    );
    assert.deepEqual(found, []);
  });
});

describe('The measure itself', () => {
  test('counts nested and arrow functions, and finds any where it hides', () => {
    const text =
      'const f = (): void => {\n  function g(): any {\n    return 1;\n  }\n  g();\n};\nexport { f };\n';
    const facts = readSourceFacts('sample.ts', text);
    assert.deepEqual(facts.functions.map(({ lineCount }) => lineCount).sort(), [3, 6]);
    assert.deepEqual(facts.anyAt, [2]);
    assert.equal(facts.lineCount, 7);
  });
});
