import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from './failure.mjs';
import { withProgress } from './progress.mjs';
import { runTool } from './run-tool.mjs';
import { ensurePnpm, projectEnvironment } from './tools.mjs';

const installTimeoutMs = 600_000;

/** What the installed packages depend on: the lockfile, the workspace's settings and the platform. */
function fingerprint(root) {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)));
  return hash.update(`${process.platform} ${process.arch}`).digest('hex');
}

// A registry that is down is reported in seconds; the defaults wait minutes for each of hundreds of packages.
const retryFlags = [
  '--config.fetch-retries=2',
  '--config.fetch-retry-mintimeout=500',
  '--config.fetch-retry-maxtimeout=3000',
];

/** pnpm reads .npmrc, but of the environment only names of its own: what is set for npm there is set for pnpm too. */
function pnpmEnvironment(root, node) {
  const env = { ...projectEnvironment(root, node), CI: 'true' };
  for (const name of ['registry', 'proxy', 'https_proxy', 'noproxy', 'cafile', 'strict_ssl']) {
    const value = process.env[`npm_config_${name}`] ?? process.env[`NPM_CONFIG_${name.toUpperCase()}`];
    if (value) env[`pnpm_config_${name}`] ??= value;
  }
  return env;
}

const stampFile = (root) => join(root, 'node_modules/.linguamate-installed');

/** Tells, by reading three small files, whether the installed packages are those of the lockfile. */
export function areDependenciesInstalled(root) {
  const stamp = stampFile(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root);
}

/** Installs what the lockfile says, and nothing else; the stamp is written last, so a broken install is done again. */
export async function installDependencies(root, node) {
  const [command, ...first] = await ensurePnpm(root, node);
  const step = 'installing the packages of the lockfile';
  await withProgress(step, async () => {
    const args = [...first, 'install', '--frozen-lockfile', '--reporter=append-only', ...retryFlags];
    const options = { cwd: root, env: pnpmEnvironment(root, node), timeoutMs: installTimeoutMs };
    const { ok, output } = await runTool(command, args, options);
    if (!ok) throw explain(step, output, root);
    writeFileSync(stampFile(root), fingerprint(root));
  });
}
