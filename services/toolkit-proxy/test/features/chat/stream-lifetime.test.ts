import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { newId } from '@linguamate/shared/ids';
import { createMetrics } from '@linguamate/shared/metrics';
import { silentLogger } from '@linguamate/shared/testing/logger';
import { replies } from '@linguamate/shared/testing/upstream-replies';
import { chatStream, endlessChatStream } from '@linguamate/shared/testing/upstream-streams';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import fc from 'fast-check';
import OpenAI from 'openai';
import { startBackground } from '../../../src/background.ts';
import {
  type Backing,
  configOf,
  createBacking,
  type RunningService,
  startService,
} from '../../support/service.ts';
import { contentOf, dataOf, errorOf } from '../../support/streams.ts';

const path = '/api/openai/v1/chat/completions';
const messages = [{ role: 'user' as const, content: 'Say hello in Spanish' }];

let backing: Backing;
let service: RunningService;
let token: string;

type Extra = Record<string, unknown>;
const documentOf = (upstream: Extra = {}, rest: Extra = {}) => ({
  upstreams: [
    {
      id: 'ai',
      kind: 'openai',
      baseUrl: `${backing.upstream.url}/v1`,
      allowPrivateNetwork: true,
      models: { default: 'big-model', tutor: 'tutor-model' },
      ...upstream,
    },
  ],
  ...rest,
});

before(async () => {
  backing = await createBacking();
  token = await backing.issuer.issueToken();
});

after(() => backing.close());

beforeEach(async () => {
  backing.upstream.requests.length = 0;
  service = await startService(backing, { document: documentOf() });
});

afterEach(() => service.close());

const client = (on: RunningService = service) =>
  new OpenAI({ baseURL: `${on.url}/api/openai/v1`, apiKey: token });

async function withService(options: Extra, run: (on: RunningService) => Promise<void>) {
  const on = await startService(backing, options);
  await run(on).finally(() => on.close());
}

/** Reads a stream as text, so that every byte of it can be judged. */
async function streamText(on: RunningService = service, extra: Extra = {}): Promise<string> {
  const body = { model: 'tutor', messages, stream: true, ...extra };
  const answer = await on.client.post<string>(path, { token, body });
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/event-stream/);
  return answer.text;
}

describe('streams while they last', () => {
  test('silence is broken by comments, before the first piece too; a later failure is told inside', async () => {
    await withService(
      { document: documentOf({ timeouts: { firstByteMs: 200 } }, { heartbeatMs: 20 }) },
      async (on) => {
        const held = replies.held(chatStream());
        backing.upstream.reply(held.reply);
        const pending = streamText(on);
        await held.reached;
        await new Promise((resolve) => setTimeout(resolve, 60));
        held.release();
        const text = await pending;
        assert.match(text, /^(: ping\n\n)+data: /);
        assert.equal(contentOf(text), '¡Hola!');
        backing.upstream.reply(replies.silent());
        assert.equal(errorOf(await streamText(on)).code, 'upstream_timeout');
      },
    );
  });

  test("a client that leaves in the middle ends the upstream's work within 250 ms and frees its place", async () => {
    backing.upstream.reply(endlessChatStream());
    const controller = new AbortController();
    const stream = await client().chat.completions.create(
      { model: 'tutor', messages, stream: true },
      { signal: controller.signal },
    );
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content) break;
    }
    const leftAtMs = performance.now();
    controller.abort();
    const [request] = backing.upstream.requests;
    await waitFor(() => request?.aborted);
    assert.ok((request?.abortedAtMs ?? 0) - leftAtMs < 250);
    const [upstream] = service.deps.registry.upstreams;
    await waitFor(() => upstream?.gate.inFlight() === 0);
    assert.equal(upstream?.breaker('text.stream').state(), 'closed');
  });

  test('what was delivered before the client left is in the ledger', async () => {
    const userId = newId();
    const own = new OpenAI({
      baseURL: `${service.url}/api/openai/v1`,
      apiKey: await service.token({ sub: userId }),
    });
    const silent = { logger: silentLogger(), metrics: createMetrics({ service: 'test' }) };
    const background = startBackground(configOf(backing), silent);
    backing.upstream.reply(endlessChatStream());
    const controller = new AbortController();
    const options = { signal: controller.signal };
    const stream = await own.chat.completions.create({ model: 'tutor', messages, stream: true }, options);
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    controller.abort();
    const ledger = service.deps.db.selectFrom('usage_events').selectAll().where('user_id', '=', userId);
    const row = await waitFor(() => ledger.executeTakeFirst());
    assert.deepEqual([row.operation, row.outcome, row.estimated], ['text.stream', 'client_gone', true]);
    assert.ok(row.output_units > 0);
    await background.stop();
  });

  test('a server that closes ends its streams with an event instead of waiting for them', async () => {
    const on = await startService(backing, { document: documentOf() });
    backing.upstream.reply(endlessChatStream());
    const response = await fetch(on.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'tutor', messages, stream: true }),
    });
    const text = response.text();
    await on.close();
    assert.equal(errorOf(await text).code, 'shutting_down');
  });

  test('however the upstream splits its bytes, the client reads the same answer', async () => {
    await withService({ document: documentOf({}, { breaker: { volumeThreshold: 1000 } }) }, async (on) => {
      const property = fc.asyncProperty(fc.array(fc.nat(2000), { maxLength: 12 }), async (places) => {
        const split = (bytes: Buffer) => {
          const edges = [
            0,
            ...places.map((place) => place % bytes.length).sort((a, b) => a - b),
            bytes.length,
          ];
          return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
        };
        backing.upstream.reply(chatStream({ deltas: ['¿Qué ', '«tal»', ' 🙂?'], split }));
        const text = await streamText(on);
        assert.deepEqual([contentOf(text), dataOf(text).at(-1)], ['¿Qué «tal» 🙂?', '[DONE]']);
      });
      await fc.assert(property, { numRuns: 25 });
    });
  });

  test('a hundred streams at once lose no piece', async () => {
    const deltas = Array.from({ length: 40 }, (_item, index) => `${index} `);
    backing.upstream.always(chatStream({ deltas }));
    await withService({ document: documentOf({ limits: { maxConcurrency: 200 } }) }, async (on) => {
      const texts = await Promise.all(Array.from({ length: 100 }, () => streamText(on)));
      assert.ok(texts.every((text) => contentOf(text) === deltas.join('')));
    });
    backing.upstream.always(replies.natural());
  });

  test('a client that pauses loses nothing, and the upstream waits for it', async () => {
    const deltas = Array.from({ length: 600 }, (_item, index) => `${index} `.padEnd(30_000, 'x'));
    backing.upstream.reply(chatStream({ deltas }));
    const response = await fetch(service.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'tutor', messages, stream: true }),
    });
    const [upstream] = service.deps.registry.upstreams;
    const isDone = () => upstream?.gate.inFlight() === 0;
    // Nobody reads yet: what does not fit into the sockets stays where it is.
    for (let look = 0; look < 20; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      assert.equal(isDone(), false);
    }
    const text = await response.text();
    assert.equal(contentOf(text), deltas.join(''));
    await waitFor(isDone);
  });
});
