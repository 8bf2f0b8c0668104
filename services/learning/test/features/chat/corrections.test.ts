import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { type LearningApp, startLearning } from '../../support/learning-app.ts';
import { createScriptedToolkit, type ScriptedToolkit } from '../../support/scripted-toolkit.ts';

type Accepted = { code?: string; itemId: string; courseId: string };

describe('POST corrections/{position}/accept', () => {
  let toolkit: ScriptedToolkit;
  let app: LearningApp;
  before(async () => {
    toolkit = await createScriptedToolkit();
    app = await startLearning({ toolkitUrl: toolkit.url, breaker: false });
  });
  after(async () => {
    await app.close();
    toolkit.close();
  });
  async function corrected() {
    const corrections = [
      {
        original: 'Yo tener un gato',
        corrected: 'Yo tengo un gato',
        explanation: 'tener is irregular',
        kind: 'grammar',
      },
      { original: 'grasias', corrected: 'gracias', explanation: 'with c', kind: 'spelling' },
    ];
    toolkit.answer(200, { completion: JSON.stringify({ reply: '¡Qué bien!', corrections }) });
    const learner = await app.learner();
    const { body: thread } = await learner.post<{ id: string }>('/api/chat/threads', { body: {} });
    const path = `/api/chat/threads/${thread.id}/messages`;
    const { body } = await learner.post<{ message: { id: string } }>(path, {
      body: { text: 'Yo tener un gato, grasias' },
    });
    const accept = (position: number, who = learner) =>
      who.post<Accepted>(`${path}/${body.message.id}/corrections/${position}/accept`);
    type Due = { items: { prompt: string; itemId?: string }[] };
    const due = async () => (await learner.get<Due>('/api/reviews/due?limit=20')).body;
    return { learner, accept, due };
  }
  it('200: becomes a card of the learner’s own collection that is due at once, however often it is accepted', async () => {
    const { learner, accept, due } = await corrected();
    const first = await accept(0);
    assert.equal(first.status, 200);
    assert.deepEqual((await accept(0)).body, first.body);
    const prompts = JSON.stringify(await due());
    assert.match(prompts, /Put right: “Yo tener un gato”/);
    const stranger = await app.learner();
    assert.equal((await stranger.get(`/api/courses/${first.body.courseId}`)).status, 404);
    const cards = await app.deps.db
      .selectFrom('cards')
      .selectAll()
      .where('user_id', '=', learner.userId)
      .execute();
    assert.equal(cards.filter(({ due: at }) => at !== null).length, 1);
  });
  it('200: what the course teaches already becomes due there', async () => {
    const { accept } = await corrected();
    const { body } = await accept(1);
    const item = await app.deps.db
      .selectFrom('items')
      .select('key')
      .where('id', '=', body.itemId)
      .executeTakeFirstOrThrow();
    assert.equal(item.key, 'thanks');
  });
  it('200: two corrections make two cards, accepted at the same moment', async () => {
    const { accept, learner } = await corrected();
    const answers = await Promise.all([accept(0), accept(1), accept(0)]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    const rows = await app.deps.db
      .selectFrom('accepted_corrections')
      .selectAll()
      .where('user_id', '=', learner.userId)
      .execute();
    assert.equal(rows.length, 2);
  });
  it('a talk with the AI leads to a correction, a card, XP and a streak, all in the progress report', async () => {
    const { learner, accept } = await corrected();
    const { body: accepted } = await accept(0);
    type Due = { items: { cardId?: string; id?: string; prompt: string }[] };
    const { body: due } = await learner.get<Due>('/api/reviews/due?limit=20');
    const card = due.items.find(({ prompt }) => prompt.includes('Yo tener un gato'));
    assert.ok(card, accepted.itemId);
    const { status, body } = await learner.post<{ correct: boolean }>(
      `/api/reviews/${card.cardId ?? card.id}/answers`,
      { body: { answer: 'yo tengo un gato', clientEventId: newId() } },
    );
    assert.deepEqual([status, body.correct], [200, true]);
    type Progress = { xp: { total: number }; streak: { current: number }; today: { reviews: number } };
    const { body: progress } = await learner.get<Progress>('/api/progress');
    assert.ok(progress.xp.total > 0);
    assert.deepEqual([progress.streak.current, progress.today.reviews], [1, 1]);
  });
  it('404: corrections that do not exist, and those of others', async () => {
    const { accept } = await corrected();
    assert.deepEqual([(await accept(7)).status, (await accept(7)).body.code], [404, 'correction_not_found']);
    assert.equal((await accept(0, await app.learner())).status, 404);
  });
});
