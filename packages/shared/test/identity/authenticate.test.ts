import assert from 'node:assert/strict';
import { request as rawRequest } from 'node:http';
import { after, before, describe, it } from 'node:test';
import Fastify from 'fastify';
import { ServiceError } from '../../src/errors.ts';
import type { HttpServer } from '../../src/http/server.ts';
import {
  authenticated,
  identityOf,
  optionallyAuthenticated,
  requireRole,
} from '../../src/identity/authenticate.ts';
import { newId } from '../../src/ids.ts';
import { type TestClient, testClient } from '../../src/testing/http.ts';
import { createTestIssuer, type TestIssuer } from '../../src/testing/identity.ts';

describe('authentication of a scope', () => {
  let issuer: TestIssuer;
  let client: TestClient;
  let port: number;
  const server = Fastify();
  before(async () => {
    issuer = await createTestIssuer();
    const verifier = issuer.verifier();
    server.setErrorHandler(async (error, _request, reply) => {
      if (!(error instanceof ServiceError)) throw error;
      return await reply.code(error.status).headers(error.headers).send({ code: error.code });
    });
    server.get('/open', async (request) => ({ identity: request.identity ?? null }));
    await server.register((scope, _options, done) => {
      authenticated(scope as unknown as HttpServer, verifier);
      scope.post('/closed', async (request) => ({ userId: identityOf(request).userId }));
      scope.register((inner, _innerOptions, innerDone) => {
        requireRole(inner as unknown as HttpServer, 'author', 'admin');
        inner.get('/authors', async () => ({ ok: true }));
        innerDone();
      });
      done();
    });
    await server.register((scope, _options, done) => {
      optionallyAuthenticated(scope as unknown as HttpServer, verifier);
      scope.get('/guests', async (request) => ({ userId: request.identity?.userId ?? null }));
      scope.get('/members', async (request) => ({ userId: identityOf(request).userId }));
      done();
    });
    const address = await server.listen({ port: 0 });
    client = testClient(address);
    port = Number(new URL(address).port);
  });
  after(async () => {
    await server.close();
    await issuer.close();
  });

  it('200: lets a valid token in and tells the route who it is', async () => {
    const sub = newId();
    const response = await client.post('/closed', { token: await issuer.issueToken({ sub }), body: {} });
    assert.deepEqual([response.status, response.body], [200, { userId: sub }]);
  });

  it('401: demands a token, before it looks at the body', async () => {
    const response = await client.post('/closed', { rawBody: '{ broken' });
    assert.deepEqual([response.status, response.body], [401, { code: 'unauthenticated' }]);
    assert.equal(response.headers.get('www-authenticate'), 'Bearer');
  });

  for (const value of ['Basic dTpw', 'Bearer', 'Bearer a b', 'Bearer a,b', 'Token x', 'Bearer "x"']) {
    it(`401: refuses the credentials "${value}"`, async () => {
      const response = await client.post('/closed', { headers: { authorization: value }, body: {} });
      assert.equal(response.status, 401);
      assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer error=/);
    });
  }

  it('401: refuses two Authorization headers, whichever of them is good', async () => {
    const good = `Bearer ${await issuer.issueToken()}`;
    for (const pair of [
      [good, 'Bearer x'],
      ['Bearer x', good],
      [good, good],
    ]) {
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const headers = pair.flatMap((value) => ['Authorization', value]);
        const call = rawRequest({
          port,
          path: '/closed',
          method: 'POST',
          headers: ['Host', 'x', ...headers],
        });
        call
          .on('response', (response) => resolve(response.resume().statusCode))
          .on('error', reject)
          .end();
      });
      assert.equal(status, 401);
    }
  });

  it('401: names an expired token as such', async () => {
    const token = await issuer.issueToken({ ageSeconds: 700 });
    const response = await client.post('/closed', { token, body: {} });
    assert.deepEqual([response.status, response.body], [401, { code: 'token_expired' }]);
  });

  it('403: demands one of the roles', async () => {
    assert.equal((await client.get('/authors', { token: await issuer.issueToken() })).status, 403);
    const author = await issuer.issueToken({ roles: ['learner', 'author'] });
    assert.equal((await client.get('/authors', { token: author })).status, 200);
    assert.equal((await client.get('/authors')).status, 401);
  });

  it('lets guests into an optional scope, and refuses a bad token there too', async () => {
    assert.deepEqual((await client.get('/guests')).body, { userId: null });
    const sub = newId();
    assert.deepEqual((await client.get('/guests', { token: await issuer.issueToken({ sub }) })).body, {
      userId: sub,
    });
    assert.equal((await client.get('/guests', { token: 'x.y.z' })).status, 401);
    assert.equal((await client.get('/members')).status, 401);
  });

  it('leaves routes outside of the scopes alone, whatever token they get', async () => {
    assert.deepEqual((await client.get('/open', { token: 'x.y.z' })).body, { identity: null });
  });

  it('does not carry an identity over to the next request', async () => {
    await client.get('/guests', { token: await issuer.issueToken() });
    assert.deepEqual((await client.get('/guests')).body, { userId: null });
  });
});
