import { commonErrors } from '@linguamate/shared/errors';
import { problemResponses, strictObject, Uuid } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { readIdempotencyKey } from '@linguamate/shared/idempotency';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { createJob, type JobDependencies, showJob } from './create-job.ts';
import { type AsyncJob, finishJob } from './repository.ts';
import { AsyncJobView, AsyncWork } from './schemas.ts';

const JobParams = strictObject({ id: Uuid });

/** `POST /api/toolkit/jobs`: takes long work in and says where its result will be. */
export function postJob(server: HttpServer, deps: JobDependencies): void {
  const schema = {
    tags: ['toolkit'],
    summary: 'Ask for long work (a picture, a lesson)',
    operationId: 'createToolkitJob',
    body: AsyncWork,
    response: { 202: AsyncJobView, ...problemResponses(400, 401, 409, 422, 503) },
  };
  server.post('/api/toolkit/jobs', { schema }, async (request, reply) => {
    const key = readIdempotencyKey(request.headers['idempotency-key']);
    const job = await createJob(identityOf(request).userId, request.body, key, deps);
    reply.code(202).header('location', `/api/toolkit/jobs/${job.id}`);
    return toView(job);
  });
}

/** `GET /api/toolkit/jobs/{id}`: how far the work is, and its result for a day. */
export function getJob(server: HttpServer, deps: JobDependencies): void {
  const schema = {
    tags: ['toolkit'],
    summary: 'State and result of long work',
    operationId: 'getToolkitJob',
    params: JobParams,
    response: { 200: AsyncJobView, ...problemResponses(400, 401, 404) },
  };
  server.get('/api/toolkit/jobs/:id', { schema }, async (request) =>
    toView(await showJob(identityOf(request).userId, request.params.id, deps)),
  );
}

/** `DELETE /api/toolkit/jobs/{id}`: cancels work that is not finished. */
export function cancelJob(server: HttpServer, deps: JobDependencies): void {
  const schema = {
    tags: ['toolkit'],
    summary: 'Cancel long work',
    operationId: 'cancelToolkitJob',
    params: JobParams,
    response: { 200: AsyncJobView, ...problemResponses(400, 401, 404, 409) },
  };
  server.delete('/api/toolkit/jobs/:id', { schema }, async (request) => {
    const { userId } = identityOf(request);
    const { id } = await showJob(userId, request.params.id, deps);
    if (!(await finishJob(deps.db, id, { status: 'cancelled' }))) {
      throw commonErrors.conflict({ detail: 'The work is finished already.' });
    }
    return toView(await showJob(userId, id, deps));
  });
}

function toView(job: AsyncJob) {
  return {
    id: job.id,
    kind: job.work.kind,
    status: job.status,
    result: job.result ?? null,
    errorCode: job.errorCode,
    createdAt: job.createdAt.toISOString(),
    finishedAt: job.finishedAt?.toISOString() ?? null,
    expiresAt: job.expiresAt.toISOString(),
  };
}

/** Every route of this feature. */
export const jobRoutes = [postJob, getJob, cancelJob];
