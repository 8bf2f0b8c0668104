import { commonErrors } from '@linguamate/shared/errors';
import { problemResponses, strictObject } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import { Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { findCourse } from '../courses/repository.ts';
import type { Standing } from './boards.ts';
import { publicName, readAliases } from './repository.ts';
import { globalBoard } from './update-boards.ts';
import { type Period, periods, windowOf } from './windows.ts';

const Count = Type.Integer({ minimum: 0 });
const Row = Type.Object({
  rank: Count,
  alias: Type.String(),
  xp: Count,
  isYou: Type.Boolean(),
});
const retryAfterSeconds = 5;

/** GET /api/leaderboard: who earned most XP in a week, a month or ever. */
export function getLeaderboard(server: HttpServer, deps: LearningDependencies): void {
  server.get(
    '/api/leaderboard',
    {
      schema: {
        tags: ['leaderboard'],
        summary: 'Leaderboard',
        description:
          'Equal XP means equal rank; among equals whoever was there first stands first. Shows aliases, never addresses.',
        security: [{ bearer: [] }],
        querystring: strictObject({
          period: Type.Unsafe<Period>({ type: 'string', enum: [...periods], default: 'week' }),
          courseId: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
          limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
          offset: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
        }),
        response: {
          200: Type.Object({
            period: Type.String(),
            window: Type.String(),
            items: Type.Array(Row),
            total: Count,
            hasMore: Type.Boolean(),
            you: Type.Union([Row, Type.Null()]),
          }),
          ...problemResponses(400, 401, 404, 503),
        },
      },
    },
    async (request) => {
      const { userId } = identityOf(request);
      const { period, courseId, limit, offset } = request.query;
      const course = courseId === undefined ? undefined : await findCourse(deps.db, userId, courseId);
      if (courseId !== undefined && course === undefined) throw learningErrors.course_not_found();
      const window = windowOf(period, deps.clock.now());
      const found = await readBoard(deps, course?.id ?? globalBoard, window, { userId, limit, offset });
      const aliases = await readAliases(deps.db, [userId, ...found.items.map((standing) => standing.userId)]);
      const toRow = (standing: Standing) => ({
        rank: standing.rank,
        alias: aliases.get(standing.userId) ?? publicName(standing.userId, null),
        xp: standing.xp,
        isYou: standing.userId === userId,
      });
      const hasMore = offset + found.items.length < found.total;
      const you = found.you === undefined ? null : toRow(found.you);
      return { period, window: window.name, items: found.items.map(toRow), total: found.total, hasMore, you };
    },
  );
}

export const leaderboardRoutes = [getLeaderboard];

async function readBoard(
  deps: LearningDependencies,
  board: string,
  window: ReturnType<typeof windowOf>,
  query: { userId: string; limit: number; offset: number },
) {
  try {
    return {
      items: await deps.boards.top(board, window, query),
      total: await deps.boards.size(board, window),
      you: await deps.boards.standing(board, window, query.userId),
    };
  } catch (cause) {
    throw commonErrors.service_unavailable({
      message: 'the boards cannot be read',
      cause,
      retryAfterSeconds,
    });
  }
}
