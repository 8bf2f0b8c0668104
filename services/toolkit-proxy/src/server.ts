import { createReadiness } from '@linguamate/shared/health';
import { runService } from '@linguamate/shared/lifecycle';
import { createLogger } from '@linguamate/shared/logger';
import { createMetrics } from '@linguamate/shared/metrics';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { openDependencies, serviceName } from './dependencies.ts';

await runService({
  name: serviceName,
  // biome-ignore lint/style/noProcessEnv: the process's own environment enters here and nowhere else.
  environment: process.env,
  start: async (environment) => {
    const config = readConfig(environment);
    const logger = createLogger({ service: serviceName, level: config.logLevel });
    const readiness = createReadiness();
    const deps = openDependencies(config, { logger, metrics: createMetrics({ service: serviceName }) });
    const server = buildApp(config, deps, readiness);
    await deps.revocations.start();
    return {
      logger,
      readiness,
      config,
      listen: () => server.listen({ host: config.host, port: config.port }),
      closers: [() => server.close(), ...deps.closers],
    };
  },
});
