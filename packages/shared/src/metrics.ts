import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Labels of the three HTTP metrics: `route` is the pattern, never the address, so that ids make no new series. */
type HttpLabel = 'method' | 'route' | 'status';

/** The metrics of one process. */
export type Metrics = {
  readonly registry: Registry;
  readonly httpRequestDuration: Histogram<HttpLabel>;
  readonly httpRequestsTotal: Counter<HttpLabel>;
  readonly httpErrorsTotal: Counter<HttpLabel>;
  /** Gets or creates a counter. */
  counter<L extends string>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  /** Gets or creates a gauge. */
  gauge<L extends string>(name: string, help: string, labels?: readonly L[]): Gauge<L>;
  /** Gets or creates a histogram; the default buckets suit seconds of network calls. */
  histogram<L extends string>(
    name: string,
    help: string,
    labels?: readonly L[],
    buckets?: readonly number[],
  ): Histogram<L>;
  /** All metrics in the Prometheus text format. */
  render(): Promise<string>;
};

const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Makes the metrics of a process in a registry of its own; the library's global one would mix the apps of a test.
 *
 * @param options.service value of the `service` label on every series
 */
export function createMetrics(options: { service: string }): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service: options.service });
  collectDefaultMetrics({ register: registry });
  const factories = metricFactories(registry);
  const labels = ['method', 'route', 'status'] as const;
  return {
    registry,
    ...factories,
    httpRequestDuration: factories.histogram(
      'http_request_duration_seconds',
      'Time from request to end of response',
      labels,
    ),
    httpRequestsTotal: factories.counter('http_requests_total', 'Requests answered', labels),
    httpErrorsTotal: factories.counter(
      'http_request_errors_total',
      'Requests answered with a status of 500 or more',
      labels,
    ),
    render: () => registry.metrics(),
  };
}

type Factories = Pick<Metrics, 'counter' | 'gauge' | 'histogram'>;

// The registry forgets the types of its metrics; the class check refuses one name for two kinds.
function metricFactories(registry: Registry): Factories {
  return {
    counter: (name, help, labels = []) => {
      const existing = registry.getSingleMetric(name);
      if (existing instanceof Counter) return existing;
      return new Counter({ name, help, labelNames: [...labels], registers: [registry] });
    },
    gauge: (name, help, labels = []) => {
      const existing = registry.getSingleMetric(name);
      if (existing instanceof Gauge) return existing;
      return new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
    },
    histogram: (name, help, labels = [], buckets = durationBuckets) => {
      const existing = registry.getSingleMetric(name);
      if (existing instanceof Histogram) return existing;
      return new Histogram({
        name,
        help,
        labelNames: [...labels],
        buckets: [...buckets],
        registers: [registry],
      });
    },
  };
}
