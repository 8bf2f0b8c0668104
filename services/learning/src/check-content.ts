import path from 'node:path';
import { checkContent } from './features/content/check-content.ts';
import { formatProblem } from './features/content/read-course.ts';

// Usage: node services/learning/src/check-content.ts [folder]; exit code 1 when an author has something to mend.
const contentDir = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../../../content'));
const report = await checkContent(contentDir);
for (const problem of report.problems) {
  process.stderr.write(
    `${formatProblem({ ...problem, file: path.join(path.relative('.', contentDir), problem.file) })}\n`,
  );
}
process.stdout.write(`${report.courses.length} courses checked, ${report.problems.length} problems\n`);
process.exitCode = report.problems.length > 0 || report.courses.length === 0 ? 1 : 0;
