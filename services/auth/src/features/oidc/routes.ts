import { problemResponses, strictObject } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { MfaRequired } from '../mfa/schemas.ts';
import { answerOnDevice, clientOf, mfaStep } from '../sessions/answers.ts';
import { TokensSchema } from '../sessions/schemas.ts';
import { beginOidcLogin, redeemOidcAnswer } from './begin-login.ts';
import { finishOidcLogin } from './finish-login.ts';

const tags = ['oidc'];
const Params = strictObject({ provider: Type.String({ pattern: '^[a-z0-9-]{1,32}$' }) });
const Parameter = Type.String({ minLength: 1, maxLength: 2048 });

const Begun = Type.Object(
  {
    authorizationUrl: Type.String({ description: 'Where to send the person.' }),
    flowToken: Type.String({ description: 'Keep it until the person is back.' }),
  },
  { title: 'OidcLogin' },
);

/** POST /api/auth/oidc/{provider}/start: begins a login at another provider. */
export function postOidcStart(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/oidc/:provider/start',
    {
      schema: {
        tags,
        summary: 'Begin a login at another provider',
        params: Params,
        body: strictObject({ redirectUri: Parameter }),
        response: { 200: Begun, ...problemResponses(400, 404, 502) },
      },
    },
    async (request) => await beginOidcLogin(dependencies, request.params.provider, request.body.redirectUri),
  );
}

/** POST /api/auth/oidc/{provider}/finish: the person is back, with a code and a state in the address. */
export function postOidcFinish(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/oidc/:provider/finish',
    {
      schema: {
        tags,
        summary: 'Finish a login at another provider',
        params: Params,
        body: strictObject({
          flowToken: Parameter,
          code: Parameter,
          state: Parameter,
          iss: Type.Optional(Parameter),
        }),
        response: { 200: TokensSchema, 202: MfaRequired, ...problemResponses(400, 401, 403, 404, 502) },
      },
    },
    async (request, reply) => {
      const person = await redeemOidcAnswer(dependencies, request.params.provider, request.body);
      const outcome = await finishOidcLogin(dependencies, person, clientOf(request));
      if ('started' in outcome) return await answerOnDevice(dependencies, outcome.started);
      return await reply.code(202).send(mfaStep(outcome.challengeToken));
    },
  );
}

export const oidcRoutes = [postOidcStart, postOidcFinish];
