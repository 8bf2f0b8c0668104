import { LocalError } from './failure.ts';
import type { CommandContext } from './project.ts';

type Command = (context: CommandContext) => Promise<void>;

// Each command loads only what it needs: a start must not wait for the code of the demo.
const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./start.ts')).start,
  dev: async () => {
    const { start } = await import('./start.ts');
    return (context) => start(context, true);
  },
  migrate: async () => (await import('./migrate.ts')).migrate,
  seed: async () => (await import('./seed.ts')).seed,
  demo: async () => (await import('./demo/demo.ts')).demo,
  doctor: async () => (await import('./doctor.ts')).doctor,
  reset: async () => (await import('./reset.ts')).reset,
  test: async () => (await import('./tasks/test.ts')).test,
  'test:watch': async () => (await import('./tasks/test.ts')).testWatch,
  'test:coverage': async () => (await import('./tasks/test.ts')).testCoverage,
  'test:containers': async () => (await import('./tasks/test.ts')).testContainers,
  'test:faults': async () => (await import('./tasks/test.ts')).testFaults,
  typecheck: async () => (await import('./tasks/quality.ts')).typecheck,
  lint: async () => (await import('./tasks/quality.ts')).lint,
  format: async () => (await import('./tasks/quality.ts')).format,
  knip: async () => (await import('./tasks/quality.ts')).knip,
  build: async () => (await import('./tasks/build.ts')).build,
  bench: async () => (await import('./tasks/bench.ts')).bench,
  generate: async () => (await import('./tasks/generate.ts')).generate,
};

function report(error: unknown): void {
  const text =
    error instanceof LocalError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`linguamate: ${text}\n`);
  if (error instanceof LocalError && error.details)
    process.stderr.write(`\n${error.details.replace(/^/gm, '    ')}\n`);
}

/**
 * Runs one command and ends the process with 0, or with another code when the command failed.
 *
 * @param context.command a name that `bin/linguamate.mjs` knows.
 */
export async function runCommand({
  command,
  ...context
}: CommandContext & { command: string }): Promise<void> {
  try {
    const load = commands[command];
    if (!load) throw new LocalError(`There is no command "${command}".`);
    const action = await load();
    await action(context);
  } catch (error) {
    report(error);
    process.exitCode ||= 1;
  }
  // The channel to the process that handed over, and idle connections, must not keep an ended command alive.
  process.exit();
}
