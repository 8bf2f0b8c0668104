import { spawn } from 'node:child_process';
import { createDeadline } from '@linguamate/shared/deadline';
import { commonErrors } from '@linguamate/shared/errors';

/** Speech and phonetics by espeak-ng, a program of its own (its licence does not allow to link it). */
export type Espeak = {
  /** A WAV file of a robotic but correct voice. */
  speak(text: string, language: string, speed: number, signal: AbortSignal): Promise<Buffer>;
  /** The pronunciation in the letters of the International Phonetic Association. */
  transcribe(text: string, language: string, signal: AbortSignal): Promise<string>;
};

const maxOutputBytes = 10_000_000;
const timeoutMs = 10_000;
const wordsPerMinute = 160;

/** Each run takes a processor for some tenths of a second; more at once help nobody. */
const maxProcesses = 4;

/**
 * Wraps the program.
 * @param program absolute path.
 */
export function createEspeak(program: string): Espeak {
  let running = 0;
  const run = async (options: string[], text: string, signal: AbortSignal): Promise<Buffer> => {
    if (running >= maxProcesses) throw commonErrors.overloaded({ retryAfterSeconds: 1 });
    running += 1;
    const deadline = createDeadline({
      timeoutMs,
      parent: signal,
      reason: () => commonErrors.upstream_timeout(),
    });
    try {
      return await runProgram(program, options, text, deadline.signal);
    } finally {
      deadline.dispose();
      running -= 1;
    }
  };
  return {
    speak: (text, language, speed, signal) => {
      const rate = String(Math.round(wordsPerMinute * speed));
      return run(['-b', '1', '-v', language, '-s', rate, '--stdin', '--stdout'], text, signal);
    },
    transcribe: async (text, language, signal) => {
      const output = await run(['-q', '--ipa', '-b', '1', '-v', language, '--stdin'], text, signal);
      return output
        .toString('utf8')
        .trim()
        .replaceAll(/\s*\n\s*/g, ' ');
    },
  };
}

// The text goes through standard input: as an argument it could pose as an option.
function runProgram(program: string, options: string[], text: string, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, options, { stdio: ['pipe', 'pipe', 'ignore'], env: {} });
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const end = (error?: unknown) => {
      signal.removeEventListener('abort', onAbort);
      if (error === undefined) return resolve(Buffer.concat(chunks));
      child.kill('SIGKILL');
      reject(error);
    };
    const onAbort = () => end(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > maxOutputBytes) end(failed('it wrote too much'));
      else chunks.push(chunk);
    });
    child.once('error', (error) => end(failed(error.message)));
    child.once('close', (code) => end(code === 0 ? undefined : failed(`it ended with ${code}`)));
    child.stdin.on('error', () => {});
    child.stdin.end(text);
  });
}

function failed(reason: string) {
  return commonErrors.service_unavailable({ message: `espeak-ng: ${reason}`, retryAfterSeconds: 1 });
}
