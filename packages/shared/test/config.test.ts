import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type TProperties, Type } from 'typebox';
import * as config from '../src/config.ts';

const description = 'for the test';

function parse<P extends TProperties>(fields: P, environment: Record<string, string | undefined>) {
  return config.parseEnvironment(Type.Object(fields), environment);
}

function problemsOf(fields: TProperties, environment: Record<string, string | undefined>) {
  try {
    parse(fields, environment);
  } catch (error) {
    assert.ok(error instanceof config.ConfigError);
    return error.problems;
  }
  return [];
}

const reasonOf = (field: TProperties[string], value: string, environment = {}) =>
  problemsOf({ X: field }, { X: value, ...environment })[0]?.reason;

describe('a field', () => {
  test('port takes 0 to 65535', () => {
    const field = config.port({ description });
    assert.equal(parse({ X: field }, { X: ' 65535 ' }).X, 65535);
    assert.match(reasonOf(field, '65536') ?? '', /65535/);
    assert.equal(reasonOf(field, '80a'), 'must be a whole number');
    assert.equal(reasonOf(field, '8e1'), 'must be a whole number');
  });
  test('durationMs and integer keep their limits', () => {
    assert.match(reasonOf(config.durationMs({ description, minimum: 100 }), '99') ?? '', /100/);
    assert.match(reasonOf(config.integer({ description, maximum: 5 }), '6') ?? '', /5/);
  });
  test('decimal takes numbers and nothing else', () => {
    assert.equal(parse({ X: config.decimal({ description }) }, { X: '-0.5' }).X, -0.5);
    for (const wrong of ['NaN', 'Infinity', '0x10', '1,5', '']) {
      assert.ok(problemsOf({ X: config.decimal({ description }) }, { X: wrong }).length === 1, wrong);
    }
  });
  test('flag takes true and false and nothing else', () => {
    const field = config.flag({ description });
    assert.equal(parse({ X: field }, { X: 'true' }).X, true);
    assert.equal(parse({ X: field }, { X: 'false' }).X, false);
    assert.equal(reasonOf(field, 'yes'), 'must be true or false');
  });
  test('textList splits at commas and drops what is empty', () => {
    assert.deepEqual(parse({ X: config.textList({ description }) }, { X: ' a, ,b,' }).X, ['a', 'b']);
  });
  test('choice names what may be chosen', () => {
    assert.equal(reasonOf(config.choice(['a', 'b'], { description }), 'c'), 'must be one of a, b');
  });
  test('url takes absolute URLs of its protocols', () => {
    assert.equal(reasonOf(config.url({ description }), '/here'), 'must be an absolute URL');
    assert.match(reasonOf(config.url({ description }), 'ftp://a') ?? '', /http:\/\/ or https:\/\//);
    assert.equal(reasonOf(config.url({ description }), 'https://a.example/b'), undefined);
  });
  test('postgresUrl must name a database', () => {
    assert.equal(reasonOf(config.postgresUrl({ description }), 'postgres://a:b@c:1/d'), undefined);
    assert.match(reasonOf(config.postgresUrl({ description }), 'postgres://a:b@c:1') ?? '', /database/);
    assert.match(reasonOf(config.postgresUrl({ description }), 'mysql://a/b') ?? '', /postgres:\/\//);
  });
  test('redisUrl takes redis and rediss', () => {
    assert.equal(reasonOf(config.redisUrl({ description }), 'rediss://a:1'), undefined);
    assert.match(reasonOf(config.redisUrl({ description }), 'http://a') ?? '', /redis:\/\//);
  });
  test('secret counts bytes and refuses published texts in production only', () => {
    const field = config.secret({ description, minBytes: 16 });
    const production = { NODE_ENV: 'production' };
    assert.equal(reasonOf(field, 'short'), 'must have at least 16 bytes');
    assert.equal(reasonOf(field, 'changemechangeme'), undefined);
    for (const published of [
      'changemechangeme',
      'change-me-change-me',
      'secretsecretsecret',
      'aaaaaaaaaaaaaaaa',
    ]) {
      assert.match(reasonOf(field, published, production) ?? '', /published/, published);
    }
    assert.equal(reasonOf(field, '3f9a1c77e0b24d58', production), undefined);
  });
  test('base64Key wants the exact size', () => {
    const field = config.base64Key({ description, sizeBytes: 32 });
    assert.equal(reasonOf(field, Buffer.alloc(32, 7).toString('base64')), undefined);
    assert.equal(reasonOf(field, Buffer.alloc(31, 7).toString('base64')), 'must be 32 bytes in base64');
  });
});

describe('parseEnvironment', () => {
  test('lists every problem at once and never a value', () => {
    const fields = {
      A: config.port({ description }),
      B: config.postgresUrl({ description }),
      C: config.text({ description }),
    };
    const problems = problemsOf(fields, { A: 'hunter2', B: 'hunter2' });
    assert.deepEqual(
      problems.map(({ name }) => name),
      ['A', 'B', 'C'],
    );
    assert.doesNotMatch(JSON.stringify(problems), /hunter2/);
  });
  test('takes an empty text for not set', () => {
    assert.equal(parse({ X: config.port({ description, default: 7 }) }, { X: '' }).X, 7);
    assert.deepEqual(problemsOf({ X: config.text({ description }) }, { X: ' ' }), [
      { name: 'X', reason: 'is not set' },
    ]);
  });
  test('leaves out what is optional and not set, and ignores what is nobody asked for', () => {
    assert.deepEqual(parse({ X: config.optional(config.text({ description })) }, { Y: '1' }), {});
  });
  test('gives each caller its own default', () => {
    const fields = { X: config.textList({ description, default: ['a'] }) };
    parse(fields, {}).X.push('b');
    assert.deepEqual(parse(fields, {}).X, ['a']);
  });
  test('either converts any texts or throws ConfigError, without ever repeating a value', () => {
    const fields = {
      PORT: config.port({ description }),
      FLAG: config.flag({ description }),
      URL: config.url({ description }),
      DATABASE: config.postgresUrl({ description }),
      LIST: config.textList({ description }),
      SECRET: config.secret({ description, minBytes: 4 }),
      RATIO: config.decimal({ description }),
      CHOICE: config.choice(['one', 'two'], { description }),
    };
    const value = fc.option(fc.oneof(fc.string({ minLength: 9 }), fc.integer().map(String), fc.webUrl()), {
      nil: undefined,
    });
    const environment = fc.record(Object.fromEntries(Object.keys(fields).map((name) => [name, value])));
    fc.assert(
      fc.property(environment, (env) => {
        const problems = problemsOf(fields, env);
        for (const given of Object.values(env)) {
          if (given !== undefined && given.trim().length >= 9) {
            assert.ok(!problems.some(({ reason }) => reason.includes(given.trim())));
          }
        }
        for (const { name } of problems) assert.ok(name in fields);
      }),
    );
  });
  test('gives back every whole number it is given', () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        assert.equal(parse({ X: config.integer({ description }) }, { X: String(number) }).X, number);
      }),
    );
  });
});

test('the common fragments become nested settings', () => {
  const env = parse(
    {
      ...config.commonEnvironment,
      ...config.databaseEnvironment,
      ...config.redisEnvironment,
      ...config.identityEnvironment,
    },
    {
      DATABASE_URL: 'postgres://a:b@c/d',
      REDIS_URL: 'redis://r',
      AUTH_URL: 'http://auth:1/',
      GIT_COMMIT_SHA: '0123456789abcdef',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4318',
    },
  );
  const common = config.commonConfig(env);
  assert.equal(common.buildSha, '0123456');
  assert.match(common.version, /^\d+\.\d+\.\d+/);
  assert.equal(common.otlpEndpoint, 'http://otel:4318');
  assert.deepEqual(common.shutdown, { lameDuckMs: 0, graceMs: 10_000 });
  assert.deepEqual(config.databaseConfig(env), { url: 'postgres://a:b@c/d', poolMax: 10 });
  assert.deepEqual(config.redisConfig(env), { url: 'redis://r', queueUrl: 'redis://r', prefix: 'lm' });
  assert.equal(config.identityConfig(env).authUrl, 'http://auth:1');
});

test('a frozen configuration cannot be changed at any depth', () => {
  const frozen = config.freeze({ a: { b: [1] }, c: 1 });
  assert.throws(() => {
    (frozen.a as { b: number[] }).b.push(2);
  }, TypeError);
  assert.throws(() => {
    (frozen as { c: number }).c = 2;
  }, TypeError);
});
