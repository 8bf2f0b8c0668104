import path from 'node:path';
import { checkCourse } from './check-course.ts';
import { listCourseFolders, type Problem, readCourse } from './read-course.ts';

/** What was checked and what an author has to mend. */
export type ContentReport = { readonly courses: readonly string[]; readonly problems: readonly Problem[] };

/** Validates every course below `contentDir` and returns all problems, with files relative to that folder. Changes nothing. */
export async function checkContent(contentDir: string): Promise<ContentReport> {
  const folders = await listCourseFolders(contentDir);
  const problems: Problem[] = [];
  for (const folder of folders) {
    const found: Problem[] = [];
    const course = await readCourse(folder, found);
    // Cross-checks on a half-read course would only repeat its first problem.
    if (course !== undefined && found.length === 0) found.push(...checkCourse(course));
    problems.push(...found);
  }
  return {
    courses: folders.map((folder) => path.basename(folder)),
    problems: problems.map((problem) => ({ ...problem, file: path.relative(contentDir, problem.file) })),
  };
}
