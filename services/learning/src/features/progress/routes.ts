import { problemResponses } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import type { LearningDependencies } from '../../dependencies.ts';
import { readProgress } from './read-progress.ts';
import { ProgressView } from './schemas.ts';

/** GET /api/progress: XP, streak and what has been completed. */
export function getProgress(server: HttpServer, deps: LearningDependencies): void {
  server.get(
    '/api/progress',
    {
      schema: {
        tags: ['progress'],
        summary: 'Own progress',
        security: [{ bearer: [] }],
        response: { 200: ProgressView, ...problemResponses(401) },
      },
    },
    (request) => readProgress(deps, identityOf(request).userId),
  );
}

export const progressRoutes = [getProgress];
