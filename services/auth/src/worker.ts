import { databaseCheck } from '@linguamate/shared/database';
import { createReadiness } from '@linguamate/shared/health';
import { runService } from '@linguamate/shared/lifecycle';
import { createLogger } from '@linguamate/shared/logger';
import { createMetrics } from '@linguamate/shared/metrics';
import { createWorkerListener } from '@linguamate/shared/worker-listener';
import { createBackgroundWork } from './background-work.ts';
import { readConfig } from './config.ts';
import { closeCore, createCore } from './dependencies.ts';

await runService({
  name: 'auth-worker',
  // biome-ignore lint/style/noProcessEnv: this is where the process meets its environment.
  environment: process.env,
  start: async (environment) => {
    const config = readConfig(environment);
    const logger = createLogger({ service: 'auth-worker', level: config.logLevel });
    const metrics = createMetrics({ service: 'auth-worker' });
    const core = createCore({ config, logger, metrics });
    const readiness = createReadiness();
    const checks = { database: databaseCheck(core.db) };
    const parts = { service: 'auth-worker', config, logger, metrics, readiness, checks };
    const listener = createWorkerListener(parts);
    const work = createBackgroundWork(core);
    work.start();
    return {
      logger,
      readiness,
      config,
      listen: listener.listen,
      // The listener goes last, so that probes can watch the drain.
      closers: [() => work.stop(), listener.close, () => closeCore(core)],
    };
  },
});
