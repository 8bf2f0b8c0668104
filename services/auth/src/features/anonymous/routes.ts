import { problemResponses, strictObject } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { answerOnDevice, answerWithTokens, clientOf } from '../sessions/answers.ts';
import { SignUpBody, TokensSchema } from '../sessions/schemas.ts';
import { Name, profileFields } from '../users/schemas.ts';
import { requestSignup, signupLifeSeconds } from '../verification/request-signup.ts';
import { SignupAccepted } from '../verification/schemas.ts';
import { startAnonymous } from './start-anonymous.ts';
import { upgradeAccount } from './upgrade-account.ts';

const tags = ['auth'];

/** POST /api/auth/anonymous: learn first, sign up later. */
export function postAnonymous(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/anonymous',
    {
      schema: {
        tags,
        summary: 'Learn without an account',
        body: Type.Union([strictObject({ name: Type.Optional(Name), ...profileFields }), Type.Null()]),
        response: { 201: TokensSchema, ...problemResponses(400) },
      },
    },
    async (request, reply) => {
      const started = await startAnonymous(dependencies, request.body ?? {}, clientOf(request));
      return await reply.code(201).send(await answerWithTokens(dependencies, started));
    },
  );
}

/** POST /api/auth/upgrade: a full account for somebody who has learnt without one. */
export function postUpgrade(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/upgrade',
    {
      schema: {
        tags,
        summary: 'Keep what was learnt without an account',
        description: 'Answers 200 with new tokens, or 202 where addresses must be proven first.',
        security: [{ bearer: [] }],
        body: SignUpBody,
        response: { 200: TokensSchema, 202: SignupAccepted, ...problemResponses(400, 401, 409, 503) },
      },
    },
    async (request, reply) => {
      const { deviceName, ...fields } = request.body;
      const { userId } = identityOf(request);
      if (dependencies.config.signupMode === 'verified') {
        const signupId = await requestSignup(dependencies, fields, userId);
        const status = 'verification_required' as const;
        return await reply.code(202).send({ status, signupId, expiresIn: signupLifeSeconds });
      }
      const client = clientOf(request, deviceName);
      const started = await upgradeAccount(dependencies, userId, fields, client);
      return await answerOnDevice(dependencies, started);
    },
  );
}

export const publicAnonymousRoutes = [postAnonymous];
export const memberAnonymousRoutes = [postUpgrade];
