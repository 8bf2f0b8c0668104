import { problemResponses, strictObject } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { Type } from 'typebox';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { learnKey } from '../courses/read-catalogue.ts';
import { findLearnPage } from './repository.ts';
import { LearnView } from './schemas.ts';

const ttlSeconds = 600;
const Language = Type.String({ minLength: 2, maxLength: 20, pattern: '^[A-Za-z0-9-]+$' });

/** GET /api/learn/{target}: alphabet, numbers, words, phrases, sounds and tips of a language. */
export function getLearnPage(server: HttpServer, { db, cache }: LearningDependencies): void {
  server.get(
    '/api/learn/:target',
    {
      schema: {
        tags: ['learn'],
        summary: 'First steps in a language',
        params: strictObject({ target: Language }),
        querystring: strictObject({ source: Type.Optional(Language) }),
        response: { 200: LearnView, ...problemResponses(400, 404) },
      },
    },
    async (request) => {
      const { target } = request.params;
      const { source = 'en' } = request.query;
      const page = await cache.read(learnKey(target, source), { ttlSeconds }, () =>
        findLearnPage(db, target, source),
      );
      if (page === undefined) throw learningErrors.language_not_found();
      return page;
    },
  );
}

export const learnRoutes = [getLearnPage];
