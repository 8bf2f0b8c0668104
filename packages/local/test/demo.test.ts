import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openPhraseBook, withoutAccents, withTypo } from '../src/demo/phrase-book.ts';
import { wrap } from '../src/demo/print.ts';

describe("The demo's learner", () => {
  test('knows what the course book says, in both directions', () => {
    const folder = mkdtempSync(join(tmpdir(), 'linguamate-book-'));
    mkdirSync(join(folder, 'xx/units'), { recursive: true });
    writeFileSync(
      join(folder, 'xx/units/01.yaml'),
      'skills: [{ items: [{ target: "Hola", source: hello }] }]',
    );
    const book = openPhraseBook(folder, 'xx');
    assert.equal(book.lookUp('hola'), 'hello');
    assert.equal(book.lookUp('Hello'), 'Hola');
    assert.equal(book.lookUp('adiós'), undefined);
    assert.equal(openPhraseBook(folder, 'no-such-course').lookUp('hola'), undefined);
    rmSync(folder, { recursive: true });
  });

  test('slips in the longest word only, and types no accents', () => {
    assert.equal(withTypo('see you later'), 'see you ltaer');
    assert.equal(withTypo('sí'), 'sí');
    assert.equal(withoutAccents('buenos días, señor'), 'buenos dias, senor');
  });
});

describe('Course texts on a terminal', () => {
  test('lines of one paragraph are joined and broken anew; paragraphs and list entries stay apart', () => {
    assert.equal(wrap('one\ntwo\n\n- three\n- four', '| '), '| one two\n|\n| - three\n| - four');
    assert.ok(
      wrap('word '.repeat(60), '  ')
        .split('\n')
        .every((line) => line.length <= 88),
    );
  });
});
