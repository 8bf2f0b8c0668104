import { createReadiness } from '@linguamate/shared/health';
import { runService } from '@linguamate/shared/lifecycle';
import { createLogger } from '@linguamate/shared/logger';
import { createMetrics } from '@linguamate/shared/metrics';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { closeCore, createCore, createDependencies } from './dependencies.ts';

await runService({
  name: 'learning',
  // biome-ignore lint/style/noProcessEnv: this is where the process meets its environment.
  environment: process.env,
  start: async (environment) => {
    const config = readConfig(environment);
    const logger = createLogger({ service: 'learning', level: config.logLevel });
    const core = createCore({ config, logger, metrics: createMetrics({ service: 'learning' }) });
    const dependencies = createDependencies(core);
    const readiness = createReadiness();
    const app = buildApp(dependencies, readiness);
    await dependencies.revocations.start();
    return {
      logger,
      readiness,
      config,
      listen: () => app.listen({ host: config.host, port: config.port }),
      closers: [
        () => app.close(),
        () => dependencies.toolkit.close(),
        () => dependencies.revocations.stop(),
        () => closeCore(core),
      ],
    };
  },
});
