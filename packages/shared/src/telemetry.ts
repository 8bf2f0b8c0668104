/**
 * Loads the OpenTelemetry SDK. Meant for `node --import <this file> server.ts` and only where
 * OTEL_EXPORTER_OTLP_ENDPOINT is set: wrapping every call about doubles the CPU time of a request, so whoever has no
 * collector must not pay for it.
 */
import { basename, dirname } from 'node:path';

const healthPaths = new Set(['/livez', '/readyz', '/health', '/metrics']);

/**
 * Names the service after the folder that holds its `src` or `dist`, unless OTEL_SERVICE_NAME says otherwise.
 *
 * @param entry file that the process runs
 */
export function serviceNameOf(entry: string | undefined, configured: string | undefined): string {
  if (configured !== undefined && configured !== '') return configured;
  return entry === undefined ? 'linguamate' : `linguamate-${basename(dirname(dirname(entry)))}`;
}

async function start(): Promise<void> {
  // ES modules can only be wrapped while they are loaded: the hook must stand before anything else is imported.
  const { register } = await import('import-in-the-middle/register-hooks.mjs');
  register();
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const sdk = new NodeSDK({
    // biome-ignore lint/style/noProcessEnv: runs before the service and its configuration exist
    serviceName: serviceNameOf(process.argv[1], process.env.OTEL_SERVICE_NAME),
    traceExporter: new OTLPTraceExporter(),
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: await instrumentations(),
  });
  sdk.start();
}

async function instrumentations() {
  const { HttpInstrumentation } = await import('@opentelemetry/instrumentation-http');
  const { UndiciInstrumentation } = await import('@opentelemetry/instrumentation-undici');
  const { PgInstrumentation } = await import('@opentelemetry/instrumentation-pg');
  const { IORedisInstrumentation } = await import('@opentelemetry/instrumentation-ioredis');
  return [
    new HttpInstrumentation({
      ignoreIncomingRequestHook: (request) => healthPaths.has(request.url?.split('?', 1)[0] ?? ''),
      // Calls go out through undici; node:http is only used by the exporter itself.
      disableOutgoingRequestInstrumentation: true,
    }),
    new UndiciInstrumentation(),
    new PgInstrumentation({ requireParentSpan: true }),
    new IORedisInstrumentation({ requireParentSpan: true }),
  ];
}

// biome-ignore lint/style/noProcessEnv: runs before the service and its configuration exist
if ((process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? '') !== '') await start();
