import { mkdirSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { CommandContext } from '../project.ts';
import { runTool } from './run.ts';

const globalSetup = 'packages/shared/src/testing/global-setup.ts';
const everyTest = ['packages/*/test/**/*.test.ts', 'services/*/test/**/*.test.ts', 'tests/**/*.test.ts'];
const measured = ['packages/*/src/**', 'services/*/src/**'];
// Migrations are run by making the template database, in a process of its own; generated code is not ours to cover.
const notMeasured = ['**/*.generated.ts', '**/src/migrations/**', '**/src/event-migrations/**'];
const leastLines = 80;
const memoryPerFileBytes = 400 * 1024 ** 2;

/** One file per core, at most four at once, and fewer where memory is short: each is a process with servers in it. */
function concurrency(): number {
  const byMemory = Math.floor(totalmem() / memoryPerFileBytes);
  return Math.max(1, Math.min(availableParallelism(), byMemory, 4));
}

function coverageFlags(): string[] {
  const include = measured.map((glob) => `--test-coverage-include=${glob}`);
  const exclude = notMeasured.map((glob) => `--test-coverage-exclude=${glob}`);
  return ['--experimental-test-coverage', ...include, ...exclude, `--test-coverage-lines=${leastLines}`];
}

/** What was typed after the command: flags for the runner, and files or patterns instead of every test. */
function split(options: readonly string[]): { flags: string[]; patterns: string[] } {
  const flags = options.filter((option) => option.startsWith('-'));
  const patterns = options.filter((option) => !option.startsWith('-'));
  return { flags, patterns: patterns.length > 0 ? patterns : everyTest };
}

function runTests(
  context: CommandContext,
  more: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const { flags, patterns } = split(context.options);
  const args = [
    '--test',
    `--test-global-setup=${globalSetup}`,
    `--test-concurrency=${concurrency()}`,
    '--test-timeout=300000',
    // A connection that a failed test left behind must not hold up the files that wait for its place.
    '--test-force-exit',
  ];
  const all = [...args, ...more, ...flags, ...patterns];
  return runTool(context.root, 'The test run', process.execPath, all, {
    ...process.env,
    NODE_ENV: 'test',
    ...env,
  });
}

/** Part of a suite proves nothing about the coverage of the whole. */
function gate(context: CommandContext): string[] {
  return context.options.some((option) => !option.startsWith('-')) ? [] : coverageFlags();
}

/** Runs every test, with the coverage gate; `npm test -- <files>` runs some, without it. */
export function test(context: CommandContext): Promise<void> {
  return runTests(context, gate(context));
}

/** Runs the tests again whenever a file changes. */
export function testWatch(context: CommandContext): Promise<void> {
  return runTests(context, ['--watch']);
}

/** Runs every test and writes coverage/lcov.info beside the printed report. */
export function testCoverage(context: CommandContext): Promise<void> {
  mkdirSync(join(context.root, 'coverage'), { recursive: true });
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=lcov',
    '--test-reporter-destination=coverage/lcov.info',
  ];
  return runTests(context, [...coverageFlags(), ...reporters]);
}

/** Runs every test on Postgres and Redis in containers, and fails where no container engine answers. */
export function testContainers(context: CommandContext): Promise<void> {
  // The reaper is one more image to pull; the harness removes its containers itself.
  const env = { LM_TEST_BACKING: 'containers', TESTCONTAINERS_RYUK_DISABLED: 'true' };
  return runTests(context, gate(context), env);
}

/** Breaks what a running system stands on, one fault after the other, and writes what was seen. */
export function testFaults(context: CommandContext): Promise<void> {
  const options = ['--test-timeout=900000', 'tests/faults/run.fault.ts', ...context.options];
  return runTests({ ...context, options }, []);
}
