import type { Cache } from '@linguamate/shared/cache';
import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import { findCourse, findLesson, listLessonIds, readOutline, type Viewer } from './repository.ts';
import type { CourseOutline, LessonView } from './schemas.ts';

type Dependencies = { readonly db: Kysely<LearningSchema>; readonly cache: Cache };
const ttlSeconds = 600;

/** A course with its outline. Public courses come from the cache; a private one is read for its owner each time. */
export async function readCourse(
  deps: Dependencies,
  viewer: Viewer,
  idOrSlug: string,
): Promise<CourseOutline | undefined> {
  const shared = await deps.cache.read(courseKey(idOrSlug), { ttlSeconds }, () =>
    loadCourse(deps, undefined, idOrSlug),
  );
  return shared ?? (viewer === undefined ? undefined : loadCourse(deps, viewer, idOrSlug));
}

async function loadCourse(
  deps: Dependencies,
  viewer: Viewer,
  idOrSlug: string,
): Promise<CourseOutline | undefined> {
  const course = await findCourse(deps.db, viewer, idOrSlug);
  return course && { ...course, units: await readOutline(deps.db, course.id) };
}

/** A lesson as it may be shown before it is taken; cached like its course. */
export async function readLesson(
  deps: Dependencies,
  viewer: Viewer,
  lessonId: string,
): Promise<LessonView | undefined> {
  const load = (as: Viewer) => findLesson(deps.db, as, lessonId);
  const shared = await deps.cache.read(lessonKey(lessonId), { ttlSeconds }, () => load(undefined));
  return shared ?? (viewer === undefined ? undefined : load(viewer));
}

/** Forgets everything cached about a course. To be called when a version of it was published. */
export async function forgetCourse(deps: Dependencies, courseId: string): Promise<void> {
  const course = await deps.db
    .selectFrom('courses')
    .select(['slug', 'target_lang', 'source_lang'])
    .where('id', '=', courseId)
    .executeTakeFirst();
  const lessons = await listLessonIds(deps.db, courseId);
  const names =
    course === undefined ? [] : [courseKey(course.slug), learnKey(course.target_lang, course.source_lang)];
  await deps.cache.invalidate(courseKey(courseId), ...names, ...lessons.map(lessonKey));
}

function courseKey(idOrSlug: string): string {
  return `course:${idOrSlug}`;
}

function lessonKey(lessonId: string): string {
  return `lesson:${lessonId}`;
}

/** Under which key the learn page of a language pair is cached. */
export function learnKey(target: string, source: string): string {
  return `learn:${target}:${source}`;
}
