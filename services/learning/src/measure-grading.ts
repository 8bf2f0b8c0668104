import path from 'node:path';
import { documentOf } from './features/content/course-document.ts';
import {
  CourseProblems,
  listCourseFolders,
  type Problem,
  readCourse,
} from './features/content/read-course.ts';
import { type Measurement, measureCourse } from './features/grading/measure-grading.ts';

// Usage: node services/learning/src/measure-grading.ts [--examples] [folder]; exit code 1 when a budget below is missed.
const falseAcceptBudget = 1 / 10_000;
const typoBudget = 0.88;

const showExamples = process.argv.includes('--examples');
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--'));
const contentDir = path.resolve(folder ?? path.join(import.meta.dirname, '../../../content'));
const problems: Problem[] = [];
const measurements: Measurement[] = [];
for (const courseFolder of await listCourseFolders(contentDir)) {
  const course = await readCourse(courseFolder, problems);
  if (course !== undefined && problems.length === 0) measurements.push(...measureCourse(documentOf(course)));
}
if (problems.length > 0) throw new CourseProblems(problems);

const sum = (pick: (measurement: Measurement) => number) =>
  measurements.reduce((total, measurement) => total + pick(measurement), 0);
const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
for (const {
  course,
  direction,
  wrongOffered,
  falseAccepts,
  typosOffered,
  typosAccepted,
  typosRefused,
} of measurements) {
  process.stdout.write(
    `${course} ${direction}: ${falseAccepts.length} of ${wrongOffered} wrong answers accepted, ` +
      `${percent(typosAccepted, typosOffered)} of ${typosOffered} typos accepted\n`,
  );
  for (const example of falseAccepts) process.stdout.write(`  accepted ${example}\n`);
  if (showExamples) for (const example of typosRefused) process.stdout.write(`  refused ${example}\n`);
}
const [wrong, accepted] = [sum((m) => m.wrongOffered), sum((m) => m.falseAccepts.length)];
const [typos, passed] = [sum((m) => m.typosOffered), sum((m) => m.typosAccepted)];
process.stdout.write(`All: ${accepted} of ${wrong} wrong answers accepted (${percent(accepted, wrong)}), `);
process.stdout.write(`${percent(passed, typos)} of ${typos} typos accepted\n`);
process.exitCode =
  accepted / Math.max(1, wrong) <= falseAcceptBudget && passed / Math.max(1, typos) >= typoBudget ? 0 : 1;
