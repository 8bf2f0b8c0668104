import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { waitFor } from '@linguamate/shared/testing/wait-for';
import { startTestSystem } from '../support/system.ts';
import { dashboardQueries, infra, ruleFiles } from './facts.ts';
import { startPrometheus } from './prometheus.ts';

describe('Dashboards', () => {
  test('are what the generator writes', () => {
    const read = () =>
      readdirSync(infra('grafana/dashboards')).map((name) =>
        readFileSync(infra(`grafana/dashboards/${name}`), 'utf8'),
      );
    const before = read();
    execFileSync(process.execPath, [infra('grafana/generate.ts')]);
    assert.deepEqual(read(), before);
  });

  test('every query is understood by a real Prometheus, and those about requests find the traffic there was', async (t) => {
    const system = await startTestSystem({ environment: { METRICS_PUBLIC: 'true' } });
    t.after(() => system.stop());
    const [client] = system.clients;
    const targets = system.gatewayUrls.map((url) => new URL(url).host);
    const prometheus = await startPrometheus({ targets, ruleFiles });
    t.after(() => prometheus.stop());
    const counted = async () => {
      await client.get('/api/courses');
      return (await prometheus.query('service:http_requests:rate5m{service="gateway"} > 0')).length > 0;
    };
    await waitFor(counted, { timeoutMs: 60_000, message: 'the recorded rate of requests' });
    for (const { dashboard, panel, expression } of dashboardQueries()) {
      const found = await prometheus.query(expression);
      if (
        dashboard.endsWith('gateway') &&
        ['Requests', 'Time to answer', 'Event loop delay'].includes(panel)
      ) {
        assert.ok(found.length > 0, `"${panel}" shows nothing: ${expression}`);
      }
    }
  });
});
