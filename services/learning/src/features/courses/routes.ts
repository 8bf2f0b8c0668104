import {
  CursorQuery,
  decodeCursor,
  encodeCursor,
  Page,
  problemResponses,
  strictObject,
  Uuid,
} from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { readCourse, readLesson } from './read-catalogue.ts';
import { findCourse, listCourses, listLessons } from './repository.ts';
import {
  CourseIdentifier,
  CourseOutline,
  CourseQuery,
  CourseSummary,
  LessonSummary,
  LessonView,
} from './schemas.ts';

const CourseCursor = strictObject({ slug: Type.String() });
const LessonCursor = strictObject({ position: Type.Integer() });
const tags = ['courses'];

/** GET /api/courses: what can be learned here. */
export function getCourses(server: HttpServer, { db }: LearningDependencies): void {
  server.get(
    '/api/courses',
    {
      schema: {
        tags,
        summary: 'List courses',
        querystring: CourseQuery,
        response: { 200: Page(CourseSummary), ...problemResponses(400) },
      },
    },
    async (request) => {
      const { limit, cursor, source, target } = request.query;
      const afterSlug = cursor === undefined ? undefined : decodeCursor(cursor, CourseCursor).slug;
      const viewer = request.identity?.userId;
      const found = await listCourses(db, viewer, { source, target, afterSlug, limit: limit + 1 });
      return pageOf(found, limit, (course) => ({ slug: course.slug }));
    },
  );
}

/** GET /api/courses/{courseId}: a course with its units, skills and lessons. */
export function getCourse(server: HttpServer, deps: LearningDependencies): void {
  server.get(
    '/api/courses/:courseId',
    {
      schema: {
        tags,
        summary: 'Course with its outline',
        params: strictObject({ courseId: CourseIdentifier }),
        response: { 200: CourseOutline, ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      const course = await readCourse(deps, request.identity?.userId, request.params.courseId);
      if (course === undefined) throw learningErrors.course_not_found();
      return course;
    },
  );
}

/** GET /api/courses/{courseId}/lessons: the lessons of a course in teaching order. */
export function getCourseLessons(server: HttpServer, { db }: LearningDependencies): void {
  server.get(
    '/api/courses/:courseId/lessons',
    {
      schema: {
        tags,
        summary: 'Lessons of a course',
        params: strictObject({ courseId: CourseIdentifier }),
        querystring: CursorQuery,
        response: { 200: Page(LessonSummary), ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const course = await findCourse(db, request.identity?.userId, request.params.courseId);
      if (course === undefined) throw learningErrors.course_not_found();
      const afterPosition = cursor === undefined ? undefined : decodeCursor(cursor, LessonCursor).position;
      const found = await listLessons(db, course.id, { afterPosition, limit: limit + 1 });
      return pageOf(found, limit, (lesson) => ({ position: lesson.position }));
    },
  );
}

/** GET /api/lessons/{lessonId}: what a lesson is about; its answers are nowhere in it. */
export function getLesson(server: HttpServer, deps: LearningDependencies): void {
  server.get(
    '/api/lessons/:lessonId',
    {
      schema: {
        tags,
        summary: 'One lesson',
        params: strictObject({ lessonId: Uuid }),
        response: { 200: LessonView, ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      const lesson = await readLesson(deps, request.identity?.userId, request.params.lessonId);
      if (lesson === undefined) throw learningErrors.lesson_not_found();
      return lesson;
    },
  );
}

export const courseRoutes = [getCourses, getCourse, getCourseLessons, getLesson];

function pageOf<T>(found: T[], limit: number, position: (item: T) => Record<string, string | number>) {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = found.length > limit && last !== undefined ? encodeCursor(position(last)) : null;
  return { items, nextCursor };
}
