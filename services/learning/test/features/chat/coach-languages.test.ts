import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import type { CoachTask } from '../../../src/features/chat/schemas.ts';
import { type LearningApp, startLearning } from '../../support/learning-app.ts';

type Reply = {
  reply: string;
  degraded: boolean;
  suggestions: string[];
  corrections: { original: string; corrected: string; explanation: string }[];
};
const shippedContent = path.join(import.meta.dirname, '../../../../../content');
const languages = [
  {
    tag: 'es',
    hello: 'Hola! Yo soy Ana',
    back: /¡Hola, Ana!/,
    thanks: 'gracias',
    welcome: /De nada/,
    bye: 'adiós',
    see: /Hasta luego/,
  },
  {
    tag: 'fr',
    hello: 'Bonjour, je m’appelle Ana',
    back: /Bonjour Ana/,
    thanks: 'merci',
    welcome: /De rien/,
    bye: 'Au revoir !',
    see: /À bientôt/,
  },
  {
    tag: 'de',
    hello: 'Hallo, ich heiße Ana',
    back: /Hallo, Ana!/,
    thanks: 'Danke',
    welcome: /Gern geschehen/,
    bye: 'Tschüss!',
    see: /Bis bald/,
  },
  {
    tag: 'it',
    hello: 'Ciao, mi chiamo Ana',
    back: /Ciao, Ana!/,
    thanks: 'grazie',
    welcome: /Prego/,
    bye: 'Arrivederci',
    see: /A presto/,
  },
  {
    tag: 'pt',
    hello: 'Olá! Eu sou a Ana',
    back: /Olá, Ana!/,
    thanks: 'obrigada',
    welcome: /De nada/,
    bye: 'Tchau',
    see: /Até logo/,
  },
  {
    tag: 'ja',
    hello: 'はじめまして、アナです',
    back: /アナさん、こんにちは/,
    thanks: 'ありがとう',
    welcome: /どういたしまして/,
    bye: 'さようなら',
    see: /またね/,
  },
];

describe('the coach, while the AI is away', () => {
  let app: LearningApp;
  before(async () => {
    app = await startLearning({ contentDir: shippedContent });
  });
  after(() => app.close());

  async function converse(tag: string) {
    const learner = await app.learner();
    const { body: thread } = await learner.post<{ id: string }>('/api/chat/threads', {
      body: { courseId: `${tag}-from-en` },
    });
    const say = async (text: string) => {
      const { status, body } = await learner.post<Reply>(`/api/chat/threads/${thread.id}/messages`, {
        body: { text },
      });
      assert.equal(status, 200);
      assert.equal(body.degraded, true);
      return body;
    };
    const task = async (): Promise<CoachTask> => {
      const { details } = await app.deps.db
        .selectFrom('chat_messages')
        .select('details')
        .where('thread_id', '=', thread.id)
        .where('role', '=', 'tutor')
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow();
      assert.ok(details.task, 'the coach has asked something');
      return details.task;
    };
    const answer = async () => {
      const { gap, itemId, direction } = await task();
      if (gap !== undefined) return gap.answer;
      const item = await app.deps.db
        .selectFrom('items')
        .select(['target_text', 'source_text'])
        .where('id', '=', itemId)
        .executeTakeFirstOrThrow();
      return direction === 'to_target' ? item.target_text : item.source_text;
    };
    return { learner, say, task, answer };
  }

  for (const { tag, hello, back, thanks, welcome, bye, see } of languages) {
    it(`keeps a learner of ${tag} busy for ten sensible turns`, async () => {
      const { learner, say, task, answer } = await converse(tag);
      const question = /How do you say “|What does “|Which word is missing\?/;
      const greeted = await say(hello);
      assert.match(greeted.reply, back);
      assert.match(greeted.reply, question);
      const right = await say(await answer());
      assert.match(right.reply, /it is\./);
      assert.match(right.reply, question);
      const open = await task();
      const wrong = await say('xyzzy plugh');
      assert.match(wrong.reply, /Not quite\. I was looking for “.+”.*Try it once more!/);
      assert.equal(wrong.corrections[0]?.original, 'xyzzy plugh');
      assert.equal((await task()).itemId, open.itemId, 'the same question stays open');
      assert.match((await say(await answer())).reply, /it is\./);
      assert.match((await say('hint please')).reply, /It looks like this: .+/);
      assert.match((await say(await answer())).reply, question);
      assert.match((await say('skip this one')).reply, /No problem\. The answer was “.+”/);
      assert.match((await say('show me the answer')).reply, /The answer is “.+”/);
      const polite = await say(thanks);
      if (!/it is\.|accents|slip/.test(polite.reply)) assert.match(polite.reply, welcome);
      assert.match((await say(await answer())).reply, question);
      const goodbye = await say(bye);
      if (!/it is\.|accents|slip/.test(goodbye.reply)) assert.match(goodbye.reply, see);
      const { body: quota } = await learner.get<{ used: number }>('/api/chat/quota');
      assert.equal(quota.used, 0);
    });
  }

  it('asks for words in a sentence of the course, and takes the missing word only', async () => {
    const { say, task, answer } = await converse('es');
    await say('Hola');
    let gap = (await task()).gap;
    for (let turn = 0; turn < 20 && gap === undefined; turn += 1) {
      await say(await answer());
      gap = (await task()).gap;
    }
    assert.ok(gap, 'a word was asked for in its context');
    assert.match(gap.sentence, /____/);
    assert.match((await say('xyzzy')).reply, /Not quite/);
    assert.match((await say(gap.answer)).reply, /it is\./);
  });

  it('asks first for what is due', async () => {
    const { learner, say, task } = await converse('fr');
    const item = await app.deps.db
      .selectFrom('items')
      .innerJoin('courses', 'courses.id', 'items.course_id')
      .select(['items.id', 'items.course_id'])
      .where('courses.slug', '=', 'fr-from-en')
      .orderBy('items.ord', 'desc')
      .executeTakeFirstOrThrow();
    await app.deps.db
      .insertInto('cards')
      .values({
        id: newId(),
        user_id: learner.userId,
        course_id: item.course_id,
        item_id: item.id,
        direction: 'to_target',
        state: 'review',
        due: new Date(app.clock.now() - 1_000),
        last_review: null,
        last_day: null,
        created_at: new Date(),
      })
      .execute();
    await say('Bonjour');
    assert.equal((await task()).itemId, item.id);
  });
});
