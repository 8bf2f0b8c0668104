import { createReadiness } from '@linguamate/shared/health';
import { runService } from '@linguamate/shared/lifecycle';
import { createLogger } from '@linguamate/shared/logger';
import { createMetrics } from '@linguamate/shared/metrics';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { closeCore, createCore, createDependencies } from './dependencies.ts';
import { ensureSigningKeys } from './features/signing-keys/rotate-keys.ts';

await runService({
  name: 'auth',
  // biome-ignore lint/style/noProcessEnv: this is where the process meets its environment.
  environment: process.env,
  start: async (environment) => {
    const config = readConfig(environment);
    const logger = createLogger({ service: 'auth', level: config.logLevel });
    const core = createCore({ config, logger, metrics: createMetrics({ service: 'auth' }) });
    await ensureSigningKeys(core.keyRotation);
    const dependencies = await createDependencies(core);
    const readiness = createReadiness();
    const app = buildApp(dependencies, readiness);
    return {
      logger,
      readiness,
      config,
      listen: () => app.listen({ host: config.host, port: config.port }),
      closers: [() => app.close(), () => dependencies.passwords.close(), () => closeCore(core)],
    };
  },
});
