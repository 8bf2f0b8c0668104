import { problemResponses } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { answerOnDevice } from '../sessions/answers.ts';
import { TokensSchema } from '../sessions/schemas.ts';
import { sourceOf } from '../sessions/source.ts';
import { answerChallenge } from './challenge-login.ts';
import { activateTotp, disableTotp, enrollTotp, type Owner, renewRecoveryCodes } from './enroll.ts';
import { ActivateBody, ChallengeBody, DisableBody, Enrollment, OwnerBody, RecoveryCodes } from './schemas.ts';

const tags = ['mfa'];
const security = [{ bearer: [] }];
const refusals = problemResponses(400, 401, 403, 409, 429, 503);

/** POST /api/auth/mfa/verify: the second step of a login. */
export function postVerifyFactor(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/mfa/verify',
    {
      schema: {
        tags,
        summary: 'Second step of a login',
        body: ChallengeBody,
        response: { 200: TokensSchema, ...problemResponses(400, 401, 429) },
      },
    },
    async (request) => {
      const { challengeToken, ...factor } = request.body;
      return await answerOnDevice(dependencies, await answerChallenge(dependencies, challengeToken, factor));
    },
  );
}

/** POST /api/auth/mfa/totp/enroll: the secret for an authenticator app. */
export function postEnroll(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/mfa/totp/enroll',
    {
      schema: {
        tags,
        summary: 'Set up an authenticator app',
        security,
        body: OwnerBody,
        response: { 200: Enrollment, ...refusals },
      },
    },
    async (request) => await enrollTotp(dependencies, ownerOf(request, request.body.password)),
  );
}

/** POST /api/auth/mfa/totp/activate: the first code switches the second factor on. */
export function postActivate(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/mfa/totp/activate',
    {
      schema: {
        tags,
        summary: 'Switch the second factor on',
        security,
        body: ActivateBody,
        response: { 200: RecoveryCodes, ...refusals },
      },
    },
    async (request) => {
      const { userId } = identityOf(request);
      return { recoveryCodes: await activateTotp(dependencies, userId, request.body.code) };
    },
  );
}

/** POST /api/auth/mfa/totp/disable: switches the second factor off. */
export function postDisable(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/mfa/totp/disable',
    {
      schema: {
        tags,
        summary: 'Switch the second factor off',
        security,
        body: DisableBody,
        response: { 204: Type.Null({ description: 'Switched off.' }), ...refusals },
      },
    },
    async (request, reply) => {
      const { password, ...factor } = request.body;
      await disableTotp(dependencies, ownerOf(request, password), factor);
      return await reply.code(204).send(null);
    },
  );
}

/** POST /api/auth/mfa/recovery-codes: new codes; the old ones are void. */
export function postRecoveryCodes(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/mfa/recovery-codes',
    {
      schema: {
        tags,
        summary: 'New recovery codes',
        security,
        body: OwnerBody,
        response: { 200: RecoveryCodes, ...refusals },
      },
    },
    async (request) => {
      const owner = ownerOf(request, request.body.password);
      return { recoveryCodes: await renewRecoveryCodes(dependencies, owner) };
    },
  );
}

export const publicMfaRoutes = [postVerifyFactor];
export const memberMfaRoutes = [postEnroll, postActivate, postDisable, postRecoveryCodes];

function ownerOf(request: FastifyRequest, password: string | undefined): Owner {
  const { userId, authTime } = identityOf(request);
  return { userId, authTime, password, source: sourceOf(request.ip) };
}
