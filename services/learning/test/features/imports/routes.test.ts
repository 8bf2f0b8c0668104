import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { type BackgroundWork, createBackgroundWork } from '../../../src/background-work.ts';
import { runImport } from '../../../src/features/imports/run-import.ts';
import { type LearningApp, startLearning, type TestLearner } from '../../support/learning-app.ts';

type Import = {
  id: string;
  status: string;
  progress: number;
  courseId: string;
  items: number;
  change: string;
  warnings: { line: number; message: string }[];
  failure: string | null;
  code?: string;
};
const body = {
  format: 'csv',
  title: 'My words',
  source: 'en',
  target: 'es',
  text: 'dog,perro\ncat,gato\nhouse,casa\nbroken\n',
};

describe('imports', () => {
  let app: LearningApp;
  let work: BackgroundWork;
  before(async () => {
    app = await startLearning({ contentDir: null });
    work = createBackgroundWork(app.deps);
  });
  after(async () => {
    await work.stop();
    await app.close();
  });
  const bring = async (learner: TestLearner, more = {}) =>
    (await learner.post<Import>('/api/imports', { body: { ...body, ...more } })).body;
  const finished = (learner: TestLearner, id: string) =>
    waitFor(async () => {
      const { body: found } = await learner.get<Import>(`/api/imports/${id}`);
      return found.status === 'done' || found.status === 'failed' ? found : undefined;
    });

  describe('POST /api/imports', () => {
    it('202: an import that found no worker is taken up by the next one that starts', async () => {
      const learner = await app.learner();
      const { id, status } = await bring(learner);
      assert.equal(status, 'queued');
      work.start();
      const done = await finished(learner, id);
      assert.deepEqual([done.status, done.items, done.change, done.progress], ['done', 3, 'created', 1]);
      assert.deepEqual(done.warnings, [{ file: 'text', line: 4, message: 'has only one column' }]);
    });
    it('202: the course belongs to its owner and can be practised by nobody else', async () => {
      const learner = await app.learner();
      const { courseId } = await finished(learner, (await bring(learner)).id);
      const { body: lessons } = await learner.get<{ items: { id: string }[] }>(
        `/api/courses/${courseId}/lessons`,
      );
      const lessonId = lessons.items[0]?.id;
      assert.equal((await learner.post('/api/practice/sessions', { body: { lessonId } })).status, 201);
      const stranger = await app.learner();
      assert.equal((await stranger.get(`/api/courses/${courseId}`)).status, 404);
      assert.equal((await stranger.post('/api/practice/sessions', { body: { lessonId } })).status, 404);
      assert.equal((await app.client.get(`/api/courses/${courseId}`)).status, 404);
    });
    it('202: the same list again changes nothing; a longer one extends the course and keeps its items', async () => {
      const learner = await app.learner();
      const first = await finished(learner, (await bring(learner)).id);
      const again = await finished(learner, (await bring(learner)).id);
      assert.deepEqual([again.change, again.courseId], ['unchanged', first.courseId]);
      const items = () =>
        app.deps.db
          .selectFrom('items')
          .select('id')
          .where('course_id', '=', first.courseId)
          .orderBy('id')
          .execute();
      const before = await items();
      const longer = await finished(
        learner,
        (await bring(learner, { text: `${body.text}bird,pájaro\n` })).id,
      );
      assert.deepEqual([longer.change, longer.items], ['updated', 4]);
      assert.deepEqual((await items()).slice(0, 3), before);
    });
    it('202: the same Idempotency-Key makes one import', async () => {
      const learner = await app.learner();
      const headers = { 'idempotency-key': newId() };
      const [first, again] = await Promise.all(
        [1, 2].map(() => learner.post<Import>('/api/imports', { headers, body })),
      );
      const made = await app.deps.db
        .selectFrom('imports')
        .select('id')
        .where('user_id', '=', learner.userId)
        .execute();
      assert.equal(made.length, 1);
      assert.ok([first, again].every((answer) => answer?.status === 409 || answer?.body.id === made[0]?.id));
      await finished(learner, made[0]?.id ?? '');
    });
    it('202: a text without a usable pair fails with a sentence', async () => {
      const learner = await app.learner();
      const failed = await finished(learner, (await bring(learner, { text: '\u0001\n"' })).id);
      assert.deepEqual(
        [failed.status, failed.failure],
        ['failed', 'There is not a single usable pair in the text.'],
      );
    });
    it('a job that runs twice, or for an import that is gone, does no harm', async () => {
      const learner = await app.learner();
      const { id } = await bring(learner);
      await finished(learner, id);
      await runImport(app.deps, id);
      await runImport(app.deps, newId());
    });
    it('400: refuses unknown formats and languages', async () => {
      const learner = await app.learner();
      for (const wrong of [{ format: 'exe' }, { target: 'Spanish' }, { text: '' }]) {
        assert.equal((await learner.post('/api/imports', { body: { ...body, ...wrong } })).status, 400);
      }
    });
    it('413: refuses a text beyond the limit', async () => {
      const learner = await app.learner();
      const { status } = await learner.post('/api/imports', {
        body: { ...body, text: 'x'.repeat(9_000_000) },
      });
      assert.equal(status, 413);
    });
  });

  it('GET /api/imports/{importId}: 404 for somebody else’s', async () => {
    const learner = await app.learner();
    const { id } = await bring(learner);
    const { status, body: problem } = await (await app.learner()).get<Import>(`/api/imports/${id}`);
    assert.deepEqual([status, problem.code], [404, 'import_not_found']);
    await finished(learner, id);
  });
});
