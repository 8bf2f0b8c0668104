import { isUuid } from '@linguamate/shared/ids';
import { type Kysely, sql } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { CourseSummary, LessonSummary, LessonView, UnitOutline } from './schemas.ts';

type Db = Kysely<LearningSchema>;
/** Who looks: guests see public courses, a learner also their own. */
export type Viewer = string | undefined;
/** Which courses to list, after which slug, and how many. */
export type CourseFilter = {
  readonly source?: string | undefined;
  readonly target?: string | undefined;
  readonly afterSlug?: string | undefined;
  readonly limit: number;
};

function visibleCourses(db: Db, viewer: Viewer) {
  return db
    .selectFrom('courses')
    .innerJoin('course_versions', 'course_versions.course_id', 'courses.id')
    .select([
      'courses.id',
      'courses.slug',
      'courses.title',
      'courses.description',
      'courses.source_lang',
      'courses.target_lang',
      'courses.cefr',
      'courses.licence_name',
      'courses.licence_url',
      'courses.attribution',
      'courses.updated_at',
      'course_versions.number',
    ])
    .select((select) =>
      select
        .selectFrom('lessons')
        .select((lesson) => lesson.fn.countAll<number>().as('count'))
        .whereRef('lessons.course_id', '=', 'courses.id')
        .where('lessons.retired', '=', false)
        .as('lesson_count'),
    )
    .where('course_versions.status', '=', 'published')
    .where((where) =>
      where.or([
        where('courses.visibility', '=', 'public'),
        ...(viewer === undefined ? [] : [where('courses.owner_id', '=', viewer)]),
      ]),
    );
}

type CourseRow = Awaited<ReturnType<ReturnType<typeof visibleCourses>['executeTakeFirstOrThrow']>>;

/** Published courses in order of slug. */
export async function listCourses(db: Db, viewer: Viewer, filter: CourseFilter): Promise<CourseSummary[]> {
  let query = visibleCourses(db, viewer).orderBy('courses.slug').limit(filter.limit);
  if (filter.source !== undefined) query = query.where('courses.source_lang', '=', filter.source);
  if (filter.target !== undefined) query = query.where('courses.target_lang', '=', filter.target);
  if (filter.afterSlug !== undefined) query = query.where('courses.slug', '>', filter.afterSlug);
  return (await query.execute()).map(toCourse);
}

/** A published course by id or slug. */
export async function findCourse(
  db: Db,
  viewer: Viewer,
  idOrSlug: string,
): Promise<CourseSummary | undefined> {
  const column = isUuid(idOrSlug) ? 'courses.id' : 'courses.slug';
  const row = await visibleCourses(db, viewer).where(column, '=', idOrSlug).executeTakeFirst();
  return row && toCourse(row);
}

function toCourse(row: CourseRow): CourseSummary {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    description: row.description,
    sourceLanguage: row.source_lang,
    targetLanguage: row.target_lang,
    cefr: row.cefr,
    licence: { name: row.licence_name, ...(row.licence_url === null ? {} : { url: row.licence_url }) },
    attribution: row.attribution,
    version: row.number,
    lessonCount: row.lesson_count ?? 0,
    updatedAt: row.updated_at.toISOString(),
  };
}

/** Units, skills and lessons of a course in teaching order. */
export async function readOutline(db: Db, courseId: string): Promise<UnitOutline[]> {
  const rows = await db
    .selectFrom('lessons')
    .innerJoin('skills', 'skills.id', 'lessons.skill_id')
    .innerJoin('units', 'units.id', 'skills.unit_id')
    .select(['lessons.id', 'lessons.key', 'lessons.title'])
    .select([
      'skills.id as skill_id',
      'skills.key as skill_key',
      'skills.title as skill_title',
      'skills.intro',
    ])
    .select([
      'units.id as unit_id',
      'units.key as unit_key',
      'units.title as unit_title',
      'units.cefr',
      'units.notes',
    ])
    .where('lessons.course_id', '=', courseId)
    .where('lessons.retired', '=', false)
    .orderBy('lessons.ord')
    .execute();
  const units = new Map<string, UnitOutline>();
  for (const row of rows) {
    const unit = units.get(row.unit_id) ?? {
      id: row.unit_id,
      key: row.unit_key,
      title: row.unit_title,
      cefr: row.cefr,
      ...(row.notes === null ? {} : { notes: row.notes }),
      skills: [],
    };
    units.set(row.unit_id, unit);
    let skill = unit.skills.find((known) => known.id === row.skill_id);
    if (skill === undefined) {
      const intro = row.intro === null ? {} : { intro: row.intro };
      skill = { id: row.skill_id, key: row.skill_key, title: row.skill_title, ...intro, lessons: [] };
      unit.skills.push(skill);
    }
    skill.lessons.push({ id: row.id, key: row.key, title: row.title });
  }
  return [...units.values()];
}

function lessonRows(db: Db) {
  return db
    .selectFrom('lessons')
    .innerJoin('skills', 'skills.id', 'lessons.skill_id')
    .innerJoin('units', 'units.id', 'skills.unit_id')
    .select(['lessons.id', 'lessons.key', 'lessons.title', 'lessons.course_id', 'lessons.ord'])
    .select(['lessons.xp_reward', 'lessons.estimated_minutes'])
    .select(['skills.id as skill_id', 'skills.title as skill_title', 'skills.intro'])
    .select(['units.id as unit_id', 'units.title as unit_title', 'units.cefr', 'units.notes'])
    .select((select) =>
      select
        .selectFrom('lesson_items')
        .select((item) => item.fn.countAll<number>().as('count'))
        .whereRef('lesson_items.lesson_id', '=', 'lessons.id')
        .as('item_count'),
    )
    .where('lessons.retired', '=', false);
}

type LessonRow = Awaited<ReturnType<ReturnType<typeof lessonRows>['executeTakeFirstOrThrow']>>;

/** Lessons of a course in teaching order, after a position. */
export async function listLessons(
  db: Db,
  courseId: string,
  page: { afterPosition?: number | undefined; limit: number },
): Promise<LessonSummary[]> {
  let query = lessonRows(db)
    .where('lessons.course_id', '=', courseId)
    .orderBy('lessons.ord')
    .limit(page.limit);
  if (page.afterPosition !== undefined) query = query.where('lessons.ord', '>', page.afterPosition);
  return (await query.execute()).map(toLesson);
}

/** One lesson of a course that the viewer may see. */
export async function findLesson(db: Db, viewer: Viewer, lessonId: string): Promise<LessonView | undefined> {
  const row = await lessonRows(db)
    .innerJoin('courses', 'courses.id', 'lessons.course_id')
    .select(
      sql<string[]>`array(select distinct e.type from exercises e
      where e.lesson_id = lessons.id and not e.retired order by e.type)`.as('exercise_types'),
    )
    .where('lessons.id', '=', lessonId)
    .where((where) =>
      where.or([
        where('courses.visibility', '=', 'public'),
        ...(viewer === undefined ? [] : [where('courses.owner_id', '=', viewer)]),
      ]),
    )
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    ...toLesson(row),
    exerciseTypes: row.exercise_types,
    ...(row.intro === null ? {} : { intro: row.intro }),
    ...(row.notes === null ? {} : { unitNotes: row.notes }),
  };
}

function toLesson(row: LessonRow): LessonSummary {
  return {
    id: row.id,
    key: row.key,
    title: row.title,
    courseId: row.course_id,
    unit: { id: row.unit_id, title: row.unit_title, cefr: row.cefr },
    skill: { id: row.skill_id, title: row.skill_title },
    position: row.ord,
    itemCount: row.item_count ?? 0,
    xpReward: row.xp_reward,
    estimatedMinutes: row.estimated_minutes,
  };
}

/** The ids of all lessons that a course has or had. */
export async function listLessonIds(db: Db, courseId: string): Promise<string[]> {
  const rows = await db.selectFrom('lessons').select('id').where('course_id', '=', courseId).execute();
  return rows.map((row) => row.id);
}
