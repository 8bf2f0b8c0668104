import { cpus, loadavg } from 'node:os';
import type { LoadResult } from './load.ts';

/** One subject in one round. */
export type Measurement = {
  name: string;
  cpuUsPerRequest: number;
  full: LoadResult;
  half: LoadResult;
  halfRate: number;
  /** The 99th percentile at half load, less that of the upstream alone at the same rate. */
  addedP99Ms: number;
  rssBytes: number;
};

type Row = Measurement & { rounds: number };

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The round with the median CPU time stands for its subject. */
function summarise(measurements: readonly Measurement[]): Row[] {
  const names = [...new Set(measurements.map(({ name }) => name))];
  return names.flatMap((name) => {
    const own = measurements.filter((measurement) => measurement.name === name);
    const middle = median(own.map(({ cpuUsPerRequest }) => cpuUsPerRequest));
    const chosen = own.find(({ cpuUsPerRequest }) => cpuUsPerRequest === middle);
    return chosen === undefined ? [] : [{ ...chosen, rounds: own.length }];
  });
}

/**
 * Writes the results with the goals and whether they are met.
 *
 * @param measurements all subjects in all rounds
 * @param setting how it was measured
 */
export function renderResults(
  measurements: readonly Measurement[],
  setting: { rounds: number; seconds: number; connections: number },
): string {
  const rows = summarise(measurements);
  const cells = rows.map(
    (row) =>
      `| ${row.name} | ${row.cpuUsPerRequest.toFixed(1)} | ${row.full.perSecond.toFixed(0)} | ` +
      `${row.full.p50Ms.toFixed(2)} / ${row.full.p99Ms.toFixed(2)} | ${row.halfRate} | ` +
      `${row.half.p50Ms.toFixed(2)} / ${row.half.p99Ms.toFixed(2)} | ${row.addedP99Ms.toFixed(2)} | ` +
      `${(row.rssBytes / 1e6).toFixed(0)} | ${row.full.failures + row.half.failures} |`,
  );
  return [
    '# Gateways compared',
    '',
    `Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} x ${cpus()[0]?.model ?? '?'}, Node ${process.version}, by \`npm run bench -- gateway\`.`,
    `Each gateway is pinned to one core, load and upstream share another; ${setting.connections} connections, ${setting.seconds} s, median of ${setting.rounds} interleaved rounds. The answer is about 800 bytes of JSON.`,
    '',
    `Load average of the machine at the end: ${(loadavg()[0] ?? 0).toFixed(1)}. Two cores are used by the benchmark itself; with much more than that, only the CPU time per request says something.`,
    '',
    '| gateway | CPU us/request | requests/s | p50 / p99 ms at full load | half load /s | p50 / p99 ms at half load | p99 added ms | memory MB | failures |',
    '| --- | --: | --: | --: | --: | --: | --: | --: | --: |',
    ...cells,
    '',
    ...goals(rows),
    '',
  ].join('\n');
}

function goals(rows: readonly Row[]): string[] {
  const find = (start: string) => rows.find(({ name }) => name.startsWith(start));
  const [ours, bare, nginx, express] = ['Linguamate', '@fastify', 'nginx', 'Express'].map(find);
  if (!ours || !bare || !nginx || !express) return [];
  const line = (what: string, value: number, limit: number, atMost: boolean) => {
    const met = atMost ? value <= limit : value >= limit;
    return `- ${met ? 'met' : 'MISSED'}: ${what}: ${value.toFixed(2)} (goal ${atMost ? 'at most' : 'at least'} ${limit})`;
  };
  return [
    '## Goals',
    '',
    line(
      'CPU per request against the bare plugin, which has no features',
      ours.cpuUsPerRequest / bare.cpuUsPerRequest,
      1,
      true,
    ),
    line('CPU per request against nginx', ours.cpuUsPerRequest / nginx.cpuUsPerRequest, 3, true),
    line(
      'requests per second against the Express stack with the same features',
      ours.full.perSecond / express.full.perSecond,
      2.5,
      false,
    ),
    line('milliseconds added at half load, 99th percentile', ours.addedP99Ms, 2, true),
  ];
}
