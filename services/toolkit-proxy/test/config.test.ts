import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ConfigError } from '@linguamate/shared/config';
import { readConfig } from '../src/config.ts';
import { readUpstreamDocument, UpstreamDocumentError } from '../src/features/upstreams/upstream-document.ts';

const complete = {
  DATABASE_URL: 'postgres://role:pw@127.0.0.1/linguamate',
  REDIS_URL: 'redis://127.0.0.1',
  AUTH_URL: 'http://127.0.0.1:8101',
};

const problemsOf = (environment: Record<string, string>) => {
  try {
    readConfig(environment);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map(({ name }) => name);
  }
  return [];
};

test('every problem is listed by name at once', () => {
  const expected = ['AUTH_URL', 'DATABASE_URL', 'EXPO_PUBLIC_TOOLKIT_URL', 'PORT', 'REDIS_URL'];
  assert.deepEqual(problemsOf({ PORT: 'x', EXPO_PUBLIC_TOOLKIT_URL: 'ftp://ai' }).sort(), expected);
});

test('without an upstream the configuration is complete and has none', () => {
  const config = readConfig(complete);
  assert.deepEqual(config.upstreams.upstreams, []);
  assert.equal(config.port, 8103);
  assert.ok(Object.isFrozen(config.upstreams.retry));
});

test('the two variables of the original backend make one Rork upstream', () => {
  const { upstreams } = readConfig({
    ...complete,
    EXPO_PUBLIC_TOOLKIT_URL: 'https://toolkit.example/base/',
    TOOLKIT_API_KEY: 'k',
  });
  const [upstream] = upstreams.upstreams;
  assert.deepEqual([upstream?.kind, upstream?.keys], ['rork', ['k']]);
  assert.deepEqual([upstreams.retry.maxRetries, upstreams.retry.budgetRatio], [2, 0.2]);
  assert.deepEqual(upstreams.breaker, {
    errorThresholdPercentage: 50,
    volumeThreshold: 5,
    resetTimeoutMs: 30_000,
  });
});

describe('upstream document', () => {
  const upstream = { id: 'a', kind: 'rork', baseUrl: 'https://ai.example' };
  const problems = (input: unknown) => {
    try {
      readUpstreamDocument(input);
    } catch (error) {
      assert.ok(error instanceof UpstreamDocumentError);
      return error.problems.map(({ pointer }) => pointer);
    }
    return [];
  };

  const wrong: [string, unknown, string][] = [
    ['an unknown setting', { upstreams: [{ ...upstream, colour: 'red' }] }, '/upstreams/0/colour'],
    ['an unknown kind', { upstreams: [{ ...upstream, kind: 'mock' }] }, '/upstreams/0/kind'],
    [
      'credentials in an address',
      { upstreams: [{ ...upstream, baseUrl: 'https://u:p@ai.example' }] },
      '/upstreams/0/baseUrl',
    ],
    ['an id that is used twice', { upstreams: [upstream, upstream] }, '/upstreams'],
    [
      'a route to nowhere',
      { upstreams: [upstream], routes: { 'text.generate': ['b'] } },
      '/routes/text.generate',
    ],
    ['a model of nobody', { models: { tutor: { chain: [{ upstream: 'b' }] } } }, '/models/tutor/chain'],
    [
      'a model name that breaks a header',
      { upstreams: [{ ...upstream, models: { a: 'x\r\ny' } }] },
      '/upstreams/0/models/a',
    ],
    ['a list', [], ''],
    ['nothing', null, ''],
  ];
  for (const [name, input, pointer] of wrong) {
    test(`refuses ${name} and says where it stands`, () => {
      assert.ok(problems(input).includes(pointer), String(problems(input)));
    });
  }

  test('never repeats a value, which may be a key', () => {
    assert.throws(
      () => readUpstreamDocument({ upstreams: [{ ...upstream, keys: ['sk-secret', 5] }] }),
      (error: Error) => !error.message.includes('sk-secret'),
    );
  });
});

describe('upstream document from file or variable', () => {
  const text = `
upstreams:
  - id: ai
    kind: openai
    baseUrl: \${AI_URL:-http://127.0.0.1:11434/v1}
    keys: ['\${AI_KEY}']
    allowPrivateNetwork: true
`;
  const reasons = (environment: Record<string, string>) => {
    try {
      readConfig({ ...complete, ...environment });
    } catch (error) {
      assert.ok(error instanceof ConfigError);
      return error.problems.map(({ name, reason }) => `${name} ${reason}`);
    }
    return [];
  };

  test('variables are filled in, with their defaults', () => {
    const config = readConfig({ ...complete, TOOLKIT_UPSTREAMS: text, AI_KEY: 'k' });
    const [upstream] = config.upstreams.upstreams;
    assert.deepEqual([upstream?.baseUrl, upstream?.keys], ['http://127.0.0.1:11434/v1', ['k']]);
  });

  test('a file is read the same way', (context) => {
    const folder = mkdtempSync(join(tmpdir(), 'toolkit-'));
    context.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'upstreams.yaml');
    writeFileSync(file, text);
    const config = readConfig({ ...complete, TOOLKIT_UPSTREAMS_FILE: file, AI_KEY: 'k' });
    assert.equal(config.upstreams.upstreams[0]?.id, 'ai');
  });

  test('a missing variable, a missing file, broken text and unknown settings are each named', () => {
    assert.deepEqual(reasons({ TOOLKIT_UPSTREAMS: text }), [
      'TOOLKIT_UPSTREAMS at /upstreams/0/keys/0: refers to AI_KEY, which is not set',
    ]);
    assert.match(reasons({ TOOLKIT_UPSTREAMS_FILE: '/nowhere.yaml' })[0] ?? '', /cannot be read \(ENOENT\)/);
    const broken = reasons({ TOOLKIT_UPSTREAMS: '{"keys": ["sk-secret"' })[0] ?? '';
    assert.match(broken, /neither JSON nor YAML/);
    assert.doesNotMatch(broken, /sk-secret/);
    assert.deepEqual(reasons({ TOOLKIT_UPSTREAMS: '{"colour": 1}' }), [
      'TOOLKIT_UPSTREAMS at /colour: is not a known setting',
    ]);
  });

  test('file and variable together are refused', () => {
    assert.equal(reasons({ TOOLKIT_UPSTREAMS: text, TOOLKIT_UPSTREAMS_FILE: 'x' }).length, 1);
  });
});

test('quotas are changed part by part, and a misspelt part is refused', () => {
  const { quotas } = readConfig({ ...complete, TOOLKIT_QUOTA_FREE: 'messages=9, images=0' });
  assert.deepEqual([quotas.free.messages, quotas.free.images, quotas.free.tokens], [9, 0, 50_000]);
  assert.deepEqual(problemsOf({ ...complete, TOOLKIT_QUOTA_PREMIUM: 'mesages=9' }), [
    'TOOLKIT_QUOTA_PREMIUM',
  ]);
});

test('a private address that is written out is meant; a name needs a word of permission', () => {
  const allows = (url: string, extra = {}) =>
    readConfig({ ...complete, EXPO_PUBLIC_TOOLKIT_URL: url, ...extra }).upstreams.upstreams[0]
      ?.allowPrivateNetwork;
  assert.equal(allows('http://127.0.0.1:3000'), true);
  assert.equal(allows('http://ollama:3000'), false);
  assert.equal(allows('http://ollama:3000', { TOOLKIT_ALLOW_PRIVATE_NETWORK: 'true' }), true);
  assert.deepEqual(problemsOf({ ...complete, EXPO_PUBLIC_TOOLKIT_URL: 'http://169.254.169.254' }), [
    'EXPO_PUBLIC_TOOLKIT_URL',
  ]);
});
