import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { expandAnswer } from '../../../src/features/content/answer-grammar.ts';
import { gradingPolicy } from '../../../src/features/grading/policies.ts';
import { mergePairs, plainText } from '../../../src/features/imports/pairs.ts';
import { courseOfPairs } from '../../../src/features/imports/pairs-to-course.ts';
import { readCsv, readTatoeba } from '../../../src/features/imports/read-csv.ts';
import { readLibreLingo } from '../../../src/features/imports/read-librelingo.ts';

function reading(read: typeof readCsv, text: string) {
  const warnings: string[] = [];
  const pairs = read(text, (line, message) => warnings.push(`${line}: ${message}`));
  return { pairs, warnings, texts: pairs.map(({ source, target }) => [source, target]) };
}
const policies = { source: gradingPolicy('en'), target: gradingPolicy('de') };

describe('CSV and TSV', () => {
  it('finds columns by their names, guesses the separator and drops markup and sounds', () => {
    const { texts, pairs, warnings } = reading(
      readCsv,
      'key,text:fr,ipa:fr,audio:fr\r\nart,"l\'art",/laʁ/,[sound:art.mp3]\r\n"to ""go""",<b>aller</b>,,\r\n',
    );
    assert.deepEqual(texts, [
      ['art', "l'art"],
      ['to "go"', 'aller'],
    ]);
    assert.deepEqual([pairs[0]?.ipa, warnings], ['laʁ', []]);
  });
  it('honours the header lines of Anki', () => {
    const { texts, pairs } = reading(
      readCsv,
      '#separator:tab\n#html:true\n#tags column:3\nthe cat\tel gato&nbsp;\ta b\n',
    );
    assert.deepEqual(texts, [['the cat', 'el gato']]);
    assert.deepEqual(pairs[0]?.tags, ['a', 'b']);
    assert.equal(pairs[0].line, 4);
  });
  it('takes the first two columns where nothing is named, and knows semicolons', () => {
    assert.deepEqual(reading(readCsv, 'hola;hello\nno;no\n').texts, [
      ['hola', 'hello'],
      ['no', 'no'],
    ]);
  });
  it('reports rows that cannot be used with their line, and goes on', () => {
    const { texts, warnings } = reading(readCsv, `a,b\nlonely\n,empty\n${'x'.repeat(301)},y\nc,d\n`);
    assert.deepEqual(texts, [
      ['a', 'b'],
      ['c', 'd'],
    ]);
    assert.deepEqual(warnings, [
      '2: has only one column',
      '3: has an empty text',
      '4: has a text of more than 300 characters',
    ]);
  });
  it('survives any text', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab,";\t\n\r#:<>&\u0000\ufeff'), maxLength: 60 });
    fc.assert(fc.property(text, (value) => void reading(readCsv, value)));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => void reading(readTatoeba, value)));
  });
});

describe('Tatoeba pairs', () => {
  it('takes quotes as they are, skips the odd header line, and reads Windows line ends', () => {
    const { texts, warnings } = reading(
      readTatoeba,
      '1\t2\r\nHi.\tHallo!\tCC-BY\r\nHe said "go".\tEr sagte: "Geh".\r\n\r\nalone\r\n',
    );
    assert.deepEqual(texts.slice(1), [
      ['Hi.', 'Hallo!'],
      ['He said "go".', 'Er sagte: "Geh".'],
    ]);
    assert.deepEqual(warnings, ['5: has only one column']);
  });
});

describe('merging pairs', () => {
  const pair = (source: string, target: string, line = 1) => ({ source, target, line });
  it('makes further translations of a prompt accepted answers, in both directions', () => {
    const [hi, hello] = mergePairs(
      [pair('Hi.', 'Hallo!'), pair('Hi.', 'Grüß Gott!'), pair('hi', 'hallo'), pair('Hello.', 'Hallo!')],
      policies,
    );
    assert.deepEqual([hi?.target, hi?.moreTargets, hi?.moreSources], ['Hallo!', ['Grüß Gott!'], ['Hello.']]);
    assert.deepEqual([hello?.target, hello?.moreSources], ['Hallo!', ['Hi.']]);
  });
  it('lays a list out as lessons of ten and keys items by their prompt', () => {
    const pairs = Array.from({ length: 25 }, (_, index) => pair(`word ${index}`, `Wort (${index})/x`));
    const meta = { id: 'x', title: 'X', source: 'en', target: 'de', licence: 'CC0', attribution: 'me' };
    const document = courseOfPairs(pairs, meta);
    const [skill] = document.units[0]?.skills ?? [];
    assert.deepEqual(
      skill?.lessons.map(({ items }) => items.length),
      [10, 10, 5],
    );
    assert.deepEqual(
      courseOfPairs(pairs.toReversed(), meta).units[0]?.skills[0]?.items.at(-1)?.key,
      skill?.items[0]?.key,
    );
  });
  it('brackets and slashes of foreign texts are no grammar', () => {
    const [item] =
      courseOfPairs([pair('a', 'b'), pair('a', 'c [d] (e|f) g/h')], {
        id: 'x',
        title: 'X',
        source: 'en',
        target: 'de',
        licence: 'CC0',
        attribution: 'me',
      }).units[0]?.skills[0]?.items ?? [];
    assert.deepEqual(expandAnswer(item?.accept?.target?.[0] ?? ''), ['c [d] (e|f) g/h']);
  });
});

describe('markup', () => {
  it('leaves nothing that a browser would run', () => {
    assert.equal(plainText('<img src=x onerror=alert(1)>hola<script>alert(1)</script> <b'), 'hola');
    assert.equal(plainText('&lt;script&gt;'), '<script>');
    assert.equal(plainText('a&#x110000;b&#xD800;c\u0000d'), 'abc d');
    assert.equal(plainText('caf\u0065\u0301'), 'café');
  });
});

describe('LibreLingo courses', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'linguamate-librelingo-'));
    const files: Record<string, string> = {
      'course.yaml': `Course:
  Language: { Name: Spanish, IETF BCP 47: es }
  For speakers of: { Name: English, IETF BCP 47: en }
  License: { Name: CC0 1.0, Short name: CC0 }
  Repository: https://example.org/course
Modules: [basics/, missing/, ../../outside/]
`,
      'basics/module.yaml': 'Module: { Name: Basics }\nSkills: [hello.yaml, broken.yaml, link.yaml]\n',
      'basics/skills/hello.yaml': `Skill: { Name: Hello, Id: 7 }
New words:
  - { Word: no, Translation: no }
  - { Word: correo, Synonyms: [oficina de correos], Translation: "{post office}", Also accepted: [mail (office)] }
  - { Word: sin traducción }
  - { Word: nope, Translation: "No!" }
Phrases:
  - { Phrase: Yo soy Ana, Alternative versions: [Soy Ana], Translation: I am Ana, Alternative translations: ["I'm Ana"] }
`,
      'basics/skills/broken.yaml': 'Skill: { Name: x\n',
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    await symlink('/etc/hostname', path.join(folder, 'basics/skills/link.yaml'));
  });
  after(() => rm(folder, { recursive: true }));

  it('become courses with their synonyms and alternatives, and "no" stays a word', async () => {
    const { document } = await readLibreLingo(folder, 'imported-es');
    assert.deepEqual(
      [document.course.source, document.course.target, document.course.licence.name],
      ['en', 'es', 'CC0'],
    );
    const items = document.units[0]?.skills[0]?.items ?? [];
    assert.deepEqual(
      items.map(({ target, source }) => [target, source]),
      [
        ['no', 'no'],
        ['correo', 'post office'],
        ['Yo soy Ana', 'I am Ana'],
      ],
    );
    assert.deepEqual(items[1]?.accept?.target, ['oficina de correos']);
    assert.deepEqual(expandAnswer(items[1].accept?.source?.[0] ?? ''), ['mail (office)']);
  });
  it('report broken files, repeats, and names and links that lead outside, each with its place', async () => {
    const { warnings } = await readLibreLingo(folder, 'imported-es');
    const said = warnings.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n');
    assert.match(said, /broken\.yaml:\d+: /);
    assert.match(said, /missing\/module\.yaml:1: cannot be read/);
    assert.match(said, /outside\/module\.yaml:1: (cannot be read|lies outside)/);
    assert.match(said, /link\.yaml:1: lies outside of the course/);
    assert.match(said, /hello\.yaml:1: has an entry without/);
    assert.match(said, /hello\.yaml:1: repeats "No!"/);
  });
  it('without a course file are refused', async () => {
    await assert.rejects(readLibreLingo(path.join(folder, 'basics'), 'x'), /has no readable course\.yaml/);
  });
});
