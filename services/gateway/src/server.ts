import { runService } from '@linguamate/shared/lifecycle';
import { createAccessLogger, type Logger } from '@linguamate/shared/logger';
import { buildApp, buildInternalApp } from './app.ts';
import { readConfig } from './config.ts';
import { connect } from './dependencies.ts';

await runService({
  name: 'gateway',
  // biome-ignore lint/style/noProcessEnv: the entry point is where the environment is read.
  environment: process.env,
  start: async (environment) => {
    const config = readConfig(environment);
    const { dependencies, close } = await connect(config);
    const accessLogger = createAccessLogger({ service: 'gateway', level: config.logLevel });
    const server = await buildApp(config, { ...dependencies, accessLogger });
    const internal = buildInternalApp(config, dependencies);
    return {
      logger: dependencies.logger,
      readiness: dependencies.readiness,
      config,
      listen: async () => {
        await internal.listen({ host: config.host, port: config.internalPort });
        return server.listen({ host: config.host, port: config.port });
      },
      // The internal listener goes last, so that probes can watch the drain.
      closers: [() => server.close(), () => internal.close(), close, () => flushed(accessLogger)],
    };
  },
});

function flushed(logger: Logger): Promise<void> {
  return new Promise((resolve) => logger.flush(() => resolve()));
}
