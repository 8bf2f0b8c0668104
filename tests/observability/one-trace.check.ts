import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { loadShippedCourses } from '../support/content.ts';
import { signUp } from '../support/learner.ts';
import { startTestSystem } from '../support/system.ts';
import { type Span, startTraceReceiver } from './trace-receiver.ts';

test('a request is one trace, from the client through gateway and services to SQL, Redis and workers', async (t) => {
  const receiver = await startTraceReceiver();
  t.after(() => receiver.close());
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '200' };
  const system = await startTestSystem({ environment });
  t.after(() => system.stop());
  await loadShippedCourses(system);
  const [client] = system.clients;
  const { accessToken } = await signUp(client);
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const parent = '00f067aa0ba902b7';
  const headers = { traceparent: `00-${traceId}-${parent}-01` };
  const thread = await client.post<{ id: string }>('/api/chat/threads', { token: accessToken, body: {} });
  assert.equal(thread.status, 201, thread.text);
  const path = `/api/chat/threads/${thread.body.id}/messages`;
  const answer = await client.post(path, { token: accessToken, headers, body: { text: 'Hola!' } });
  assert.ok(answer.status < 300, answer.text);

  const ours = (): Span[] => receiver.spans.filter((span) => span.traceId === traceId);
  const complete = () => {
    const services = new Set(ours().map(({ service }) => service));
    const wanted = ['linguamate-gateway', 'linguamate-learning', 'linguamate-toolkit-proxy'];
    const stores = new Set(
      ours().map((span) => span.attributes['db.system'] ?? span.attributes['db.system.name']),
    );
    return wanted.every((name) => services.has(name)) && stores.has('postgresql') && stores.has('redis');
  };
  await waitFor(complete, {
    timeoutMs: 20_000,
    message: 'spans of all services, SQL and Redis in one trace',
  }).catch((error: unknown) => {
    const seen = ours().map((span) => `${span.service}: ${span.name} ${JSON.stringify(span.attributes)}`);
    throw new Error(`only these were seen:\n${seen.join('\n')}`, { cause: error });
  });
  const handled = () => receiver.spans.find(({ name }) => name === 'event user.registered');
  const event = await waitFor(handled, { timeoutMs: 20_000, message: 'the span of the event' });
  const asked = receiver.spans.filter(
    (span) => span.traceId === event.traceId && span.service === 'linguamate-auth',
  );
  assert.ok(asked.length > 0, 'what a worker does belongs to the trace of the request that asked for it');
  const known = () => new Set([parent, ...ours().map(({ spanId }) => spanId)]);
  const orphans = () =>
    ours()
      .filter(({ parentSpanId }) => parentSpanId === undefined || !known().has(parentSpanId))
      .map(({ service, name }) => `${service}: ${name}`);
  // A span arrives when it ends, so that every parent arrives after its children.
  await waitFor(() => orphans().length === 0, { timeoutMs: 20_000, message: 'the parents' }).catch(() =>
    assert.deepEqual(orphans(), [], 'every span of the trace has its parent in it'),
  );
});
