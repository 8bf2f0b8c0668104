import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { type BackgroundWork, createBackgroundWork } from '../../../src/background-work.ts';
import { loadContent } from '../../../src/features/content/load-content.ts';
import { fixtureContent, type LearningApp, startLearning } from '../../support/learning-app.ts';
import { firstLessonId } from '../../support/practice.ts';

type Titled = { title: string };

describe('caching of lessons and profiles', () => {
  let app: LearningApp;
  let work: BackgroundWork;
  let folder: string;
  before(async () => {
    app = await startLearning({ logLevel: 'debug' });
    folder = await mkdtemp(path.join(tmpdir(), 'linguamate-cache-'));
    await cp(fixtureContent, folder, { recursive: true });
    work = createBackgroundWork({
      ...app.deps,
      logger: (await import('@linguamate/shared/testing/logger')).silentLogger(),
    });
  });
  after(async () => {
    await work.stop();
    await app.close();
    await rm(folder, { recursive: true });
  });

  /** How many statements a request causes, as the database log tells. */
  async function queriesOf(request: () => Promise<{ status: number }>): Promise<number> {
    const count = () => app.log.lines.filter((line) => line.msg === 'query').length;
    const start = count();
    assert.equal((await request()).status, 200);
    return count() - start;
  }

  it('a lesson, a course and a learn page are read from the database once', async () => {
    const lesson = await firstLessonId(app);
    for (const address of [`/api/lessons/${lesson}`, '/api/courses/mini-es-en', '/api/learn/es']) {
      assert.ok((await queriesOf(() => app.client.get(address))) > 0, address);
      assert.equal(await queriesOf(() => app.client.get(address)), 0, address);
    }
  });

  it('many who ask at the same moment cause one load', async () => {
    const lesson = await firstLessonId(app, 'hello-2');
    const one = await queriesOf(() => app.client.get(`/api/lessons/${lesson}`));
    await app.redis.flush();
    await app.deps.cache.invalidate(`lesson:${lesson}`);
    const many = await queriesOf(async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => app.client.get(`/api/lessons/${lesson}`)),
      );
      return { status: Math.max(...answers.map(({ status }) => status)) };
    });
    assert.equal(many, one);
  });

  it('the learner’s record is read once, and again after it has changed', async () => {
    const learner = await app.learner();
    const first = await queriesOf(() => learner.get('/api/progress'));
    const second = await queriesOf(() => learner.get('/api/progress'));
    assert.ok(second < first);
    await learner.patch('/api/preferences', { body: { dayStartHour: 3 } });
    assert.equal(await queriesOf(() => learner.get('/api/progress')), second + 1);
  });

  it('a new version of a course is seen at once by way of its event', async () => {
    work.start();
    const lesson = await firstLessonId(app);
    const read = async () => (await app.client.get<Titled>(`/api/lessons/${lesson}`)).body.title;
    assert.equal(await read(), 'First words');
    const file = path.join(folder, 'mini-es-en/units/01-greetings.yaml');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('title: First words', 'title: Very first words'),
    );
    await loadContent(app.deps.db, folder, { clock: app.clock });
    await waitFor(async () => (await read()) === 'Very first words', { message: 'the new title' });
  });

  it('hits and misses are counted', async () => {
    const metrics = await app.deps.metrics.render();
    assert.match(metrics, /cache_requests_total\{result="hit"[^}]*\} [1-9]/);
    assert.match(metrics, /cache_requests_total\{result="miss"[^}]*\} [1-9]/);
  });
});
