import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClient } from '../src/client.ts';
import { isProblem, ProblemError, unwrap } from '../src/problem.ts';
import { memoryTokenStore, type Tokens } from '../src/session.ts';
import { type ApiServer, json, problem, startApiServer } from './support/api-server.ts';

const tokens = (over: Partial<Tokens> = {}): Tokens => ({
  accessToken: 'old',
  refreshToken: 'r1',
  expiresAtMs: Date.now() + 600_000,
  ...over,
});

/** A server that only accepts the newest access token and knows each refresh token once. */
async function startAuth(options: { refresh?: number } = {}): Promise<ApiServer & { refreshes(): number }> {
  let current = 'new';
  let refreshes = 0;
  const server = await startApiServer(async ({ path, headers }, response) => {
    if (path === '/api/auth/refresh') {
      refreshes += 1;
      // Long enough for other calls to be refused meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
      if (options.refresh !== undefined)
        return json(response, options.refresh, problem(options.refresh, 'x'));
      return json(response, 200, { accessToken: current, refreshToken: `r${refreshes + 1}`, expiresIn: 600 });
    }
    if (path === '/api/auth/login') return json(response, 401, problem(401, 'invalid_credentials'));
    if (headers.authorization !== `Bearer ${current}`)
      return json(response, 401, problem(401, 'token_expired'));
    current = 'new';
    return json(response, 200, { ok: true });
  });
  return { ...server, refreshes: () => refreshes };
}

describe('a client', () => {
  it('refreshes once for many calls that are refused together, and all succeed', async () => {
    const server = await startAuth();
    const client = createClient({ baseUrl: server.url, tokens: memoryTokenStore(tokens()) });
    const results = await Promise.all(Array.from({ length: 20 }, () => client.GET('/api/progress')));
    assert.ok(results.every(({ response }) => response.status === 200));
    assert.equal(server.refreshes(), 1);
    await server.close();
  });

  it('refreshes before a token ends, without a refused call', async () => {
    const server = await startAuth();
    const store = memoryTokenStore(tokens({ expiresAtMs: Date.now() + 1_000 }));
    const client = createClient({ baseUrl: server.url, tokens: store });
    await Promise.all([client.GET('/api/progress'), client.GET('/api/progress')]);
    assert.deepEqual(
      server.seen.map(({ path }) => path),
      ['/api/auth/refresh', '/api/progress', '/api/progress'],
    );
    assert.equal((await store.load())?.refreshToken, 'r2');
    await server.close();
  });

  it('sends the same body and the same Idempotency-Key again after a refresh', async () => {
    const server = await startAuth();
    const client = createClient({ baseUrl: server.url, tokens: memoryTokenStore(tokens()) });
    const body = { lessonId: 'greetings' } as never;
    await client.POST('/api/practice/sessions', { body });
    const sent = server.seen.filter(({ path }) => path === '/api/practice/sessions');
    assert.equal(sent.length, 2);
    assert.equal(sent[0]?.body, JSON.stringify(body));
    assert.equal(sent[1]?.body, sent[0]?.body);
    assert.match(String(sent[0]?.headers['idempotency-key']), /^[0-9a-f-]{36}$/);
    assert.equal(sent[1]?.headers['idempotency-key'], sent[0]?.headers['idempotency-key']);
    await server.close();
  });

  it('keeps an Idempotency-Key of the caller and gives none to reads', async () => {
    const server = await startAuth();
    const client = createClient({
      baseUrl: server.url,
      tokens: memoryTokenStore(tokens({ accessToken: 'new' })),
    });
    await client.POST('/api/practice/sessions', {
      body: {} as never,
      headers: { 'Idempotency-Key': 'mine' },
    });
    await client.GET('/api/progress');
    assert.equal(server.seen[0]?.headers['idempotency-key'], 'mine');
    assert.equal(server.seen[1]?.headers['idempotency-key'], undefined);
    await server.close();
  });

  it('signs out once when the refresh token is refused, and tells the app', async () => {
    const server = await startAuth({ refresh: 401 });
    const store = memoryTokenStore(tokens());
    let told = 0;
    const client = createClient({
      baseUrl: server.url,
      tokens: store,
      onSignedOut: () => {
        told += 1;
      },
    });
    const results = await Promise.all([client.GET('/api/progress'), client.GET('/api/progress')]);
    assert.ok(results.every(({ response }) => response.status === 401));
    assert.equal(await store.load(), null);
    assert.equal(told, 1);
    await server.close();
  });

  it('stays signed in when the refresh fails for another reason', async () => {
    for (const status of [429, 500, 503]) {
      const server = await startAuth({ refresh: status });
      const store = memoryTokenStore(tokens());
      const client = createClient({ baseUrl: server.url, tokens: store });
      assert.equal((await client.GET('/api/progress')).response.status, 401);
      assert.equal((await store.load())?.refreshToken, 'r1');
      await server.close();
    }
  });

  it('does not refresh because of a wrong password', async () => {
    const server = await startAuth();
    const client = createClient({ baseUrl: server.url, tokens: memoryTokenStore(tokens()) });
    const { error } = await client.POST('/api/auth/login', {
      body: { email: 'a@b.c', password: 'x' } as never,
    });
    assert.ok(isProblem(error) && error.code === 'invalid_credentials');
    assert.equal(server.refreshes(), 0);
    assert.equal(server.seen[0]?.headers.authorization, undefined);
    await server.close();
  });

  it('keeps what signing in gives', async () => {
    const server = await startAuth();
    const client = createClient({ baseUrl: `${server.url}/` });
    assert.equal(await client.session.accessToken(), null);
    await client.session.signIn({ accessToken: 'new', refreshToken: 'r', expiresIn: 600 });
    assert.equal((await client.GET('/api/progress')).response.status, 200);
    await client.session.signOut();
    assert.equal(await client.session.accessToken(), null);
    await server.close();
  });
});

describe('unwrap', () => {
  it('gives the data, or throws the problem as a typed value', async () => {
    const server = await startApiServer(({ path }, response) => {
      if (path === '/api/courses') return json(response, 200, { items: [] });
      return json(response, 404, problem(404, 'not_found'));
    });
    const client = createClient({ baseUrl: server.url });
    assert.deepEqual(await unwrap(client.GET('/api/courses')), { items: [] });
    const failed = unwrap(client.GET('/api/lessons/{lessonId}', { params: { path: { lessonId: 'x' } } }));
    await assert.rejects(
      failed,
      (error) =>
        error instanceof ProblemError &&
        error.problem.code === 'not_found' &&
        error.problem.requestId === 'request-1',
    );
    await server.close();
  });

  it('makes a problem of an answer that is none', async () => {
    const server = await startApiServer(
      (_seen, response) => void response.writeHead(502).end('<h1>Bad gateway</h1>'),
    );
    const client = createClient({ baseUrl: server.url });
    await assert.rejects(
      unwrap(client.GET('/api/courses')),
      (error) =>
        error instanceof ProblemError && error.problem.status === 502 && error.problem.code === 'unknown',
    );
    await server.close();
  });
});
