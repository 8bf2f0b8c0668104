import { constants, setPriority } from 'node:os';
import { compareSync, hashSync } from 'bcryptjs';

// On Linux a priority belongs to a thread, elsewhere to the process. Requests, which take microseconds, thus never wait for
// hashes, which take as many milliseconds, though hashing may use every core.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

export type HashTask =
  | { kind: 'hash'; input: string; cost: number }
  | { kind: 'compare'; input: string; hash: string };

/**
 * What a worker thread does: one bcrypt operation, synchronously. The synchronous form is faster than the asynchronous one,
 * which splits the work into slices for an event loop that nobody uses here.
 */
export default function runHashTask(task: HashTask): string | boolean {
  return task.kind === 'hash' ? hashSync(task.input, task.cost) : compareSync(task.input, task.hash);
}
