import { resolve } from 'node:path';

/** What a command gets to know: where the project lies, and what was typed after its name. */
export type CommandContext = { root: string; options: readonly string[] };

/** Services with a database schema, in the order of dependence. */
export const databaseServices = ['auth', 'learning', 'toolkit-proxy'] as const;
export type DatabaseService = (typeof databaseServices)[number];

export const gatewayPortDefault = 8080;

/** Address of the demo account; its password is made anew for every installation. */
export const demoEmail = 'demo@linguamate.dev';

/** Where a command keeps local data: everything that `reset` forgets. */
export function stateDir(root: string): string {
  return resolve(root, process.env.LINGUAMATE_STATE_DIR || '.linguamate');
}

/** The migrations folder of a service. */
export function migrationsFolder(root: string, service: DatabaseService): URL {
  return new URL(`services/${service}/src/migrations/`, `file://${root}/`);
}
