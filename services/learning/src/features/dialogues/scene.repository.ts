import { type Kysely, sql } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { DialogueFormat } from '../content/course-format.ts';

type Db = Kysely<LearningSchema>;

export type Scene = {
  readonly id: string;
  readonly courseId: string;
  readonly topicId: string;
  readonly title: string;
  readonly goal: string;
  readonly keyPhrases: readonly string[];
  readonly lines: DialogueFormat['lines'];
  readonly language: string;
};
export type Topic = {
  readonly id: string;
  readonly title: string;
  readonly cefr: string;
  readonly scenes: number;
};

/** The topics of a course: its units that have scenes. */
export async function listTopics(db: Db, courseId: string): Promise<Topic[]> {
  const { rows } = await sql<Topic>`
    select u.id, u.title, u.cefr, count(s.id)::integer as scenes
    from units u join dialogue_scenes s on s.unit_id = u.id and not s.retired
    where u.course_id = ${courseId} and not u.retired
    group by u.id order by u.ord`.execute(db);
  return rows;
}

/** Scenes that a learner may play, of one course or one topic, in course order. */
export async function listScenes(
  db: Db,
  userId: string,
  wanted: { courseId?: string | undefined; topicId?: string | undefined },
): Promise<Scene[]> {
  let query = sceneQuery(db, userId);
  if (wanted.courseId !== undefined) query = query.where('s.course_id', '=', wanted.courseId);
  if (wanted.topicId !== undefined) query = query.where('s.unit_id', '=', wanted.topicId);
  const rows = await query.orderBy('c.slug').orderBy('u.ord').orderBy('s.ord').limit(200).execute();
  return rows;
}

/** One scene, or undefined when it does not exist for this learner. */
export async function findScene(db: Db, userId: string, sceneId: string): Promise<Scene | undefined> {
  return await sceneQuery(db, userId).where('s.id', '=', sceneId).executeTakeFirst();
}

function sceneQuery(db: Db, userId: string) {
  return db
    .selectFrom('dialogue_scenes as s')
    .innerJoin('units as u', 'u.id', 's.unit_id')
    .innerJoin('courses as c', 'c.id', 's.course_id')
    .select([
      's.id',
      's.course_id as courseId',
      's.unit_id as topicId',
      's.title',
      's.goal',
      's.key_phrases as keyPhrases',
      's.lines',
      'c.target_lang as language',
    ])
    .where('s.retired', '=', false)
    .where((where) => where.or([where('c.visibility', '=', 'public'), where('c.owner_id', '=', userId)]));
}
