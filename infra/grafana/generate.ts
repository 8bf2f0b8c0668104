/**
 * Writes the dashboards. They are made from the tables below because nobody can review a thousand lines of panel JSON:
 *
 *   node infra/grafana/generate.ts
 */
import { writeFileSync } from 'node:fs';

type Panel = { title: string; unit: string; queries: Record<string, string> };
type Dashboard = { uid: string; title: string; panels: Panel[] };

const perService = (metric: string) => `sum by (service) (rate(${metric}{service=~"$service"}[5m]))`;
const quantile = (q: number, by: string, metric: string) =>
  `histogram_quantile(${q}, sum by (le, ${by}) (rate(${metric}_bucket[5m])))`;

const dashboards: Dashboard[] = [
  {
    uid: 'linguamate-gateway',
    title: 'Linguamate: gateway',
    panels: [
      {
        title: 'Requests',
        unit: 'reqps',
        queries: { '{{status}}': 'sum by (status) (rate(http_requests_total{service="gateway"}[5m]))' },
      },
      {
        title: 'Server errors',
        unit: 'percentunit',
        queries: {
          '5 min': 'service:http_errors:ratio5m{service="gateway"}',
          '1 h': 'service:http_errors:ratio1h{service="gateway"}',
        },
      },
      {
        title: 'Time to answer',
        unit: 's',
        queries: {
          p50: 'service:http_request_duration:p50_5m{service="gateway"}',
          p99: 'service:http_request_duration:p99_5m{service="gateway"}',
        },
      },
      {
        title: 'Slowest routes, p99',
        unit: 's',
        queries: { '{{route}}': `topk(8, ${quantile(0.99, 'route', 'http_request_duration_seconds')})` },
      },
      {
        title: 'Refused by limits',
        unit: 'reqps',
        queries: { '{{limit}}': 'sum by (limit) (rate(gateway_rate_limited_total[5m]))' },
      },
      {
        title: 'Refused by overload, and limits counted alone',
        unit: 'short',
        queries: { shed: 'sum(rate(gateway_shed_total[5m]))', 'gateways alone': 'sum(gateway_limits_local)' },
      },
      { title: 'Event loop delay', unit: 'ms', queries: { '{{instance}}': 'gateway_event_loop_delay_ms' } },
      {
        title: 'Revocation feed behind',
        unit: 's',
        queries: { '{{instance}}': 'revocation_feed_lag_seconds' },
      },
    ],
  },
  {
    uid: 'linguamate-services',
    title: 'Linguamate: services',
    panels: [
      { title: 'Requests', unit: 'reqps', queries: { '{{service}}': perService('http_requests_total') } },
      {
        title: 'Server errors',
        unit: 'percentunit',
        queries: { '{{service}}': 'service:http_errors:ratio5m{service=~"$service"}' },
      },
      {
        title: 'Time to answer, p99',
        unit: 's',
        queries: { '{{service}}': 'service:http_request_duration:p99_5m{service=~"$service"}' },
      },
      {
        title: 'Calls between services, p99',
        unit: 's',
        queries: {
          '{{service}} to {{upstream}}': quantile(
            0.99,
            'service, upstream',
            'http_client_request_duration_seconds',
          ),
        },
      },
      {
        title: 'Breakers (2 is open)',
        unit: 'short',
        queries: { '{{service}} {{breaker}}': 'max by (service, breaker) (circuit_breaker_state)' },
      },
      {
        title: 'Processor',
        unit: 'percentunit',
        queries: { '{{service}} {{instance}}': 'rate(process_cpu_seconds_total{service=~"$service.*"}[5m])' },
      },
      {
        title: 'Memory',
        unit: 'bytes',
        queries: { '{{service}} {{instance}}': 'process_resident_memory_bytes{service=~"$service.*"}' },
      },
      {
        title: 'Event loop lag, p99',
        unit: 's',
        queries: { '{{service}} {{instance}}': 'nodejs_eventloop_lag_p99_seconds{service=~"$service.*"}' },
      },
      {
        title: 'Passwords that wait',
        unit: 'short',
        queries: { '{{instance}}': 'auth_password_queue_depth' },
      },
      {
        title: 'Cache',
        unit: 'reqps',
        queries: {
          '{{service}} {{result}}': 'sum by (service, result) (rate(cache_requests_total[5m]))',
          '{{service}} failures': 'sum by (service) (rate(cache_failures_total[5m]))',
        },
      },
    ],
  },
  {
    uid: 'linguamate-queues',
    title: 'Linguamate: queues and events',
    panels: [
      {
        title: 'Jobs that wait or run',
        unit: 'short',
        queries: { '{{queue}}': 'max by (queue) (queue_depth)' },
      },
      {
        title: 'Age of the oldest job',
        unit: 's',
        queries: { '{{queue}}': 'max by (queue) (queue_oldest_job_age_seconds)' },
      },
      {
        title: 'Dead letters',
        unit: 'short',
        queries: { '{{queue}}': 'max by (queue) (queue_dead_letters)' },
      },
      {
        title: 'Job attempts',
        unit: 'ops',
        queries: { '{{job}} {{outcome}}': 'sum by (job, outcome) (rate(jobs_total[5m]))' },
      },
      {
        title: 'Events that wait for delivery',
        unit: 'short',
        queries: { '{{service}}': 'max by (service) (outbox_pending)' },
      },
      {
        title: 'Events delivered',
        unit: 'ops',
        queries: { '{{event}}': 'sum by (event) (rate(outbox_published_total[5m]))' },
      },
      {
        title: 'Events that failed or came twice',
        unit: 'ops',
        queries: {
          '{{event}} failed': 'sum by (event) (rate(event_failures_total[5m]))',
          '{{event}} again': 'sum by (event) (rate(inbox_duplicates_total[5m]))',
        },
      },
    ],
  },
  {
    uid: 'linguamate-ai',
    title: 'Linguamate: AI upstreams',
    panels: [
      {
        title: 'Attempts',
        unit: 'ops',
        queries: {
          '{{upstream}} {{result}}': 'sum by (upstream, result) (rate(toolkit_upstream_attempts_total[5m]))',
        },
      },
      {
        title: 'Duration, p99',
        unit: 's',
        queries: {
          '{{upstream}} {{operation}}': quantile(
            0.99,
            'upstream, operation',
            'toolkit_upstream_duration_seconds',
          ),
        },
      },
      {
        title: 'Refused by quotas',
        unit: 'ops',
        queries: { '{{limit}}': 'sum by (limit) (rate(toolkit_quota_denied_total[5m]))' },
      },
      {
        title: 'Usage not yet recorded, or lost',
        unit: 'short',
        queries: {
          waiting: 'sum(toolkit_usage_spilled)',
          lost: 'sum(increase(toolkit_usage_lost_total[1h]))',
        },
      },
    ],
  },
  {
    uid: 'linguamate-learning',
    title: 'Linguamate: learning',
    panels: [
      {
        title: 'Answers graded',
        unit: 'ops',
        queries: { answers: 'sum(rate(http_requests_total{service="learning",route=~".*answers.*"}[5m]))' },
      },
      {
        title: 'Sessions begun and finished',
        unit: 'ops',
        queries: {
          '{{route}}':
            'sum by (route) (rate(http_requests_total{service="learning",method="POST",route=~".*practice/sessions.*"}[5m]))',
        },
      },
      {
        title: 'Lessons completed',
        unit: 'ops',
        queries: { lessons: 'sum(rate(outbox_published_total{event="lesson.completed"}[5m]))' },
      },
      {
        title: 'Replies of the tutor',
        unit: 'ops',
        queries: { '{{source}}': 'sum by (source) (rate(tutor_replies_total[5m]))' },
      },
    ],
  },
];

// biome-ignore lint/suspicious/noTemplateCurlyInString: it is Grafana that fills this in.
const source = { type: 'prometheus', uid: '${source}' };

function panelOf({ title, unit, queries }: Panel, index: number): object {
  const targets = Object.entries(queries).map(([legendFormat, expr], at) => {
    return { refId: String.fromCharCode(65 + at), datasource: source, expr, legendFormat };
  });
  const gridPos = { x: (index % 2) * 12, y: Math.floor(index / 2) * 8, w: 12, h: 8 };
  const fieldConfig = { defaults: { unit, min: 0 }, overrides: [] };
  return { id: index + 1, type: 'timeseries', title, datasource: source, gridPos, fieldConfig, targets };
}

function dashboardOf({ uid, title, panels }: Dashboard): object {
  const variables = [
    { name: 'source', label: 'Source', type: 'datasource', query: 'prometheus' },
    {
      name: 'service',
      label: 'Service',
      type: 'query',
      datasource: source,
      query: 'label_values(http_requests_total, service)',
      includeAll: true,
      allValue: '.*',
      current: { text: 'All', value: '$__all' },
      refresh: 2,
    },
  ];
  const time = { from: 'now-3h', to: 'now' };
  const shape = { schemaVersion: 39, timezone: 'browser', refresh: '30s', tags: ['linguamate'], time };
  return { uid, title, ...shape, templating: { list: variables }, panels: panels.map(panelOf) };
}

for (const dashboard of dashboards) {
  const file = new URL(
    `./dashboards/${dashboard.uid.replace('linguamate-', '')}.generated.json`,
    import.meta.url,
  );
  writeFileSync(file, `${JSON.stringify(dashboardOf(dashboard), null, 2)}\n`);
}
