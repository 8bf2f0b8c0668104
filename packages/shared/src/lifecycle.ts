import { setTimeout as sleep } from 'node:timers/promises';
import { ProxyTracerProvider, trace } from '@opentelemetry/api';
import { ConfigError, type Environment } from './config.ts';
import type { Readiness } from './health.ts';
import { createLogger, type Logger } from './logger.ts';

/** A service that has been put together. */
export type RunningService = {
  readonly logger: Logger;
  readonly readiness: Readiness;
  readonly config: { readonly shutdown: { readonly lameDuckMs: number; readonly graceMs: number } };
  /** Starts to take work; absent in workers, which start in `start`. */
  readonly listen?: () => Promise<unknown>;
  /** Run one after the other at shutdown: the HTTP server first, then queues, database, Redis. */
  readonly closers: readonly (() => Promise<unknown> | unknown)[];
};

/** What a process runs. */
export type ServiceDefinition = {
  readonly name: string;
  /** `process.env`, or what stands for it. */
  readonly environment: Environment;
  readonly start: (environment: Environment) => Promise<RunningService>;
};

/** Exit code for a wrong configuration, EX_CONFIG of sysexits.h. */
export const configErrorExitCode = 78;

/** When the grace is used up, each remaining closer still gets this long to say goodbye to its server. */
const lateCloserMs = 1_000;

/**
 * Runs a service for the life of the process: start, listen, and on SIGTERM or SIGINT drain and exit with 0. A
 * second signal exits at once with 1. A wrong configuration is listed on standard error and exits with 78, before
 * anything is connected.
 */
export async function runService(definition: ServiceDefinition): Promise<void> {
  const stop = stopRequest();
  const service = await started(definition);
  const { logger } = service;
  process.on('unhandledRejection', (error) =>
    crash(logger, error, 'A promise was rejected and nobody cared'),
  );
  process.on('uncaughtException', (error) => crash(logger, error, 'An exception was not caught'));
  if (stop.requestedBy() === undefined) await listening(definition, service);
  const signal = await stop.wait;
  await shutDown(service, signal);
  process.exit(0);
}

/** Work that a process does once. */
export type TaskDefinition = {
  readonly name: string;
  readonly environment: Environment;
  readonly run: (environment: Environment) => Promise<void>;
  /** What the log says when it fails. */
  readonly failure: string;
};

/**
 * Runs a task that ends by itself, such as a migration, for the life of the process: exits with 0, with 78 when its
 * configuration is wrong, else with 1. A task that fails must never look as if it had not.
 */
export async function runTask({ name, environment, run, failure }: TaskDefinition): Promise<void> {
  try {
    await run(environment);
  } catch (error) {
    if (error instanceof ConfigError) refuse(name, error);
    crash(createLogger({ service: name, level: 'info' }), error, failure);
  }
}

async function started({ name, environment, start }: ServiceDefinition): Promise<RunningService> {
  try {
    return await start(environment);
  } catch (error) {
    if (error instanceof ConfigError) refuse(name, error);
    return crash(createLogger({ service: name, level: 'info' }), error, 'The service could not start');
  }
}

async function listening({ name }: ServiceDefinition, service: RunningService): Promise<void> {
  try {
    const address = await service.listen?.();
    service.logger.info({ address }, `${name} is ready`);
  } catch (error) {
    crash(service.logger, error, 'The service could not listen');
  }
}

function refuse(name: string, error: ConfigError): never {
  const lines = error.problems.map(({ name: variable, reason }) => `  ${variable} ${reason}`);
  process.stderr.write(`${name} cannot start, its configuration is wrong:\n${lines.join('\n')}\n`);
  return process.exit(configErrorExitCode);
}

function crash(logger: Logger, error: unknown, message: string): never {
  logger.fatal({ err: error }, message);
  return process.exit(1);
}

type StopRequest = { readonly wait: Promise<NodeJS.Signals>; requestedBy(): NodeJS.Signals | undefined };

// Listens from the first moment, so that a signal during a slow start is not lost.
function stopRequest(): StopRequest {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let requestedBy: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (requestedBy !== undefined) process.exit(1);
    requestedBy = signal;
    resolve(signal);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return { wait: promise, requestedBy: () => requestedBy };
}

// Readiness goes first and the listener later: until the load balancer has noticed, requests still come.
async function shutDown(service: RunningService, signal: NodeJS.Signals): Promise<void> {
  const { logger, readiness, closers } = service;
  const { lameDuckMs, graceMs } = service.config.shutdown;
  logger.info({ signal, lameDuckMs, graceMs }, 'shutting down');
  readiness.setNotReady('shutting down');
  await sleep(lameDuckMs);
  const giveUpAt = performance.now() + graceMs;
  for (const close of closers) {
    await closeWithin(close, Math.max(lateCloserMs, giveUpAt - performance.now()), logger);
  }
  await closeWithin(flushSpans, lateCloserMs, logger);
  logger.info('stopped');
}

async function closeWithin(close: () => unknown, limitMs: number, logger: Logger): Promise<void> {
  const late = new AbortController();
  const timeUp = sleep(limitMs, 'late' as const, { signal: late.signal }).catch(() => 'closed' as const);
  const closed = Promise.resolve()
    .then(close)
    .then(() => 'closed' as const);
  try {
    if ((await Promise.race([closed, timeUp])) === 'late') logger.warn({ limitMs }, 'a closer took too long');
  } catch (error) {
    logger.error({ err: error }, 'a closer failed');
  } finally {
    late.abort();
  }
}

// The telemetry SDK, where loaded, sends spans in batches; the last one would be lost with the process.
async function flushSpans(): Promise<void> {
  const provider = trace.getTracerProvider();
  const sdk = provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
  if ('forceFlush' in sdk && typeof sdk.forceFlush === 'function') await sdk.forceFlush();
}
