import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dashboardQueries, infra, isGiven, metricsIn, namesInSources, ruleFiles } from './facts.ts';
import { promtool } from './prometheus.ts';

const tests = infra('prometheus/tests/alerts.test.yml');

test('Prometheus accepts its configuration and all rules', async () => {
  await promtool('check', 'config', infra('prometheus/prometheus.yml'));
  await promtool('check', 'rules', ...ruleFiles);
});

test('each alert fires when it should and is silent just below', async () => {
  await promtool('test', 'rules', tests);
});

test('no alert goes without a test and a section in the operations guide', () => {
  const alerts = [...readFileSync(infra('prometheus/rules/alerts.yml'), 'utf8').matchAll(/alert: (\w+)/g)];
  const tested = readFileSync(tests, 'utf8');
  const guide = readFileSync(infra('../docs/operations.md'), 'utf8');
  assert.ok(alerts.length >= 10);
  for (const [, name = ''] of alerts) {
    assert.ok(tested.includes(`alertname: ${name}`), `${name} has no test`);
    assert.ok(guide.includes(`\`${name}\``), `docs/operations.md does not say what to do about ${name}`);
  }
});

test('alerts, rules and dashboards ask only for metrics that some process has', () => {
  const sources = namesInSources();
  const rules = ruleFiles.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/expr: (?:>-\n((?: {10}.*\n)+)|(.+))/g)].map(
      ([, folded, inline]) => folded ?? inline ?? '',
    ),
  );
  const expressions = [...rules, ...dashboardQueries().map(({ expression }) => expression)];
  assert.ok(expressions.length > 40, `only ${expressions.length} expressions were found`);
  for (const expression of expressions) {
    for (const name of metricsIn(expression)) {
      const base = name.replace(/_(bucket|sum|count)$/, '');
      assert.ok(isGiven(name) || sources.has(base), `nobody has ${name}: ${expression}`);
    }
  }
});
