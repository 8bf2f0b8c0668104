import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, test } from 'node:test';
import {
  type AuthInstance,
  freshEmail,
  type Problem,
  password,
  signUpSomebody,
  startAuth,
} from '../../support.ts';

const breachedPassword = 'a password from a breach';
const digest = createHash('sha1').update(breachedPassword).digest('hex').toUpperCase();

describe('passwords known from a breach', () => {
  let auth: AuthInstance;
  let paths: string[] = [];
  const know: RequestListener = (_request, response) => {
    response.end(`${'0'.repeat(35)}:7\r\n${digest.slice(5)}:42\r\n`);
  };
  let answer: RequestListener = know;
  const service = createServer((request, response) => {
    paths.push(request.url ?? '');
    answer(request, response);
  });

  before(async () => {
    service.listen(0, '127.0.0.1');
    await once(service, 'listening');
    const breachedRangeUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}/range`;
    auth = await startAuth((config) => ({ ...config, passwords: { ...config.passwords, breachedRangeUrl } }));
  });
  after(async () => {
    await auth.close();
    service.closeAllConnections();
    service.close();
  });
  beforeEach(() => {
    paths = [];
    answer = know;
  });
  const signUp = (chosen: string) =>
    auth.http.post<Problem>('/api/auth/signup', {
      body: { email: freshEmail(), password: chosen, name: 'Ana' },
    });

  test('a password that the range service knows is refused wherever somebody chooses one', async () => {
    const refused = await signUp(breachedPassword);
    assert.equal(refused.status, 400);
    assert.deepEqual(
      refused.body.errors?.map(({ pointer }) => pointer),
      ['/password'],
    );
    const { accessToken } = await signUpSomebody(auth.http);
    const change = await auth.http.post<Problem>('/api/auth/password/change', {
      token: accessToken,
      body: { currentPassword: password, newPassword: breachedPassword },
    });
    assert.equal(change.status, 400);
    assert.deepEqual(
      change.body.errors?.map(({ pointer }) => pointer),
      ['/newPassword'],
    );
  });

  test('the service learns five digits of the hash and nothing else, and is not asked at a login', async () => {
    const email = freshEmail();
    await auth.http.post('/api/auth/signup', { body: { email, password, name: 'Ana' } });
    const ours = createHash('sha1').update(password).digest('hex').toUpperCase();
    assert.deepEqual(paths, [`/range/${ours.slice(0, 5)}`]);
    const login = await auth.http.post('/api/auth/login', { body: { email, password } });
    assert.equal(login.status, 200);
    assert.equal(paths.length, 1);
  });

  test('a line of padding means nothing', async () => {
    answer = (_request, response) => response.end(`${digest.slice(5)}:0\r\n`);
    assert.equal((await signUp(breachedPassword)).status, 201);
  });

  const faults: Record<string, RequestListener> = {
    'is silent': () => undefined,
    fails: (_request, response) => response.writeHead(500).end('no'),
    redirects: (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    'talks nonsense': (_request, response) => response.end('<html>'),
    'breaks off': (request) => request.socket.destroy(),
    'talks without end': (_request, response) => {
      const more = () => {
        while (!response.destroyed && response.write('A'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    },
  };
  for (const [what, fault] of Object.entries(faults)) {
    test(`a range service that ${what} keeps nobody out, for 1.5 s at most`, async () => {
      answer = fault;
      const startedAt = performance.now();
      assert.equal((await signUp(breachedPassword)).status, 201);
      assert.ok(performance.now() - startedAt < 1_500);
    });
  }
});
