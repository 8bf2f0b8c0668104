import { createHash } from 'node:crypto';
import type { CourseFormat, LearnFormat, UnitFormat } from './course-format.ts';
import type { CourseSource } from './read-course.ts';

/** One version of a course as authored, whichever file format it came from. Stored whole with every version. */
export type CourseDocument = {
  readonly course: CourseFormat;
  readonly units: readonly UnitFormat[];
  readonly learn: LearnFormat | undefined;
};

// Raise this when the same document would be laid out differently in the tables, so that the next load renews them.
const layoutRevision = 1;

/** The document that was read from a course folder. */
export function documentOf(source: CourseSource): CourseDocument {
  return {
    course: source.course.value,
    units: source.units.map((unit) => unit.value),
    learn: source.learn?.value,
  };
}

/** Equal for equal content, so that a second import of the same course changes nothing. */
export function checksumOf(document: CourseDocument): string {
  return createHash('sha256')
    .update(`${layoutRevision}\n${JSON.stringify(document)}`)
    .digest('hex');
}
