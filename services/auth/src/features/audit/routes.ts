import { CursorQuery, problemResponses } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import type { AuthDependencies } from '../../dependencies.ts';
import { listAuditEntries } from './repository.ts';
import { AuditPage, positionOf, toAuditPage } from './schemas.ts';

/** GET /api/auth/audit: what has happened to the person's own account. */
export function getOwnAudit(server: HttpServer, { db }: AuthDependencies): void {
  server.get(
    '/api/auth/audit',
    {
      schema: {
        tags: ['users'],
        summary: 'Security log of the own account',
        security: [{ bearer: [] }],
        querystring: CursorQuery,
        response: { 200: AuditPage, ...problemResponses(400, 401) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const { userId } = identityOf(request);
      const entries = await listAuditEntries(db, { userId, before: positionOf(cursor), limit: limit + 1 });
      return toAuditPage(entries, limit);
    },
  );
}

export const auditRoutes = [getOwnAudit];
