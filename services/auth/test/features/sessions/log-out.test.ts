import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createRevocationFeed, type RevocationFeed } from '@linguamate/shared/identity/revocations';
import { createRedis } from '@linguamate/shared/redis';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { decodeJwt } from 'jose';
import { announceLeftovers } from '../../../src/features/sessions/announce-revocations.ts';
import { reopenAnnouncements } from '../../../src/features/sessions/revocation-repository.ts';
import {
  type AuthBacking,
  type AuthInstance,
  createBacking,
  type Problem,
  signUpSomebody,
  startInstance,
} from '../../support.ts';

describe('POST /api/auth/logout', () => {
  let backing: AuthBacking;
  let auth: AuthInstance;
  let feed: RevocationFeed;
  before(async () => {
    backing = await createBacking();
    auth = await startInstance(backing);
    const logger = silentLogger();
    const subscriber = createRedis({ url: backing.redis.url, role: 'subscriber', logger });
    feed = createRevocationFeed({ subscriber, prefix: backing.redis.prefix, logger, clock: backing.clock });
    await feed.start();
  });
  after(async () => {
    await feed.stop();
    await auth.close();
    await backing.close();
  });

  const sidOf = (token: string) => String(decodeJwt(token).sid);
  const isRevoked = (token: string) =>
    feed.isRevoked(sidOf(token), String(decodeJwt(token).sub), Number(decodeJwt(token).iat));

  describe('204', () => {
    test('ends the session of the bearer token: neither token works, and every gateway hears of it within a second', async () => {
      const { accessToken, refreshToken } = await signUpSomebody(auth.http);
      const response = await auth.http.post('/api/auth/logout', { token: accessToken });
      assert.equal(response.status, 204);
      await waitFor(() => isRevoked(accessToken), {
        timeoutMs: 1000,
        message: 'the revocation at a gateway',
      });
      assert.equal((await auth.http.get('/api/users/me', { token: accessToken })).status, 401);
      const refreshed = await auth.http.post<Problem>('/api/auth/refresh', { body: { refreshToken } });
      assert.equal(refreshed.body.code, 'session_ended');
    });

    test('can be repeated', async () => {
      const { accessToken } = await signUpSomebody(auth.http);
      for (const _time of [1, 2]) {
        assert.equal((await auth.http.post('/api/auth/logout', { token: accessToken })).status, 204);
      }
    });

    test('a refresh token alone is enough, for an app whose access token has expired', async () => {
      const { accessToken, refreshToken } = await signUpSomebody(auth.http);
      const response = await auth.http.post('/api/auth/logout', { body: { refreshToken } });
      assert.equal(response.status, 204);
      assert.equal((await auth.http.get('/api/users/me', { token: accessToken })).status, 401);
    });

    test('leaves the other sessions of the person alone', async () => {
      const email = 'two-devices@example.com';
      const first = await signUpSomebody(auth.http, { email });
      const body = { email, password: 'correct horse battery' };
      const second = await auth.http.post<{ accessToken: string }>('/api/auth/login', { body });
      await auth.http.post('/api/auth/logout', { token: first.accessToken });
      assert.equal((await auth.http.get('/api/users/me', { token: second.body.accessToken })).status, 200);
    });

    test('an end that could not be announced is announced later, and again after Redis has lost everything', async () => {
      const { accessToken } = await signUpSomebody(auth.http);
      const { announcer, db } = auth.dependencies;
      const publish = announcer.publish;
      announcer.publish = async () => {
        throw new Error('Redis is away');
      };
      assert.equal((await auth.http.post('/api/auth/logout', { token: accessToken })).status, 204);
      announcer.publish = publish;
      assert.equal(isRevoked(accessToken), false);
      assert.equal(await announceLeftovers(announcer), 1);
      await waitFor(() => isRevoked(accessToken), { message: 'the late announcement' });
      assert.equal(await announceLeftovers(announcer), 0);
      await backing.redis.flush();
      await reopenAnnouncements(db, new Date(backing.clock.now() - 600_000));
      assert.ok((await announceLeftovers(announcer)) >= 1);
    });
  });

  test('the worker announces again what Redis has forgotten, and does so once', async () => {
    const { createBackgroundWork } = await import('../../../src/background-work.ts');
    const { accessToken } = await signUpSomebody(auth.http);
    await auth.http.post('/api/auth/logout', { token: accessToken });
    await backing.redis.flush();
    const announced: string[] = [];
    const announcer = auth.dependencies.announcer;
    const publish = announcer.publish;
    announcer.publish = async (revocation) => {
      announced.push(revocation.sessionId);
      await publish(revocation);
    };
    const work = createBackgroundWork(auth.dependencies);
    work.start();
    try {
      await waitFor(() => announced.includes(sidOf(accessToken)), {
        timeoutMs: 15_000,
        message: 'the announcement',
      });
      assert.equal(announced.length, new Set(announced).size);
    } finally {
      await work.stop();
      announcer.publish = publish;
    }
  });

  describe('401', () => {
    test('without any proof there is nothing to log out of', async () => {
      assert.equal((await auth.http.post('/api/auth/logout')).status, 401);
      assert.equal((await auth.http.post('/api/auth/logout', { body: {} })).status, 401);
    });

    test('a bearer token that is not valid is refused', async () => {
      assert.equal((await auth.http.post('/api/auth/logout', { token: 'nonsense' })).status, 401);
    });
  });
});
