import type { Kysely, KyselyPlugin } from 'kysely';
import type { AuthDependencies } from '../src/dependencies.ts';
import type { AuthSchema } from '../src/schema.ts';

class Dead extends Error {}

/** What a process with this database can still do: `statements` statements, and then nothing, not even cleaning up. */
function mortalDatabase(db: Kysely<AuthSchema>, statements: number): Kysely<AuthSchema> {
  let left = statements;
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      if (left <= 0) throw new Dead('the process is dead');
      left -= 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return db.withPlugin(plugin);
}

/** The dependencies of a process that dies in front of its n-th statement; Postgres then rolls back what was open. */
function mortalDependencies(dependencies: AuthDependencies, statements: number): AuthDependencies {
  const db = mortalDatabase(dependencies.db, statements);
  const announcer = { ...dependencies.announcer, db };
  const guard = { ...dependencies.guard, db };
  const refresher = { ...dependencies.refresher, db, announcer };
  return { ...dependencies, db, announcer, guard, refresher };
}

/**
 * Runs some work as often as it has statements, and lets the process die in front of each in turn.
 *
 * @param prepare makes what the work is done on, anew for each death
 * @param work what is interrupted
 * @param check looks at what is left, with healthy dependencies
 * @returns how many deaths there were, before the work got through
 */
export async function dieAtEveryStatement<Subject>(
  dependencies: AuthDependencies,
  prepare: () => Promise<Subject>,
  work: (mortal: AuthDependencies, subject: Subject) => Promise<unknown>,
  check: (subject: Subject, where: string) => Promise<void>,
): Promise<number> {
  for (let statements = 0; ; statements += 1) {
    const subject = await prepare();
    let isDead = false;
    await work(mortalDependencies(dependencies, statements), subject).catch((error: unknown) => {
      if (!isDeath(error)) throw error;
      isDead = true;
    });
    await check(subject, isDead ? `dead in front of statement ${statements + 1}` : 'alive');
    if (!isDead) return statements;
  }
}

function isDeath(error: unknown): boolean {
  return (
    error instanceof Dead || (error instanceof Error && error.cause !== undefined && isDeath(error.cause))
  );
}
