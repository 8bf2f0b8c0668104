import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadContent } from '../../../src/features/content/load-content.ts';
import { CourseProblems } from '../../../src/features/content/read-course.ts';
import { fixtureContent, type LearningApp, startLearning } from '../../support/learning-app.ts';

describe('loading courses', () => {
  let app: LearningApp;
  let folder: string;
  const load = () => loadContent(app.deps.db, folder, { clock: app.clock });
  const ids = async (table: 'lessons' | 'items' | 'exercises') =>
    (
      await app.deps.db.selectFrom(table).select('id').where('retired', '=', false).orderBy('id').execute()
    ).map((row) => row.id);
  const edit = async (file: string, from: string, to: string) => {
    const where = path.join(folder, 'mini-es-en', file);
    const text = await readFile(where, 'utf8');
    assert.ok(text.includes(from), `fixture no longer contains ${from}`);
    await writeFile(where, text.replace(from, to));
  };

  before(async () => {
    app = await startLearning({ contentDir: null });
    folder = await mkdtemp(path.join(tmpdir(), 'linguamate-content-'));
    await cp(fixtureContent, folder, { recursive: true });
  });
  after(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  it('publishes a course with its lessons, items, answers, exercises and scenes', async () => {
    const [publication] = await load();
    assert.deepEqual(
      { ...publication, courseId: undefined },
      { slug: 'mini-es-en', courseId: undefined, change: 'created', version: 1, lessons: 3, items: 17 },
    );
    const answers = await app.deps.db
      .selectFrom('accepted_answers')
      .innerJoin('items', 'items.id', 'accepted_answers.item_id')
      .select(['text', 'is_primary'])
      .where('items.key', '=', 'i-am-ana')
      .where('direction', '=', 'to_target')
      .orderBy('accepted_answers.ord')
      .execute();
    assert.deepEqual(
      answers.map((row) => row.text),
      ['Yo soy Ana.', 'Yo me llamo Ana', 'soy Ana', 'me llamo Ana'],
    );
    assert.deepEqual(
      answers.map((row) => row.is_primary),
      [true, false, false, false],
    );
    const scene = await app.deps.db.selectFrom('dialogue_scenes').selectAll().executeTakeFirstOrThrow();
    assert.equal(scene.lines.length, 3);
  });

  it('changes nothing when the same course is loaded again', async () => {
    const before = [await ids('lessons'), await ids('items'), await ids('exercises')];
    const [again] = await load();
    assert.equal(again?.change, 'unchanged');
    assert.equal(again.version, 1);
    assert.deepEqual([await ids('lessons'), await ids('items'), await ids('exercises')], before);
  });

  it('keeps the ids of everything whose key stays, and retires what a new version drops', async () => {
    const before = { lessons: await ids('lessons'), items: await ids('items') };
    await edit('units/02-animals.yaml', 'target: pato, source: duck', 'target: pata, source: duck');
    await edit('units/02-animals.yaml', ', my-father]', ']');
    await edit(
      'units/02-animals.yaml',
      /.*key: my-father.*/.exec(
        await readFile(path.join(folder, 'mini-es-en/units/02-animals.yaml'), 'utf8'),
      )?.[0] ?? '',
      '',
    );
    const [publication] = await load();
    assert.deepEqual([publication?.change, publication?.version, publication?.items], ['updated', 2, 16]);
    assert.deepEqual(await ids('lessons'), before.lessons);
    const now = await ids('items');
    assert.equal(now.length, before.items.length - 1);
    assert.ok(now.every((id) => before.items.includes(id)));
    const duck = await app.deps.db
      .selectFrom('items')
      .selectAll()
      .where('key', '=', 'duck')
      .executeTakeFirstOrThrow();
    assert.equal(duck.target_text, 'pata');
    const versions = await app.deps.db
      .selectFrom('course_versions')
      .select(['number', 'status'])
      .orderBy('number')
      .execute();
    assert.deepEqual(versions, [
      { number: 1, status: 'archived' },
      { number: 2, status: 'published' },
    ]);
  });

  it('keeps answers that were accepted from learners’ reports', async () => {
    const hola = await app.deps.db
      .selectFrom('items')
      .select('id')
      .where('key', '=', 'hola')
      .executeTakeFirstOrThrow();
    await app.deps.db
      .insertInto('accepted_answers')
      .values({
        id: crypto.randomUUID(),
        item_id: hola.id,
        direction: 'to_source',
        text: 'hullo',
        text_norm: 'hullo',
        is_primary: false,
        ord: 99,
        origin: 'report',
      })
      .execute();
    await edit('course.yaml', 'version: 1', 'version: 1.1');
    await load();
    const kept = await app.deps.db
      .selectFrom('accepted_answers')
      .select('text')
      .where('origin', '=', 'report')
      .execute();
    assert.deepEqual(kept, [{ text: 'hullo' }]);
  });

  it('announces each new version once', async () => {
    const events = await app.deps.db.selectFrom('outbox').select('name').execute();
    assert.deepEqual(
      events.map((event) => event.name),
      ['course.published', 'course.published', 'course.published'],
    );
  });

  it('refuses a course with mistakes whole, naming file and line', async () => {
    await edit('units/02-animals.yaml', 'key: dog,', 'key: cat,');
    const before = await ids('items');
    await assert.rejects(load, (error: unknown) => {
      assert.ok(error instanceof CourseProblems);
      assert.match(
        error.message,
        /02-animals\.yaml:\d+: item key "cat" is already used in 02-animals\.yaml:\d+/,
      );
      return true;
    });
    assert.deepEqual(await ids('items'), before);
  });
});
