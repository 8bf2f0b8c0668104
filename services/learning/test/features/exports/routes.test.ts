import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readCsv } from '../../../src/features/imports/read-csv.ts';
import { type LearningApp, startLearning } from '../../support/learning-app.ts';
import { firstLessonId, type Session, takeLesson } from '../../support/practice.ts';

describe('exports', () => {
  let app: LearningApp;
  before(async () => {
    app = await startLearning();
  });
  after(() => app.close());

  it('GET /api/exports/me: 200 with everything about the learner, and no answer of a session that is still open', async () => {
    const learner = await app.learner();
    const lessonId = await firstLessonId(app);
    await takeLesson(app, learner, lessonId);
    await learner.post<Session>('/api/practice/sessions', { body: { lessonId } });
    await learner.post('/api/chat/threads', { body: {} });
    const { status, body, text } = await learner.get<Record<string, unknown[]>>('/api/exports/me');
    assert.equal(status, 200);
    const counts = Object.fromEntries(Object.entries(body).map(([table, rows]) => [table, rows.length]));
    assert.deepEqual(
      {
        learners: 1,
        practiceSessions: 2,
        attempts: 6,
        cards: 12,
        reviewLog: 6,
        xpLedger: 8,
        activityDays: 1,
        chatThreads: 1,
      },
      Object.fromEntries(
        [
          'learners',
          'practiceSessions',
          'attempts',
          'cards',
          'reviewLog',
          'xpLedger',
          'activityDays',
          'chatThreads',
        ].map((table) => [table, counts[table]]),
      ),
    );
    assert.doesNotMatch(text, /"served"|"keys"/);
  });
  it('GET /api/exports/me: 200 with nothing of anybody else', async () => {
    const learner = await app.learner();
    const { body } = await learner.get<Record<string, unknown[]>>('/api/exports/me');
    assert.deepEqual(body.attempts, []);
    assert.equal(body.learners?.length, 1);
  });
  it('GET /api/exports/reviews.csv: 200 with one line per review', async () => {
    const learner = await app.learner();
    await takeLesson(app, learner, await firstLessonId(app));
    const { headers, text } = await learner.get('/api/exports/reviews.csv');
    assert.match(headers.get('content-type') ?? '', /text\/csv/);
    const [header, ...lines] = text.trim().split('\n');
    assert.equal(header, 'cardId,prompt,direction,rating,reviewedAt,day,latencyMs,origin');
    assert.equal(lines.length, 6);
  });
  it('GET /api/exports/courses/{courseId}: 200 for authors, in a form that can be imported again', async () => {
    const { id } = (await app.client.get<{ id: string }>('/api/courses/mini-es-en')).body;
    const author = await app.learner(undefined, ['author']);
    const { text } = await author.get(`/api/exports/courses/${id}`);
    const pairs = readCsv(text, () => assert.fail('a line cannot be read'));
    assert.ok(pairs.some(({ source, target }) => source === 'I am Ana.' && target === 'me llamo Ana'));
  });
  it('GET /api/exports/courses/{courseId}: 404 for learners, since it holds every answer', async () => {
    const { id } = (await app.client.get<{ id: string }>('/api/courses/mini-es-en')).body;
    assert.equal((await (await app.learner()).get(`/api/exports/courses/${id}`)).status, 404);
  });
});
