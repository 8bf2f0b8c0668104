import { problemResponses, strictObject, Timestamp, Uuid } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { withIdempotency } from '@linguamate/shared/idempotency';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { newId } from '@linguamate/shared/ids';
import { type Static, Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { idempotent } from '../idempotent.ts';
import { readLearner } from '../learners/read-learner.ts';
import { findImport, type Import, insertImport } from './repository.ts';

const tags = ['imports'];
const security = [{ bearer: [] }];
const maximumTextLength = 4_000_000;
const bodyLimit = 8 * 1024 * 1024;
const Language = Type.String({ pattern: '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$' });

const ImportBody = strictObject({
  format: Type.Unsafe<'csv' | 'tatoeba'>({ type: 'string', enum: ['csv', 'tatoeba'] }),
  title: Type.String({ minLength: 1, maxLength: 120 }),
  source: Language,
  target: Language,
  licence: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  attribution: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })),
  text: Type.String({ minLength: 1, maxLength: maximumTextLength, description: 'The content of the file.' }),
});
const ImportView = Type.Object({
  id: Uuid,
  status: Type.Unsafe<Import['status']>({ type: 'string', enum: ['queued', 'running', 'done', 'failed'] }),
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  courseId: Type.Union([Uuid, Type.Null()]),
  lessons: Type.Integer(),
  items: Type.Integer(),
  change: Type.Union([Type.String(), Type.Null()]),
  warnings: Type.Array(Type.Object({ file: Type.String(), line: Type.Integer(), message: Type.String() })),
  failure: Type.Union([Type.String(), Type.Null()]),
  createdAt: Timestamp,
});

/** POST /api/imports: brings a word list along; it becomes a course that only its owner sees. */
export function postImport(server: HttpServer, deps: LearningDependencies): void {
  server.post(
    '/api/imports',
    {
      bodyLimit,
      schema: {
        tags,
        summary: 'Import a word list or sentence pairs',
        description:
          'CSV or TSV (Anki’s header lines are honoured), or Tatoeba pairs. Poll the import for its progress.',
        security,
        body: ImportBody,
        response: { 202: ImportView, ...problemResponses(400, 401, 409, 413, 422) },
      },
    },
    async (request, reply) => {
      const learner = await readLearner(deps, identityOf(request).userId);
      const {
        format,
        title,
        source,
        target,
        text,
        licence = 'private',
        attribution = 'imported by its owner',
      } = request.body;
      const meta = { title, source, target, licence, attribution };
      const createdAt = new Date(deps.clock.now());
      const { body, replayed } = await withIdempotency(idempotent(deps.db, request), async (trx) => {
        const id = newId();
        await insertImport(trx, { id, userId: learner.userId, format, meta, content: text, createdAt });
        const stored = await findImport(trx, id);
        if (stored === undefined) throw learningErrors.import_not_found();
        return { status: 202, body: toView(stored) };
      });
      if (!replayed) await announce(deps, body.id);
      return reply.code(202).send(body);
    },
  );
}

/** GET /api/imports/{importId}: how far an import is and what came of it. */
export function getImport(server: HttpServer, { db }: LearningDependencies): void {
  server.get(
    '/api/imports/:importId',
    {
      schema: {
        tags,
        summary: 'Progress and report of an import',
        security,
        params: strictObject({ importId: Uuid }),
        response: { 200: ImportView, ...problemResponses(400, 401, 404) },
      },
    },
    async (request) => {
      const found = await findImport(db, request.params.importId, identityOf(request).userId);
      if (found === undefined) throw learningErrors.import_not_found();
      return toView(found);
    },
  );
}

export const importRoutes = [postImport, getImport];

// The row is what counts: a worker that starts looks for open imports itself, so a queue that is away loses nothing.
async function announce({ jobs, logger }: LearningDependencies, importId: string): Promise<void> {
  try {
    await jobs.add('import.run', { importId }, { jobId: importId });
  } catch (error) {
    logger.warn({ err: error, importId }, 'an import waits for the next start of a worker');
  }
}

function toView(stored: Import): Static<typeof ImportView> {
  const { id, status, progress, courseId, stats, warnings, failure, createdAt } = stored;
  const { lessons, items, change } = stats ?? { lessons: 0, items: 0, change: null };
  return {
    id,
    status,
    progress,
    courseId,
    lessons,
    items,
    change,
    warnings: [...warnings],
    failure,
    createdAt: createdAt.toISOString(),
  };
}
