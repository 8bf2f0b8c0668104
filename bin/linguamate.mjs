#!/usr/bin/env node
// The one entry to everything. Plain JavaScript that any Node from 18 on can run: it gets what is missing (Node 24, pnpm,
// the packages of the lockfile) into this directory and hands over to packages/local. Nothing outside is changed.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { areDependenciesInstalled, installDependencies } from './setup/dependencies.mjs';
import { SetupError } from './setup/failure.mjs';
import { handOver } from './setup/hand-over.mjs';
import { withLock } from './setup/lock.mjs';
import { whenNpmDies } from './setup/parent.mjs';
import { findNode, installNode, projectEnvironment } from './setup/tools.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockFile = join(root, '.tools/install.lock');

const commands = {
  start: 'start the whole system on this machine',
  dev: 'the same, each process restarting when its source changes',
  demo: "play one learner's journey against the running system",
  doctor: 'check Node, ports, database, Redis, clock, disk and secrets',
  reset: 'forget the local data, after asking (--yes to skip the question)',
  migrate: 'bring the database schemas up to date, then stop',
  seed: 'create the demo account on the running system',
  test: 'run every test with the coverage gate',
  'test:watch': 'run tests again when a file changes',
  'test:coverage': 'run every test and write coverage/lcov.info',
  'test:containers': 'run every test on Postgres and Redis in containers',
  'test:faults': 'break what a running system stands on, and write docs/operations/faults.md',
  typecheck: 'check the types',
  lint: 'check style and likely mistakes',
  format: 'format and fix what can be fixed',
  knip: 'find unused files, exports and dependencies',
  build: 'compile every package and service to dist/',
  bench: 'measure beside its peers, for instance: npm run bench -- gateway',
  generate: 'write .env.example, docs/errors.md and the configuration table again',
  setup: 'get the tools and packages, and nothing else',
};

function usage() {
  const lines = Object.entries(commands).map(([name, text]) => `  ${name.padEnd(16)} ${text}`);
  return `Usage: node bin/linguamate.mjs <command> [options]\n\n${lines.join('\n')}\n`;
}

/** Gets Node first, because everything after it needs it; only one command at a time installs. */
async function prepareNode() {
  const found = findNode(root);
  if (found) return found;
  await withLock(lockFile, async () => {
    if (!findNode(root)) await installNode(root);
  });
  return findNode(root);
}

async function prepareDependencies(node) {
  if (areDependenciesInstalled(root)) return;
  await withLock(lockFile, async () => {
    if (!areDependenciesInstalled(root)) await installDependencies(root, node);
  });
}

async function main([command, ...options]) {
  if (command === undefined || command === 'help' || command === '--help') {
    process.stdout.write(usage());
    return;
  }
  if (!(command in commands)) {
    process.stderr.write(`linguamate: there is no command "${command}".\n\n${usage()}`);
    process.exitCode = 2;
    return;
  }
  const node = await prepareNode();
  if (node !== process.execPath) {
    handOver(node, [fileURLToPath(import.meta.url), command, ...options], projectEnvironment(root, node));
    return;
  }
  await prepareDependencies(node);
  if (command === 'setup') return;
  whenNpmDies(() => process.kill(process.pid, 'SIGTERM'));
  process.env.PATH = projectEnvironment(root, node).PATH;
  const { runCommand } = await import(pathToFileURL(join(root, 'packages/local/src/cli.ts')).href);
  await runCommand({ root, command, options });
}

main(process.argv.slice(2)).catch((error) => {
  const known = error instanceof SetupError;
  process.stderr.write(`linguamate: ${known ? error.message : (error?.stack ?? error)}\n`);
  if (known && error.details) process.stderr.write(`\n${error.details.replace(/^/gm, '    ')}\n`);
  process.exitCode = 1;
});
