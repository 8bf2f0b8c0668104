import { parentPort, workerData } from 'node:worker_threads';
import { compareSync, hashSync } from 'bcryptjs';

const { cost, durationMs } = workerData as { cost: number; durationMs: number };
const hash = hashSync('a password to compare', cost);
// The first comparisons run before the compiler has seen the loop.
for (let warmUp = 0; warmUp < 5; warmUp++) compareSync('a password to compare', hash);
const startedAt = performance.now();
let compared = 0;
for (; performance.now() - startedAt < durationMs; compared++) compareSync('a password to compare', hash);
parentPort?.postMessage((compared / (performance.now() - startedAt)) * 1000);
