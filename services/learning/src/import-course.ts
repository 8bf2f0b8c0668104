import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '@linguamate/shared/clock';
import { parseEnvironment } from '@linguamate/shared/config';
import { createDatabase, transact } from '@linguamate/shared/database';
import { createLogger } from '@linguamate/shared/logger';
import { migrationEnvironment } from './config.ts';
import type { LearningSchema } from './database.ts';
import { publishCourse } from './features/content/publish-course.ts';
import type { Warning } from './features/imports/pairs.ts';
import { courseOfPairs } from './features/imports/pairs-to-course.ts';
import { readCsv, readTatoeba } from './features/imports/read-csv.ts';
import { readLibreLingo } from './features/imports/read-librelingo.ts';

const usage = `Usage: import-course --format csv|tatoeba|librelingo --id <key> [--source en --target es --title <text>
  --licence <name> --attribution <text>] <file or folder>`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    format: { type: 'string' },
    id: { type: 'string' },
    source: { type: 'string', default: 'en' },
    target: { type: 'string', default: 'und' },
    title: { type: 'string' },
    licence: { type: 'string', default: 'unknown' },
    attribution: { type: 'string', default: 'unknown' },
  },
});

async function read(format: string, file: string, id: string) {
  if (format === 'librelingo') return readLibreLingo(file, id);
  const warnings: Warning[] = [];
  const warn = (line: number, message: string) => warnings.push({ file: path.basename(file), line, message });
  const text = await readFile(file, 'utf8');
  const pairs = format === 'tatoeba' ? readTatoeba(text, warn) : readCsv(text, warn);
  const { source, target, licence, attribution, title = id } = values;
  return { document: courseOfPairs(pairs, { id, title, source, target, licence, attribution }), warnings };
}

const [file] = positionals;
const { format, id } = values;
if (file === undefined || id === undefined || !['csv', 'tatoeba', 'librelingo'].includes(format ?? '')) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
// biome-ignore lint/style/noProcessEnv: this is where the process meets its environment.
const env = parseEnvironment(migrationEnvironment, process.env);
const logger = createLogger({ service: 'learning', level: 'warn' });
const db = createDatabase<LearningSchema>({
  url: env.DATABASE_URL,
  poolMax: 1,
  applicationName: 'learning-import',
  logger,
  statementTimeoutMs: 60_000,
});
try {
  const { document, warnings } = await read(format ?? '', file, id);
  for (const warning of warnings.slice(0, 50)) {
    process.stderr.write(`${warning.file}:${warning.line}: ${warning.message}\n`);
  }
  const done = await transact(db, (trx) =>
    publishCourse(trx, document, { clock: systemClock, origin: 'imported' }),
  );
  process.stdout.write(
    `${done.slug}: ${done.change}, version ${done.version}, ${done.lessons} lessons, ${done.items} items, ${warnings.length} warnings\n`,
  );
} catch (error) {
  process.stderr.write(`The course could not be imported: ${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  await db.destroy();
}
