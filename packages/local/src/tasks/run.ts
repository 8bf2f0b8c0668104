import { spawn } from 'node:child_process';
import { LocalError } from '../failure.ts';

/**
 * Runs a tool in the foreground: its output is ours.
 *
 * @throws LocalError when it ends with anything but 0.
 */
export function runTool(
  root: string,
  what: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { cwd: root, env, stdio: 'inherit' });
    const pass = (signal: NodeJS.Signals): void => {
      child.kill(signal);
    };
    // A terminal sends Ctrl-C to the tool as well; ending before it would leave its last words on the prompt.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, pass);
    process.on('disconnect', () => child.kill('SIGTERM'));
    process.channel?.unref();
    child.on('error', (cause) =>
      reject(new LocalError(`${what} cannot be started: ${cause.message}`, { cause })),
    );
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new LocalError(`${what} failed (${signal ? `signal ${signal}` : `exit code ${code}`}).`));
    });
  });
}
