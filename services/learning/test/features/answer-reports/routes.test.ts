import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { type LearningApp, startLearning, type TestLearner } from '../../support/learning-app.ts';
import { answerKey, type Finish, firstLessonId, type Session, type Verdict } from '../../support/practice.ts';

type Report = {
  id: string;
  status: string;
  answer: string;
  prompt: string;
  reporters: number;
  code?: string;
};

describe('"my answer was right"', () => {
  let app: LearningApp;
  let courseId: string;
  before(async () => {
    app = await startLearning();
    courseId = (await app.client.get<{ id: string }>('/api/courses/mini-es-en')).body.id;
  });
  after(() => app.close());

  /** A finished session whose first typed exercise was answered with `wrong` and everything else right. */
  async function missed(wrong: string, item?: string) {
    for (;;) {
      const learner = await app.learner();
      const { body: session } = await learner.post<Session>('/api/practice/sessions', {
        body: { lessonId: await firstLessonId(app) },
      });
      const typed = session.exercises.find(
        ({ type, prompt }) => type === 'translate' && prompt === (item ?? prompt) && prompt !== 'no',
      );
      if (typed === undefined) continue;
      const event = newId();
      for (const exercise of session.exercises) {
        const answer = exercise === typed ? wrong : await answerKey(app, session, exercise);
        const clientEventId = exercise === typed ? event : newId();
        await learner.post(`/api/practice/sessions/${session.id}/answers`, {
          body: { exerciseId: exercise.id, answer, clientEventId },
        });
      }
      const finish = (await learner.post<Finish>(`/api/practice/sessions/${session.id}/finish`)).body;
      return { learner, session, typed, event, finish };
    }
  }
  const report = (learner: TestLearner, sessionId: string, clientEventId: string) =>
    learner.post<Report>(`/api/practice/sessions/${sessionId}/reports`, { body: { clientEventId } });
  const decide = (author: TestLearner, reportId: string, status: string) =>
    author.put<{ regraded: number; code?: string }>(`/api/courses/${courseId}/reports/${reportId}/decision`, {
      body: { status },
    });
  const author = () => app.learner(undefined, ['author']);

  it('an accepted report makes the answer right for everybody, later and before, with score and XP', async () => {
    const first = await missed('Olá  !');
    const second = await missed('olá', first.typed.prompt);
    const filed = await report(first.learner, first.session.id, first.event);
    assert.deepEqual([filed.status, filed.body.status], [202, 'open']);
    assert.equal((await report(second.learner, second.session.id, second.event)).body.id, filed.body.id);
    const writer = await author();
    const { body: list } = await writer.get<{ items: Report[] }>(`/api/courses/${courseId}/reports`);
    assert.deepEqual(
      list.items.map(({ id, prompt, reporters }) => [id, prompt, reporters]),
      [[filed.body.id, first.typed.prompt, 2]],
    );

    assert.deepEqual((await decide(writer, filed.body.id, 'accepted')).body, { regraded: 2 });
    const { body: again } = await first.learner.post<Finish>(
      `/api/practice/sessions/${first.session.id}/finish`,
    );
    assert.equal(first.finish.score, 0.83);
    assert.deepEqual([again.score, again.totalXp], [1, first.finish.totalXp + 8]);

    const { body: session } = await (await app.learner()).post<Session>('/api/practice/sessions', {
      body: { lessonId: await firstLessonId(app) },
    });
    assert.ok(session.exercises.length > 0);
    const accepted = await app.deps.db
      .selectFrom('accepted_answers')
      .select('text')
      .where('origin', '=', 'report')
      .execute();
    assert.deepEqual(accepted, [{ text: 'Olá  !' }]);
  });

  it('a decision is made once', async () => {
    const { learner, session, event } = await missed('something else');
    const { body } = await report(learner, session.id, event);
    const writer = await author();
    const both = await Promise.all([
      decide(writer, body.id, 'rejected'),
      decide(writer, body.id, 'rejected'),
    ]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 404]);
    assert.equal((await report(learner, session.id, event)).body.status, 'rejected');
  });

  it('403: learners neither see nor decide reports', async () => {
    const learner = await app.learner();
    assert.equal((await learner.get(`/api/courses/${courseId}/reports`)).status, 403);
    assert.equal((await decide(learner, newId(), 'accepted')).status, 403);
  });
  it('404: a report that is not there, and a session of somebody else', async () => {
    assert.equal((await decide(await author(), newId(), 'accepted')).body.code, 'report_not_found');
    const { session, event } = await missed('whatever');
    assert.equal((await report(await app.learner(), session.id, event)).body.code, 'session_not_found');
  });
  it('422: right answers, picked answers and unknown events cannot be reported', async () => {
    const { learner, session } = await missed('whatever');
    assert.equal((await report(learner, session.id, newId())).body.code, 'attempt_not_reportable');
    const { body: other } = await learner.post<Session>('/api/practice/sessions', {
      body: { lessonId: await firstLessonId(app) },
    });
    for (const exercise of other.exercises) {
      const clientEventId = newId();
      const answer = exercise.type === 'translate' ? await answerKey(app, other, exercise) : 'wrong';
      await learner.post<Verdict>(`/api/practice/sessions/${other.id}/answers`, {
        body: { exerciseId: exercise.id, answer, clientEventId },
      });
      assert.equal((await report(learner, other.id, clientEventId)).status, 422, exercise.type);
    }
  });
});
