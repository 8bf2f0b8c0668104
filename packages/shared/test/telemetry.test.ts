import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { serviceNameOf } from '../src/telemetry.ts';
import { testClient } from '../src/testing/http.ts';
import { waitFor } from '../src/testing/wait-for.ts';

const fixture = new URL('./fixtures/traced-service.ts', import.meta.url).pathname;
const telemetry = new URL('../src/telemetry.ts', import.meta.url).href;

type Span = { traceId: string; spanId: string; parentSpanId?: string; name: string; kind: number };

async function listen(t: TestContext, answer: (request: IncomingMessage) => Promise<void> | void) {
  const server = createServer((request, response) => {
    void Promise.resolve(answer(request)).then(() =>
      response.setHeader('content-type', 'application/json').end('{}'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startTraced(t: TestContext, environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', telemetry, fixture], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const address = await waitFor(() => /"address":"([^"]+)","msg":"traced is ready/.exec(output)?.[1], {
    timeoutMs: 20_000,
    message: 'the service to be ready',
  });
  return { child, client: testClient(address) };
}

test('with an endpoint, the spans of a request arrive at the collector before the process ends', async (t) => {
  const spans: Span[] = [];
  let service: unknown;
  const collector = await listen(t, async (request) => {
    const body = await buffer(request);
    const { resourceSpans } = JSON.parse(body.toString('utf8'));
    service = resourceSpans[0].resource.attributes.find(
      (a: { key: string }) => a.key === 'service.name',
    )?.value;
    for (const scope of resourceSpans[0].scopeSpans) spans.push(...scope.spans);
  });
  const traceparents: unknown[] = [];
  const upstream = await listen(t, (request) => {
    traceparents.push(request.headers.traceparent);
  });
  const { child, client } = await startTraced(t, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_SERVICE_NAME: 'traced',
    UPSTREAM_URL: upstream,
  });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await client.get('/things/1', { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
  await client.get('/livez');
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);

  const inbound = spans.find((span) => span.kind === 2 && span.traceId === traceId);
  const outbound = spans.find((span) => span.kind === 3 && span.traceId === traceId);
  assert.equal(inbound?.name, 'GET /things/:id');
  assert.equal(inbound?.parentSpanId, 'b7ad6b7169203331');
  assert.equal(outbound?.parentSpanId, inbound?.spanId);
  assert.deepEqual(traceparents, [`00-${traceId}-${outbound?.spanId}-01`]);
  assert.deepEqual(service, { stringValue: 'traced' });
  assert.ok(!spans.some((span) => span.name.includes('livez')));
});

test('without an endpoint nothing is loaded, and the trace is passed on all the same', async (t) => {
  const traceparents: unknown[] = [];
  const upstream = await listen(t, (request) => {
    traceparents.push(request.headers.traceparent);
  });
  const { client } = await startTraced(t, { UPSTREAM_URL: upstream });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await client.get('/things/1', { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
  assert.match(String(traceparents[0]), new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
});

test('a service is named after its folder unless it has a name', () => {
  assert.equal(serviceNameOf('/app/services/auth/src/server.ts', undefined), 'linguamate-auth');
  assert.equal(serviceNameOf('/app/services/auth/dist/worker.js', ''), 'linguamate-auth');
  assert.equal(serviceNameOf(undefined, undefined), 'linguamate');
  assert.equal(serviceNameOf('/a/b/c.js', 'mine'), 'mine');
});
