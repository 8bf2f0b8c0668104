import { problemResponses } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf, requireRole } from '@linguamate/shared/identity/authenticate';
import type { Kysely } from 'kysely';
import Type from 'typebox';
import type { ToolkitSchema } from '../../schema.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { sumUsage } from './repository.ts';

/** What the usage routes need. */
export type UsageDependencies = { quotas: Quotas; db: Kysely<ToolkitSchema> };

const Amounts = Type.Object({
  messages: Type.Integer(),
  tokens: Type.Integer(),
  audioSeconds: Type.Integer(),
  images: Type.Integer(),
});

const OwnUsage = Type.Object({
  plan: Type.Union([Type.Literal('free'), Type.Literal('premium')]),
  day: Type.String({ description: 'The day in the time zone of the learner' }),
  resetsAt: Type.String({ format: 'date-time' }),
  limits: Amounts,
  used: Amounts,
  reserved: Amounts,
});

/** `GET /api/toolkit/usage`: what the learner has used today, and how much is left. */
export function getUsage(server: HttpServer, { quotas }: UsageDependencies): void {
  const schema = {
    tags: ['toolkit'],
    summary: 'Own usage of today',
    operationId: 'getToolkitUsage',
    response: { 200: OwnUsage, ...problemResponses(401, 503) },
  };
  server.get('/api/toolkit/usage', { schema }, async (request) => {
    const { plan, day, limits, used, reserved } = await quotas.report(identityOf(request).userId);
    return { plan, day: day.name, resetsAt: new Date(day.endsAtMs).toISOString(), limits, used, reserved };
  });
}

const TotalsQuery = Type.Object({
  days: Type.Integer({ minimum: 1, maximum: 366, default: 30 }),
});

const Totals = Type.Object({
  items: Type.Array(
    Type.Object({
      day: Type.String(),
      operation: Type.String(),
      upstream: Type.Union([Type.String(), Type.Null()]),
      requests: Type.Integer(),
      failures: Type.Integer(),
      inputUnits: Type.Number(),
      outputUnits: Type.Number(),
    }),
  ),
});

/** `GET /api/toolkit/usage/totals`: what everybody used, for administrators. */
export function getUsageTotals(server: HttpServer, { db }: UsageDependencies): void {
  const schema = {
    tags: ['toolkit'],
    summary: 'Usage of everybody, by day, operation and upstream',
    operationId: 'getToolkitUsageTotals',
    querystring: TotalsQuery,
    response: { 200: Totals, ...problemResponses(400, 401, 403, 503) },
  };
  server.register((scope: HttpServer, _options, done) => {
    requireRole(scope, 'admin');
    scope.get('/api/toolkit/usage/totals', { schema }, async (request) => ({
      items: await sumUsage(db, request.query.days),
    }));
    done();
  });
}

/** Every route of this feature. */
export const usageRoutes = [getUsage, getUsageTotals];
