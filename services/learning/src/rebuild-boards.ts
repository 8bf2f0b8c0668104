import { systemClock } from '@linguamate/shared/clock';
import { createLogger } from '@linguamate/shared/logger';
import { createMetrics } from '@linguamate/shared/metrics';
import { readConfig } from './config.ts';
import { closeCore, createCore } from './dependencies.ts';
import { rebuildBoards } from './features/leaderboard/update-boards.ts';

// Usage: node services/learning/src/rebuild-boards.ts, for instance after Redis was replaced.
// biome-ignore lint/style/noProcessEnv: this is where the process meets its environment.
const config = readConfig(process.env);
const logger = createLogger({ service: 'learning', level: 'warn' });
const core = createCore({ config, logger, metrics: createMetrics({ service: 'learning' }) });
try {
  const count = await rebuildBoards(core.db, core.boards, systemClock.now());
  process.stdout.write(`${count} standings written\n`);
} finally {
  await closeCore(core);
}
