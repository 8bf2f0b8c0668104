import { createReadiness } from '@linguamate/shared/health';
import { runService } from '@linguamate/shared/lifecycle';
import { createLogger } from '@linguamate/shared/logger';
import { createMetrics } from '@linguamate/shared/metrics';
import { createWorkerListener } from '@linguamate/shared/worker-listener';
import { startBackground } from './background.ts';
import { readConfig } from './config.ts';
import { serviceName } from './dependencies.ts';

const processName = `${serviceName}-worker`;

await runService({
  name: processName,
  // biome-ignore lint/style/noProcessEnv: the process's own environment enters here and nowhere else.
  environment: process.env,
  start: async (environment) => {
    const config = readConfig(environment);
    const logger = createLogger({ service: processName, level: config.logLevel });
    const metrics = createMetrics({ service: processName });
    const readiness = createReadiness();
    const background = startBackground(config, { logger, metrics });
    const { checks } = background;
    const parts = { service: processName, config, logger, metrics, readiness, checks };
    const listener = createWorkerListener(parts);
    // The listener goes last, so that probes can watch the drain.
    const closers = [background.stop, listener.close];
    return { logger, readiness, config, listen: listener.listen, closers };
  },
});
