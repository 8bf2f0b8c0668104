import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createJwksClient } from '@linguamate/shared/identity/jwks';
import { createTokenVerifier } from '@linguamate/shared/identity/verifier';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { putServiceClient } from '../../../src/features/service-tokens/issue-service-token.ts';
import { type AuthInstance, startAuth } from '../../support.ts';

type Token = { access_token: string; token_type: string; expires_in: number; code: string };

describe('POST /internal/oauth/token', () => {
  let auth: AuthInstance;
  let credentials: { clientId: string; clientSecret: string };
  before(async () => {
    auth = await startAuth();
    credentials = await putServiceClient(auth.dependencies, 'learning', ['toolkit-proxy']);
  });
  after(() => auth.close());

  const request = (changes: Record<string, unknown> = {}) =>
    auth.http.post<Token>('/internal/oauth/token', {
      body: {
        grant_type: 'client_credentials',
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret,
        audience: 'toolkit-proxy',
        ...changes,
      },
    });
  const verifier = (audience: string) => {
    const jwks = createJwksClient({
      url: `${auth.url}/.well-known/jwks.json`,
      clock: auth.dependencies.clock,
      logger: silentLogger(),
    });
    return createTokenVerifier({ jwks, issuer: 'linguamate', audience, clock: auth.dependencies.clock });
  };

  test('200: the token is good at the named service for five minutes, and nowhere else', async () => {
    const { status, body } = await request();
    assert.equal(status, 200);
    assert.equal(body.token_type, 'Bearer');
    assert.equal(body.expires_in, 300);
    const identity = await verifier('toolkit-proxy').verify(body.access_token);
    assert.equal(identity.userId, credentials.clientId);
    assert.deepEqual(identity.roles, []);
    await assert.rejects(verifier('learning').verify(body.access_token));
    assert.equal((await auth.http.get('/api/users/me', { token: body.access_token })).status, 401);
  });

  test('401: an unknown client, a wrong secret and a service that may not be called are refused alike', async () => {
    const answers = await Promise.all([
      request({ client_id: '01890000-0000-7000-8000-000000000000' }),
      request({ client_secret: `${credentials.clientSecret}x` }),
      request({ audience: 'learning' }),
      request({ audience: 'linguamate' }),
    ]);
    for (const { status, body } of answers) {
      assert.equal(status, 401);
      assert.equal(body.code, 'client_invalid');
    }
  });

  test('400: another way of asking is not understood', async () => {
    for (const changes of [{ grant_type: 'password' }, { client_id: 'x' }, { scope: 'all' }]) {
      assert.equal((await request(changes)).status, 400);
    }
  });

  test('a new secret voids the old one, and neither stands in the database', async () => {
    const renewed = await putServiceClient(auth.dependencies, 'learning', ['toolkit-proxy']);
    assert.equal(renewed.clientId, credentials.clientId);
    assert.equal((await request()).status, 401);
    assert.equal((await request({ client_secret: renewed.clientSecret })).status, 200);
    const rows = await auth.dependencies.db.selectFrom('service_clients').selectAll().execute();
    assert.equal(rows.length, 1);
    assert.ok(!rows[0]?.secret_hash.toString('latin1').includes(renewed.clientSecret.slice(4, 20)));
  });
});
