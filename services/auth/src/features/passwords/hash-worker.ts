import { compareSync, hashSync } from 'bcryptjs';

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
