import { spawn } from 'node:child_process';

/**
 * Runs a tool to its end, keeping what it prints for the case that it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, timeoutMs: number }} options
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function runTool(command, args, { cwd, env = process.env, timeoutMs }) {
  return new Promise((resolve) => {
    // A group of its own: package managers start programs that would live on, holding our pipes, if only they were killed.
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const killGroup = () => {
      try {
        if (child.pid) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended already.
      }
    };
    const timer = setTimeout(() => {
      output += `\n${command} timed out after ${timeoutMs / 1000} s`;
      killGroup();
    }, timeoutMs);
    const interrupt = () => process.exit(130);
    process.once('exit', killGroup).once('SIGINT', interrupt).once('SIGTERM', interrupt);
    const finish = (ok, text) => {
      clearTimeout(timer);
      process.off('exit', killGroup).off('SIGINT', interrupt).off('SIGTERM', interrupt);
      resolve({ ok, output: text });
    };
    child.on('error', (error) => finish(false, `${command}: ${error.message}`));
    child.on('close', (code) => finish(code === 0, output));
  });
}
