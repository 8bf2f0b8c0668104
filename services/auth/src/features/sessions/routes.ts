import { commonErrors } from '@linguamate/shared/errors';
import { problemResponses } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { MfaRequired } from '../mfa/schemas.ts';
import { requestSignup, signupLifeSeconds } from '../verification/request-signup.ts';
import { SignupAccepted } from '../verification/schemas.ts';
import { answerOnDevice, answerWithTokens, clientOf, mfaStep } from './answers.ts';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { refreshSession } from './refresh-session.ts';
import { LogInBody, LogOutBody, RefreshBody, SignUpBody, TokensSchema } from './schemas.ts';
import { signUp } from './sign-up.ts';

/** POST /api/auth/signup: opens an account, at once or after the address is proven, as the installation is set up. */
export function postSignUp(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/signup',
    {
      schema: {
        tags: ['auth'],
        summary: 'Sign up',
        body: SignUpBody,
        description: 'Answers 201 with tokens, or 202 where addresses must be proven first.',
        response: { 201: TokensSchema, 202: SignupAccepted, ...problemResponses(400, 409, 503) },
      },
    },
    async (request, reply) => {
      const { deviceName, ...fields } = request.body;
      if (dependencies.config.signupMode === 'verified') {
        const signupId = await requestSignup(dependencies, fields);
        return await reply
          .code(202)
          .send({ status: 'verification_required', signupId, expiresIn: signupLifeSeconds });
      }
      const started = await signUp(dependencies, fields, clientOf(request, deviceName));
      return await reply.code(201).send(await answerOnDevice(dependencies, started));
    },
  );
}

/** POST /api/auth/login: opens a session with e-mail address and password. */
export function postLogIn(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/login',
    {
      schema: {
        tags: ['auth'],
        summary: 'Log in',
        description: 'Answers 202 where a second factor has to follow.',
        body: LogInBody,
        response: { 200: TokensSchema, 202: MfaRequired, ...problemResponses(400, 401, 429, 503) },
      },
    },
    async (request, reply) => {
      const { deviceName, ...credentials } = request.body;
      const outcome = await logIn(dependencies, credentials, clientOf(request, deviceName));
      if ('started' in outcome) {
        return await answerOnDevice(dependencies, outcome.started, credentials.deviceToken);
      }
      return await reply.code(202).send(mfaStep(outcome.challengeToken));
    },
  );
}

/** POST /api/auth/refresh: replaces a refresh token and yields a new access token. */
export function postRefresh(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/refresh',
    {
      schema: {
        tags: ['auth'],
        summary: 'Continue a session',
        description:
          'For a minute, repeating the request with the replaced token yields the same new refresh token.',
        body: RefreshBody,
        response: { 200: TokensSchema, ...problemResponses(400, 401) },
      },
    },
    async (request) =>
      await answerWithTokens(
        dependencies,
        await refreshSession(dependencies.refresher, request.body.refreshToken),
      ),
  );
}

/** POST /api/auth/logout: ends the session of the bearer token, of the refresh token in the body, or both. */
export function postLogOut(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/logout',
    {
      schema: {
        tags: ['auth'],
        summary: 'Log out',
        security: [{ bearer: [] }, {}],
        body: LogOutBody,
        response: { 204: Type.Null({ description: 'Logged out.' }), ...problemResponses(400, 401) },
      },
    },
    async (request, reply) => {
      const sessionId = request.identity?.sessionId;
      const refreshToken = request.body?.refreshToken;
      if (sessionId === undefined && refreshToken === undefined) throw commonErrors.unauthenticated();
      await logOut(dependencies, { sessionId, refreshToken });
      return await reply.code(204).send(null);
    },
  );
}

export const publicSessionRoutes = [postSignUp, postLogIn, postRefresh];
export const logOutRoutes = [postLogOut];
