import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { listFiles, root } from '../repository/project-files.ts';

/** A file or folder below infra/. */
export const infra = (path: string): string => fileURLToPath(new URL(`../../infra/${path}`, import.meta.url));

export const ruleFiles = readdirSync(infra('prometheus/rules')).map((name) =>
  infra(`prometheus/rules/${name}`),
);

export type Query = { dashboard: string; panel: string; expression: string };

/** Every query of every dashboard, with the variables filled in as Grafana would for "All". */
export function dashboardQueries(): Query[] {
  return readdirSync(infra('grafana/dashboards')).flatMap((name) => {
    const dashboard = JSON.parse(readFileSync(infra(`grafana/dashboards/${name}`), 'utf8')) as {
      title: string;
      panels: { title: string; targets: { expr: string }[] }[];
    };
    return dashboard.panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }) => {
        return { dashboard: dashboard.title, panel: title, expression: expr.replaceAll('$service', '.*') };
      }),
    );
  });
}

const notMetrics = new Set(
  'sum max min rate increase by histogram_quantile topk absent and or service queue breaker event le route'.split(
    ' ',
  ),
);

/** Names of our metrics in an expression; recorded ones, with colons, and strings are left out. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/"[^"]*"/g, '')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\bby \([^)]*\)/g, '');
  const words = bare.match(/[a-z_][a-z0-9_:]*/g) ?? [];
  return words.filter((word) => word.includes('_') && !word.includes(':') && !notMetrics.has(word));
}

/** Everything that sources call by a text: each metric's name must be among them. */
export function namesInSources(): Set<string> {
  const files = listFiles(/^(packages|services)\/[^/]+\/src\/.*\.ts$/);
  const texts = files.flatMap((file) => readFileSync(`${root}/${file}`, 'utf8').match(/'[a-z_]+'/g) ?? []);
  return new Set(texts.map((text) => text.slice(1, -1)));
}

/** Series that a process or Prometheus has without our doing. */
export const isGiven = (name: string): boolean =>
  name === 'up' || name.startsWith('process_') || name.startsWith('nodejs_') || name.endsWith('_over_time');
