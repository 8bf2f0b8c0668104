import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createScriptedUpstream, type ScriptedUpstream } from '@linguamate/shared/testing/upstream';
import { Pool } from 'undici';
import {
  guardedConnector,
  judgeAddress,
  judgeHost,
  type Lookup,
} from '../../../src/features/upstreams/guarded-connector.ts';
import { readUpstreamDocument } from '../../../src/features/upstreams/upstream-document.ts';

const never = [
  '0.0.0.0',
  '0.1.2.3',
  '169.254.169.254',
  '100.100.100.200',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  'fe80::1',
  'fd00:ec2::254',
  'ff02::1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
];
const own = [
  '10.1.2.3',
  '127.0.0.1',
  '127.9.9.9',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '::1',
  'fc00::1',
  'fd12::1',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
];
const open = ['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'];

for (const [rule, addresses] of [
  ['never', never],
  ['private', own],
  ['allowed', open],
] as const) {
  for (const address of addresses) {
    test(`${address} is ${rule}`, () => assert.equal(judgeAddress(address), rule));
  }
}

const hosts: [string, string][] = [
  ['http://2852039166/', 'never'],
  ['http://0xa9fea9fe/', 'never'],
  ['http://0251.0376.0251.0376/', 'never'],
  ['http://[::ffff:169.254.169.254]/', 'never'],
  ['http://127.1/', 'private'],
  ['http://localhost:11434/v1', 'private'],
  ['http://api.localhost/', 'private'],
  ['http://1.1.1.1/', 'allowed'],
  ['https://ai.example/v1', 'unknown'],
];
for (const [url, rule] of hosts) {
  test(`${url} is ${rule}`, () => assert.equal(judgeHost(url), rule));
}

describe('connections', () => {
  let upstream: ScriptedUpstream;
  before(async () => {
    upstream = await createScriptedUpstream();
  });
  after(() => upstream.close());

  const resolvingTo =
    (...addresses: string[]): Lookup =>
    (_host, _options, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  async function connectTo(host: string, allowPrivate: boolean, lookup?: Lookup): Promise<string> {
    const options = { allowPrivate, timeoutMs: 1000, ...(lookup === undefined ? {} : { lookup }) };
    const pool = new Pool(`http://${host}:${upstream.port}`, { connect: guardedConnector(options) });
    try {
      const { statusCode, body } = await pool.request({ path: '/text/llm/', method: 'POST' });
      await body.dump();
      return String(statusCode);
    } catch (error) {
      return (error as { code?: string }).code ?? 'unknown';
    } finally {
      await pool.destroy();
    }
  }

  test('a literal address of the own network needs permission', async () => {
    assert.equal(await connectTo('127.0.0.1', false), 'ERR_BLOCKED_ADDRESS');
    assert.equal(await connectTo('127.0.0.1', true), '200');
  });

  test('a name that resolves to the own network needs it too', async () => {
    assert.equal(await connectTo('ai.example', false, resolvingTo('127.0.0.1')), 'ERR_BLOCKED_ADDRESS');
    assert.equal(await connectTo('ai.example', true, resolvingTo('127.0.0.1')), '200');
  });

  test('the metadata service of a cloud is never reached, by whatever name or permission', async () => {
    assert.equal(await connectTo('169.254.169.254', true), 'ERR_BLOCKED_ADDRESS');
    assert.equal(await connectTo('ai.example', true, resolvingTo('169.254.169.254')), 'ERR_BLOCKED_ADDRESS');
    assert.equal(
      await connectTo('ai.example', true, resolvingTo('127.0.0.1', 'fe80::1')),
      'ERR_BLOCKED_ADDRESS',
    );
  });

  test('the address that was checked is the one that is used: a name is resolved once per connection', async () => {
    let looks = 0;
    const changing: Lookup = (host, options, done) => {
      looks += 1;
      resolvingTo(looks === 1 ? '127.0.0.1' : '169.254.169.254')(host, options, done);
    };
    assert.equal(await connectTo('ai.example', true, changing), '200');
    assert.equal(looks, 1);
  });
});

test('a document with a forbidden address is refused at boot', () => {
  const problem = (baseUrl: string, allowPrivateNetwork = false) => {
    try {
      readUpstreamDocument({ upstreams: [{ id: 'a', kind: 'rork', baseUrl, allowPrivateNetwork }] });
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.match(problem('http://127.0.0.1:8080'), /needs allowPrivateNetwork/);
  assert.equal(problem('http://127.0.0.1:8080', true), '');
  assert.match(problem('http://169.254.169.254/latest', true), /no upstream may have/);
  assert.equal(problem('https://ai.example'), '');
});
