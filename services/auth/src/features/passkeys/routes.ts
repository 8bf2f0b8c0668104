import { problemResponses } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import { identityOf } from '@linguamate/shared/identity/authenticate';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { OwnerBody } from '../mfa/schemas.ts';
import { answerOnDevice, clientOf } from '../sessions/answers.ts';
import { TokensSchema } from '../sessions/schemas.ts';
import { sourceOf } from '../sessions/source.ts';
import { beginPasskeyLogin, finishPasskeyLogin } from './passkey-login.ts';
import {
  beginRegistration,
  finishRegistration,
  type PasskeyOwner,
  removePasskey,
} from './register-passkey.ts';
import { listPasskeys } from './repository.ts';
import {
  BrowserOptions,
  PasskeyLoginBody,
  PasskeyPage,
  RegisterBody,
  Registered,
  RemoveBody,
} from './schemas.ts';

const tags = ['passkeys'];
const member = { tags, security: [{ bearer: [] }] };
const refusals = problemResponses(400, 401, 403, 404, 429, 503);

/** POST /api/auth/passkeys/login/options: begins a login without a password. */
export function postLoginOptions(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/passkeys/login/options',
    { schema: { tags, summary: 'Begin a login by passkey', response: { 200: BrowserOptions } } },
    async () => await beginPasskeyLogin(dependencies),
  );
}

/** POST /api/auth/passkeys/login: logs in the owner of a passkey. */
export function postPasskeyLogin(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/passkeys/login',
    {
      schema: {
        tags,
        summary: 'Log in by passkey',
        body: PasskeyLoginBody,
        response: { 200: TokensSchema, ...problemResponses(400, 401) },
      },
    },
    async (request) => {
      const started = await finishPasskeyLogin(dependencies, request.body.response, clientOf(request));
      return await answerOnDevice(dependencies, started);
    },
  );
}

/** POST /api/auth/passkeys/register/options: begins to add a passkey. */
export function postRegisterOptions(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/passkeys/register/options',
    {
      schema: {
        ...member,
        summary: 'Begin to add a passkey',
        body: OwnerBody,
        response: { 200: BrowserOptions, ...refusals },
      },
    },
    async (request) => await beginRegistration(dependencies, ownerOf(request, request.body.password)),
  );
}

/** POST /api/auth/passkeys/register: adds a passkey. */
export function postRegister(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/passkeys/register',
    {
      schema: {
        ...member,
        summary: 'Add a passkey',
        body: RegisterBody,
        response: { 201: Registered, ...refusals },
      },
    },
    async (request, reply) => {
      const id = await finishRegistration(dependencies, identityOf(request).userId, request.body);
      return await reply.code(201).send({ id });
    },
  );
}

/** GET /api/auth/passkeys: the person's passkeys. */
export function getPasskeys(server: HttpServer, { db }: AuthDependencies): void {
  server.get(
    '/api/auth/passkeys',
    {
      schema: {
        ...member,
        summary: 'Own passkeys',
        response: { 200: PasskeyPage, ...problemResponses(401) },
      },
    },
    async (request) => {
      const passkeys = await listPasskeys(db, identityOf(request).userId);
      const items = passkeys.map(({ id, label, createdAt, lastUsedAt }) => ({
        id,
        label,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      }));
      return { items, nextCursor: null };
    },
  );
}

/** POST /api/auth/passkeys/remove: forgets a passkey. */
export function postRemove(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/passkeys/remove',
    {
      schema: {
        ...member,
        summary: 'Remove a passkey',
        body: RemoveBody,
        response: { 204: Type.Null({ description: 'Removed.' }), ...refusals },
      },
    },
    async (request, reply) => {
      const { id, password } = request.body;
      await removePasskey(dependencies, ownerOf(request, password), id);
      return await reply.code(204).send(null);
    },
  );
}

export const publicPasskeyRoutes = [postLoginOptions, postPasskeyLogin];
export const memberPasskeyRoutes = [postRegisterOptions, postRegister, getPasskeys, postRemove];

function ownerOf(request: FastifyRequest, password: string | undefined): PasskeyOwner {
  const { userId, authTime } = identityOf(request);
  return { userId, authTime, password, source: sourceOf(request.ip) };
}
