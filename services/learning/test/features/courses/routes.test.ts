import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { forgetCourse } from '../../../src/features/courses/read-catalogue.ts';
import { type LearningApp, startLearning } from '../../support/learning-app.ts';

type Course = {
  id: string;
  slug: string;
  lessonCount: number;
  units: { cefr: string; skills: { lessons: { id: string }[] }[] }[];
};
type Lesson = {
  id: string;
  title: string;
  itemCount: number;
  position: number;
  exerciseTypes: string[];
  intro: string;
};
type List<T> = { items: T[]; nextCursor: string | null };

describe('courses', () => {
  let app: LearningApp;
  before(async () => {
    app = await startLearning();
  });
  after(() => app.close());
  const lessons = async () =>
    (await app.client.get<List<Lesson>>('/api/courses/mini-es-en/lessons')).body.items;

  describe('GET /api/courses', () => {
    it('200: lists published courses with licence and attribution, also to guests', async () => {
      const { status, body } = await app.client.get<List<Course>>('/api/courses');
      assert.equal(status, 200);
      assert.equal(body.items[0]?.slug, 'mini-es-en');
      assert.equal(body.items[0].lessonCount, 3);
      assert.equal(body.nextCursor, null);
    });
    it('200: filters by language', async () => {
      const french = await app.client.get<List<Course>>('/api/courses?target=fr');
      assert.deepEqual(french.body.items, []);
      const spanish = await app.client.get<List<Course>>('/api/courses?target=es&source=en');
      assert.equal(spanish.body.items.length, 1);
    });
    it('400: refuses a cursor of another list', async () => {
      const { status } = await app.client.get('/api/courses?cursor=bm8');
      assert.equal(status, 400);
    });
    it('401: a token that is sent must be valid', async () => {
      const { status } = await app.client.get('/api/courses', { token: 'abc' });
      assert.equal(status, 401);
    });
  });

  describe('GET /api/courses/{courseId}', () => {
    it('200: answers by slug and by id with units, skills and lessons in order', async () => {
      const bySlug = await app.client.get<Course>('/api/courses/mini-es-en');
      assert.equal(bySlug.status, 200);
      assert.deepEqual(
        bySlug.body.units.map((unit) => [unit.cefr, unit.skills.flatMap((skill) => skill.lessons).length]),
        [
          ['A1', 2],
          ['A2', 1],
        ],
      );
      const byId = await app.client.get<Course>(`/api/courses/${bySlug.body.id}`);
      assert.deepEqual(byId.body, bySlug.body);
    });
    it('404: an unknown course', async () => {
      const { status, body } = await app.client.get('/api/courses/xx-from-yy');
      assert.deepEqual([status, body.code], [404, 'course_not_found']);
    });
    it('404: somebody else’s private course looks as if it did not exist', async () => {
      const owner = await app.learner();
      const { id } = (await app.client.get<Course>('/api/courses/mini-es-en')).body;
      await app.deps.db
        .updateTable('courses')
        .set({ visibility: 'private', owner_id: owner.userId })
        .execute();
      await forgetCourse(app.deps, id);
      try {
        assert.equal((await app.client.get('/api/courses/mini-es-en')).status, 404);
        assert.equal((await (await app.learner()).get('/api/courses/mini-es-en')).status, 404);
        assert.equal((await owner.get('/api/courses/mini-es-en')).status, 200);
      } finally {
        await app.deps.db.updateTable('courses').set({ visibility: 'public', owner_id: null }).execute();
      }
    });
  });

  describe('GET /api/courses/{courseId}/lessons', () => {
    it('200: pages through the lessons in teaching order', async () => {
      const first = await app.client.get<List<Lesson>>('/api/courses/mini-es-en/lessons?limit=2');
      assert.deepEqual(
        first.body.items.map((lesson) => lesson.position),
        [0, 1],
      );
      const rest = await app.client.get<List<Lesson>>(
        `/api/courses/mini-es-en/lessons?limit=2&cursor=${first.body.nextCursor}`,
      );
      assert.deepEqual(
        rest.body.items.map((lesson) => lesson.position),
        [2],
      );
      assert.equal(rest.body.nextCursor, null);
    });
    it('404: an unknown course', async () => {
      assert.equal((await app.client.get('/api/courses/none/lessons')).status, 404);
    });
  });

  describe('GET /api/lessons/{lessonId}', () => {
    it('200: says what a lesson is about and never what its answers are', async () => {
      const [lesson] = await lessons();
      const { status, body, text } = await app.client.get<Lesson>(`/api/lessons/${lesson?.id}`);
      assert.equal(status, 200);
      assert.deepEqual([body.itemCount, body.intro], [6, 'Say hello and goodbye.']);
      assert.ok(body.exerciseTypes.includes('translate'));
      for (const key of ['adiós', 'gracias', 'thank you', 'por favor']) assert.ok(!text.includes(key), key);
    });
    it('400: an id that is none', async () => {
      const { status, body } = await app.client.get('/api/lessons/1');
      assert.deepEqual([status, body.code], [400, 'validation_failed']);
    });
    it('404: an unknown lesson', async () => {
      const { status, body } = await app.client.get(`/api/lessons/${newId()}`);
      assert.deepEqual([status, body.code], [404, 'lesson_not_found']);
    });
  });
});
