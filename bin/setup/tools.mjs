import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { explain, SetupError } from './failure.mjs';
import { withProgress } from './progress.mjs';
import { runTool } from './run-tool.mjs';

const installTimeoutMs = 300_000;

/** The package that holds nothing but Node's program for this platform; it needs no install script. */
function nodePackage(version) {
  // The registry has the Apple silicon build under a name of its own.
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  return { name: `${prefix}-${process.platform}-${process.arch}`, version };
}

/** npm as whoever called us has it: the running one when started by "npm ...", else the one on PATH. */
function npmCommand() {
  const running = process.env.npm_execpath;
  if (running?.endsWith('npm-cli.js') && existsSync(running)) return [process.execPath, running];
  const beside = join(dirname(process.execPath), 'npm');
  return [existsSync(beside) ? beside : 'npm'];
}

/**
 * Installs one package from the registry of npm's configuration into `target`; made aside and renamed, so that `target`
 * is complete or absent.
 */
async function installPackage(step, { name, version }, target, check) {
  const tools = dirname(target);
  try {
    mkdirSync(tools, { recursive: true });
    rmSync(target, { recursive: true, force: true });
    // Left by a run that was killed; nobody else can be at it, because the caller holds the install lock.
    for (const name of readdirSync(tools).filter((entry) => entry.startsWith('installing-'))) {
      rmSync(join(tools, name), { recursive: true, force: true });
    }
  } catch (error) {
    throw explain(step, String(error), tools);
  }
  const work = mkdtempSync(join(tools, 'installing-'));
  try {
    writeFileSync(join(work, 'package.json'), '{ "private": true }\n');
    const [command, ...first] = npmCommand();
    const flags = [
      '--no-save',
      '--no-package-lock',
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--include=optional',
    ];
    const args = [...first, 'install', '--prefix', work, ...flags, '--loglevel=error', `${name}@${version}`];
    const { ok, output } = await runTool(command, args, { cwd: work, timeoutMs: installTimeoutMs });
    if (!ok) throw explain(step, output, tools);
    await check(work);
    renameSync(work, target);
  } catch (error) {
    throw error instanceof SetupError ? error : explain(step, String(error), tools);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Finds the Node of the project: the running one when it is new enough, else the one in .tools, installing it if need be.
 * @param {string} root the project
 * @param {{ allowInstall: boolean }} options
 * @returns {string | undefined} the program; undefined when it would have to be installed first
 */
export function findNode(root) {
  const wanted = Number.parseInt(readFileSync(join(root, '.node-version'), 'utf8'), 10);
  if (Number.parseInt(process.versions.node, 10) >= wanted) return process.execPath;
  const installed = join(root, '.tools/node/node_modules', nodePackage(wanted).name, 'bin/node');
  return existsSync(installed) ? installed : undefined;
}

/** Installs the Node of the project into .tools/node. */
export async function installNode(root) {
  const wanted = readFileSync(join(root, '.node-version'), 'utf8').trim();
  const target = join(root, '.tools/node');
  const pack = nodePackage(wanted);
  const step = `getting Node ${wanted}`;
  await withProgress(`${step} (this one is ${process.versions.node}; about 50 MB)`, () =>
    installPackage(step, pack, target, async (work) => {
      const program = join(work, 'node_modules', pack.name, 'bin/node');
      const { ok, output } = await runTool(program, ['--version'], { cwd: work, timeoutMs: 20_000 });
      if (ok) return;
      throw new SetupError(
        step,
        `the Node of the npm registry does not run on this system: install Node ${wanted} yourself.`,
        output,
      );
    }),
  );
}

/** The pnpm that package.json pins, in .tools/pnpm-<version>; installed if it is not there. */
export async function ensurePnpm(root, node) {
  // Not in the field "packageManager": pnpm would then want itself, with its download addresses, in the lockfile.
  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config.pnpm;
  const target = join(root, `.tools/pnpm-${version}`);
  const program = join(target, 'node_modules/pnpm/bin/pnpm.mjs');
  if (!existsSync(program)) {
    const step = `getting pnpm ${version}`;
    await withProgress(step, () =>
      installPackage(step, { name: 'pnpm', version }, target, async () => undefined),
    );
  }
  return [node, program];
}

/** The environment for everything that runs after this: the project's Node and tools are the first on PATH. */
export function projectEnvironment(root, node) {
  const path = [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  return { ...process.env, PATH: path };
}
