import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The account that the embedded servers run as; undefined = the account of this process. */
export type RuntimeUser = { name: string; uid: number; gid: number } | undefined;

/**
 * Where root's servers keep programs and data when the project lies where the unprivileged account cannot reach
 * (/root has mode 700). Not /var/tmp: systems clean it by age, which would eat a database.
 */
export const rootStateDir = '/var/lib/linguamate';

function numericId(flag: '-u' | '-g', name: string): number | undefined {
  try {
    return Number(
      execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return undefined;
  }
}

/**
 * Finds the account to run servers as. Postgres refuses to run as root, so root uses an existing unprivileged account.
 *
 * @throws when running as root on a system that has no unprivileged account to use.
 */
export function findRuntimeUser(): RuntimeUser {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const uid = numericId('-u', name);
    const gid = numericId('-g', name);
    if (uid !== undefined && gid !== undefined && uid !== 0) return { name, uid, gid };
  }
  throw new Error(
    'Postgres refuses to run as root, and there is no account "postgres" or "nobody" to run it as.',
  );
}

/** Tells whether `user` can pass through every existing directory above and including `path`. */
export function canReach(path: string, user: RuntimeUser): boolean {
  if (!user) return true;
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at)) {
      const { mode, uid, gid } = statSync(at);
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if (!(mode & bit)) return false;
    }
    if (at === dirname(at)) return true;
  }
}

/**
 * Makes the home directory of an embedded server: `wanted` itself, or, when the runtime user cannot reach it, a
 * directory below {@link rootStateDir} with `wanted` as a symbolic link to it.
 *
 * @returns the real path, which the messages should name.
 */
export function prepareHome(wanted: string, user: RuntimeUser): string {
  mkdirSync(dirname(wanted), { recursive: true, mode: 0o711 });
  if (canReach(dirname(wanted), user)) {
    mkdirSync(wanted, { recursive: true, mode: 0o711 });
    return wanted;
  }
  const key = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const real = join(rootStateDir, `${basename(wanted)}-${key}`);
  mkdirSync(real, { recursive: true, mode: 0o711 });
  if (!lstatSync(wanted, { throwIfNoEntry: false })) symlinkSync(real, wanted);
  return real;
}
