import { problemResponses, Timestamp } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { readAchievements, readChallenge } from './award.ts';

const tags = ['progress'];
const security = [{ bearer: [] }];
const Count = Type.Integer({ minimum: 0 });
const Task = { key: Type.String(), title: Type.String(), goal: Count, progress: Count, xp: Count };

/** GET /api/progress/achievements: what has been reached and how far the rest is. */
export function getAchievements(server: HttpServer, deps: LearningDependencies): void {
  server.get(
    '/api/progress/achievements',
    {
      schema: {
        tags,
        summary: 'Own achievements',
        security,
        response: {
          200: Type.Object({
            items: Type.Array(Type.Object({ ...Task, earnedAt: Type.Union([Timestamp, Type.Null()]) })),
          }),
          ...problemResponses(401),
        },
      },
    },
    async (request) => {
      const items = await readAchievements(deps, identityOf(request).userId);
      return { items: items.map((item) => ({ ...item, earnedAt: item.earnedAt?.toISOString() ?? null })) };
    },
  );
}

/** GET /api/progress/challenge: the challenge of the learner's day. */
export function getChallenge(server: HttpServer, deps: LearningDependencies): void {
  server.get(
    '/api/progress/challenge',
    {
      schema: {
        tags,
        summary: 'Daily challenge',
        security,
        response: {
          200: Type.Object({
            day: Type.String(),
            tasks: Type.Array(Type.Object({ ...Task, done: Type.Boolean() })),
            totalXp: Count,
          }),
          ...problemResponses(401),
        },
      },
    },
    async (request) => {
      const { day, tasks, totalXp } = await readChallenge(deps, identityOf(request).userId);
      return { day, tasks: [...tasks], totalXp };
    },
  );
}

export const achievementRoutes = [getAchievements, getChallenge];
