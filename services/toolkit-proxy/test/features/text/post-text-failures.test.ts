import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { type Backing, createBacking, type RunningService, startService } from '../../support/service.ts';

const path = '/api/toolkit/text/llm';
const body = { messages: [{ role: 'user', content: 'Say hello in Spanish' }] };

let backing: Backing;
let service: RunningService;
let token: string;

before(async () => {
  backing = await createBacking();
  token = await backing.issuer.issueToken();
});

after(() => backing.close());

beforeEach(async () => {
  backing.upstream.requests.length = 0;
  service = await startService(backing);
});

afterEach(() => service.close());

const ask = (options: { body?: unknown; headers?: Record<string, string>; path?: string } = {}) =>
  service.client.post(options.path ?? path, { token, body, ...options });
const calls = () => backing.upstream.requests.length;

test('408: the deadline of the request ends the waiting, and the upstream call with it', async () => {
  backing.upstream.reply(replies.silent());
  const answer = await ask({ headers: { 'x-request-timeout-ms': '150' } });
  assert.deepEqual([answer.status, answer.body.code], [408, 'request_timeout']);
  await waitFor(() => backing.upstream.requests[0]?.aborted, { message: 'the upstream call to be aborted' });
  const line = await waitFor(() => service.logs.lines.find(({ status }) => status === 408));
  assert.equal(line.requestId, answer.headers.get('x-request-id'));
});

test('408: a deadline that passes between two attempts starts no further one', async () => {
  backing.upstream.always(replies.status(500));
  const answer = await ask({ headers: { 'x-request-timeout-ms': '900' } });
  assert.deepEqual([answer.status, calls()], [503, 1]);
  backing.upstream.always(replies.natural());
});

test('413: a body over the limit is refused unread', async () => {
  const answer = await ask({ body: { prompt: 'a'.repeat(5_100_000) } });
  assert.deepEqual([answer.status, calls()], [413, 0]);
});

test('413: a request larger than every upstream takes is not sent', async () => {
  const upstreams = [
    {
      id: 'small',
      kind: 'rork',
      baseUrl: backing.upstream.url,
      allowPrivateNetwork: true,
      limits: { maxRequestBytes: 100 },
    },
  ];
  const small = await startService(backing, { document: { upstreams } });
  const answer = await small.client.post(path, { token, body: { prompt: 'a'.repeat(200) } });
  assert.deepEqual([answer.status, calls()], [413, 0]);
  await small.close();
});

test('429: an upstream that is out of its limits says so with Retry-After', async () => {
  backing.upstream.reply(replies.tooManyRequests(60));
  const answer = await ask();
  assert.deepEqual([answer.status, answer.body.code, calls()], [429, 'rate_limited', 1]);
  assert.equal(answer.headers.get('retry-after'), '60');
});

test('502: an answer that stays unusable, a redirect, and an unknown path', async () => {
  backing.upstream.reply(replies.garbage(), replies.garbage(), replies.garbage());
  assert.deepEqual([(await ask()).status, calls()], [502, 3]);
  backing.upstream.reply(replies.redirect('http://169.254.169.254/latest/meta-data'));
  assert.deepEqual([(await ask()).status, calls()], [502, 4]);
  backing.upstream.reply(replies.status(404));
  assert.equal((await ask()).status, 502);
});

test('502: ten megabytes are cut off at the cap', async () => {
  const upstreams = [
    {
      id: 'wide',
      kind: 'rork',
      baseUrl: backing.upstream.url,
      allowPrivateNetwork: true,
      limits: { maxResponseBytes: 100_000 },
    },
  ];
  const wide = await startService(backing, { document: { upstreams } });
  backing.upstream.reply(replies.huge(10_000_000));
  const answer = await wide.client.post(path, { token, body });
  assert.deepEqual([answer.status, answer.body.code], [502, 'upstream_bad_response']);
  await waitFor(() => backing.upstream.requests[0]?.aborted);
  await wide.close();
});

describe('503', () => {
  test('answers 503 after two failed retries, and tells clients not to repeat it themselves', async () => {
    backing.upstream.reply(replies.status(500), replies.status(500), replies.status(500));
    const answer = await ask();
    assert.deepEqual([answer.status, answer.body.code, calls()], [503, 'service_unavailable', 3]);
    assert.equal(answer.headers.get('x-should-retry'), 'false');
    assert.equal(answer.headers.get('retry-after'), '5');
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.equal(answer.body.error, answer.body.detail);
  });

  test('a refused connection is tried once more at once, then 503', async () => {
    await backing.upstream.refuse();
    const answer = await ask();
    await backing.upstream.accept();
    assert.equal(answer.status, 503);
    const attempts = service.logs.lines.filter(({ msg }) => msg === 'upstream attempt failed');
    assert.equal(attempts.length, 2);
  });

  test("a refused key is the operator's trouble, not the learner's", async () => {
    backing.upstream.reply(replies.status(401));
    assert.deepEqual([(await ask()).status, calls()], [503, 1]);
  });

  test('without an upstream the service is ready and says capability_unavailable, never a mock answer', async () => {
    const bare = await startService(backing, { environment: { EXPO_PUBLIC_TOOLKIT_URL: undefined } });
    const answer = await bare.client.post(path, { token, body });
    assert.deepEqual([answer.status, answer.body.code], [503, 'capability_unavailable']);
    assert.equal(answer.body.capability, 'text.generate');
    assert.equal(answer.headers.get('retry-after'), null);
    assert.equal(answer.headers.get('x-should-retry'), 'false');
    assert.equal((await bare.client.get('/readyz')).status, 200);
    await bare.close();
  });
});

test('504: an upstream that does not answer in its own time is not asked again', async () => {
  const upstreams = [
    {
      id: 'lazy',
      kind: 'rork',
      baseUrl: backing.upstream.url,
      allowPrivateNetwork: true,
      timeouts: { firstByteMs: 50 },
    },
  ];
  const lazy = await startService(backing, { document: { upstreams } });
  backing.upstream.reply(replies.silent());
  const answer = await lazy.client.post(path, { token, body });
  assert.deepEqual([answer.status, answer.body.code, calls()], [504, 'upstream_timeout', 1]);
  await lazy.close();
});

test('504: a body that stalls is given up after the idle time', async () => {
  const upstreams = [
    {
      id: 'lazy',
      kind: 'rork',
      baseUrl: backing.upstream.url,
      allowPrivateNetwork: true,
      timeouts: { idleMs: 50 },
    },
  ];
  const lazy = await startService(backing, { document: { upstreams } });
  backing.upstream.reply(replies.stalled());
  assert.equal((await lazy.client.post(path, { token, body })).status, 504);
  await waitFor(() => backing.upstream.requests[0]?.aborted);
  await lazy.close();
});

test('a client that goes away stops the upstream call within 250 ms and leaves no connection behind', async () => {
  const held = replies.held(replies.natural());
  backing.upstream.reply(held.reply);
  const client = new AbortController();
  const pending = fetch(service.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: client.signal,
  });
  await held.reached;
  const leftAtMs = performance.now();
  client.abort();
  await assert.rejects(pending, { name: 'AbortError' });
  const request = backing.upstream.requests[0];
  await waitFor(() => request?.aborted);
  assert.ok((request?.abortedAtMs ?? Number.POSITIVE_INFINITY) - leftAtMs < 250);
  await waitFor(() => service.logs.lines.some(({ status }) => status === 499));
  assert.equal(calls(), 1);
});
