import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigError } from '@linguamate/shared/config';
import { readConfig } from '../src/config.ts';

const minimal = {
  REDIS_URL: 'redis://localhost:6379',
  AUTH_URL: 'http://auth:8101/',
  LEARNING_URL: 'http://learning:8102',
  TOOLKIT_PROXY_URL: 'http://toolkit:8103',
};

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map(({ name }) => name);
  }
}

describe('the configuration', () => {
  it('has defaults for everything but addresses', () => {
    const config = readConfig(minimal);
    assert.equal(config.port, 8080);
    assert.equal(config.internalPort, 8090);
    assert.equal(config.requestTimeoutMs, 30_000);
    assert.equal(config.upstreams.auth, 'http://auth:8101');
    assert.equal(config.limits.loginPerMinute, 60);
    assert.deepEqual(config.corsOrigins, []);
    assert.ok(Object.isFrozen(config) && Object.isFrozen(config.limits));
  });

  it('lists everything that is missing at once', () => {
    assert.deepEqual(problemsOf({}).sort(), ['AUTH_URL', 'LEARNING_URL', 'REDIS_URL', 'TOOLKIT_PROXY_URL']);
  });

  it('refuses * as origin in production, and * beside others anywhere', () => {
    assert.deepEqual(problemsOf({ ...minimal, NODE_ENV: 'production', CORS_ORIGIN: '*' }), ['CORS_ORIGIN']);
    assert.deepEqual(problemsOf({ ...minimal, CORS_ORIGIN: '*,https://a.example' }), ['CORS_ORIGIN']);
    assert.deepEqual(problemsOf({ ...minimal, CORS_ORIGIN: '*' }), []);
  });

  it('refuses origins that could never match, and null', () => {
    const wrong = [
      'null',
      'https://a.example/',
      'https://a.example/app',
      'a.example',
      'https://*.a.example',
      'ftp://a',
    ];
    for (const origin of wrong)
      assert.deepEqual(problemsOf({ ...minimal, CORS_ORIGIN: origin }), ['CORS_ORIGIN'], origin);
    assert.deepEqual(problemsOf({ ...minimal, CORS_ORIGIN: 'https://a.example,http://localhost:8081' }), []);
  });

  it('takes networks as trusted proxies, but no hop counts, names or everybody', () => {
    for (const networks of ['10.0.0.0/8', '127.0.0.1', '::1,fd00::/8']) {
      assert.deepEqual(problemsOf({ ...minimal, TRUSTED_PROXIES: networks }), [], networks);
    }
    for (const networks of ['1', 'true', 'loopback', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/8/8']) {
      assert.deepEqual(problemsOf({ ...minimal, TRUSTED_PROXIES: networks }), ['TRUSTED_PROXIES'], networks);
    }
  });
});
