import { problemResponses, strictObject, Uuid } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { StreakView } from '../progress/schemas.ts';
import { readAnalytics, type Timeframe } from './read-analytics.ts';

const Count = Type.Integer({ minimum: 0 });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const counts = {
  xp: Count,
  answers: Count,
  correctAnswers: Count,
  lessons: Count,
  reviews: Count,
  seconds: Count,
};
const AnalyticsView = Type.Object({
  from: Type.String(),
  to: Type.String(),
  totals: Type.Object({ ...counts, activeDays: Count, accuracy: Share }),
  streak: StreakView,
  days: Type.Array(Type.Object({ day: Type.String(), ...counts })),
  verdicts: Type.Array(Type.Object({ verdict: Type.String(), count: Count })),
  weakItems: Type.Array(
    Type.Object({ itemId: Uuid, prompt: Type.String(), answers: Count, accuracy: Share }),
  ),
  forecast: Type.Array(Type.Object({ day: Type.String(), cards: Count })),
});

/** GET /api/analytics: a week, month or year of learning. */
export function getAnalytics(server: HttpServer, deps: LearningDependencies): void {
  server.get(
    '/api/analytics',
    {
      schema: {
        tags: ['analytics'],
        summary: 'Own learning analytics',
        description: 'Days are the learner’s own; every day of the timeframe is there, quiet ones included.',
        security: [{ bearer: [] }],
        querystring: strictObject({
          timeframe: Type.Unsafe<Timeframe>({
            type: 'string',
            enum: ['week', 'month', 'year'],
            default: 'week',
          }),
        }),
        response: { 200: AnalyticsView, ...problemResponses(400, 401) },
      },
    },
    async (request) => {
      const { days, verdicts, weakItems, forecast, ...rest } = await readAnalytics(
        deps,
        identityOf(request).userId,
        request.query.timeframe,
      );
      return {
        ...rest,
        days: [...days],
        verdicts: [...verdicts],
        weakItems: [...weakItems],
        forecast: [...forecast],
      };
    },
  );
}

export const analyticsRoutes = [getAnalytics];
