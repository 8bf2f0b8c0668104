// Keeps the documentation fields of route schemas (tags, summary, hide) known to those who use the compiled kit.
/// <reference types="@fastify/swagger" preserve="true" />
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RawServerDefault,
} from 'fastify';
import type { CommonConfig } from '../config.ts';
import type { Deadline } from '../deadline.ts';
import { ServiceError, toProblem } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { createClientErrorHandler } from './client-errors.ts';
import { runWithContext } from './context.ts';
import { closeWithoutHanging } from './draining.ts';
import { beginExchange, type ExchangeServices, exchangeOf, writeProblem } from './exchange.ts';
import { asFailure } from './failures.ts';
import { acceptOnlyJson } from './json-body.ts';
import { answerUnmatched } from './not-found.ts';
import { type OpenApiInfo, serveOpenApi } from './openapi.ts';
import { screenRequest } from './screening.ts';
import { createValidatorCompiler } from './validation.ts';

/** A Fastify server that knows TypeBox schemas. */
export type HttpServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Ends when the request's time is up or its client has gone; hand its signal to everything that waits. */
    deadline: Deadline;
  }
  interface FastifyInstance {
    /** Aborts when the server begins to close: the moment to end server-sent events. */
    closing: AbortSignal;
  }
  interface FastifyContextConfig {
    /** Longest time for this route, instead of REQUEST_TIMEOUT_MS. */
    timeoutMs?: number;
    /** Successful requests are logged at debug level only (probes, metrics). */
    quiet?: boolean;
  }
}

/** How long the server waits for clients. */
export type ClientTimeouts = {
  /** For all headers. */
  readonly headersMs: number;
  /** For headers and body together. */
  readonly requestMs: number;
  /** How often the two are looked at. */
  readonly checkIntervalMs: number;
  readonly keepAliveMs: number;
};

/** What a server is made of. */
export type HttpServerOptions = {
  readonly service: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly config: CommonConfig;
  /** Largest body, unless a route says otherwise. */
  readonly bodyLimitBytes?: number;
  readonly openApi?: OpenApiInfo;
  /** Addresses (CIDR) whose `x-forwarded-for` is believed. Never `true`: then clients would choose their address. */
  readonly trustProxy?: readonly string[];
  readonly clientTimeouts?: Partial<ClientTimeouts>;
  /** Writes the access lines instead of `logger`, from `createAccessLogger`. */
  readonly accessLogger?: Logger;
};

const defaultBodyLimitBytes = 64 * 1024;
const maxHeaderBytes = 16 * 1024;
const maxParamLength = 200;
const maxRequestsPerSocket = 1000;
const defaultClientTimeouts: ClientTimeouts = {
  headersMs: 10_000,
  requestMs: 15_000,
  checkIntervalMs: 2_000,
  keepAliveMs: 65_000,
};

/** A request id that a caller may bring along: long enough to be unique, harmless in logs and headers. */
const requestIdPattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{7,127}$/;

/**
 * Makes an HTTP server with the habits of all our services: request ids, trace context, deadlines, access log,
 * metrics, strict parsing and validation, problem documents for every failure, and a `close()` that ends.
 *
 * @param options.bodyLimitBytes default 64 KiB
 * @returns the server, not yet listening; declare routes on scopes of it
 */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { logger, metrics, config } = options;
  const services: ExchangeServices = {
    logger: options.accessLogger ?? logger,
    metrics,
    requestTimeoutMs: config.requestTimeoutMs,
  };
  const server = Fastify({
    ...fastifyOptions(options),
    clientErrorHandler: createClientErrorHandler(logger),
    frameworkErrors: (error, request, reply) => {
      const exchange = beginExchange(request, reply, services);
      const failure = asFailure(error);
      exchange.fail(failure);
      if (failure instanceof ServiceError) writeProblem(reply, failure);
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  server.setValidatorCompiler(createValidatorCompiler());
  server.decorate('closing', closeWithoutHanging(server));
  server.decorateRequest('deadline');
  server.addHook('onRequest', onRequest(services));
  server.setErrorHandler(answerWithProblem);
  acceptOnlyJson(server);
  answerUnmatched(server);
  if (options.openApi !== undefined) serveOpenApi(server, options.openApi, config.version);
  return server;
}

function fastifyOptions(options: HttpServerOptions) {
  const timeouts = { ...defaultClientTimeouts, ...options.clientTimeouts };
  // Fastify's declaration of its logger is narrower than pino's; it calls nothing that pino does not have.
  const loggerInstance: FastifyBaseLogger = options.logger;
  return {
    loggerInstance,
    // One logger for all: the request id comes from the context, and a child per request costs time.
    childLoggerFactory: (logger: FastifyBaseLogger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    bodyLimit: options.bodyLimitBytes ?? defaultBodyLimitBytes,
    keepAliveTimeout: timeouts.keepAliveMs,
    maxRequestsPerSocket,
    requestTimeout: timeouts.requestMs,
    // Without headersTimeout below it, Node silently raises requestTimeout to the default of 60 s.
    http: {
      headersTimeout: timeouts.headersMs,
      requestTimeout: timeouts.requestMs,
      connectionsCheckingInterval: timeouts.checkIntervalMs,
      maxHeaderSize: maxHeaderBytes,
    },
    // The built-in 503 is not a problem document; while draining, requests that still arrive are served.
    return503OnClosing: false,
    routerOptions: { maxParamLength },
    ...(options.trustProxy === undefined ? {} : { trustProxy: [...options.trustProxy] }),
  };
}

function requestIdOf(request: { headers: IncomingMessage['headers'] }): string {
  const brought = request.headers['x-request-id'];
  return typeof brought === 'string' && requestIdPattern.test(brought) ? brought : newId();
}

function onRequest(services: ExchangeServices) {
  return (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
    const exchange = beginExchange(request, reply, services);
    request.deadline = exchange.deadline;
    reply.header('x-request-id', request.id);
    runWithContext(exchange.context, () => {
      try {
        screenRequest(request.raw);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error('Screening failed', { cause: error }));
      }
    });
  };
}

function answerWithProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = asFailure(error, request.deadline.signal);
  exchangeOf(request)?.fail(failure);
  const { problem, status, headers } = toProblem(failure, request.id);
  return reply
    .code(status)
    .headers(headers)
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(problem));
}
