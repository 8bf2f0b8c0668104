import rateLimit from '@fastify/rate-limit';
import { commonErrors } from '@linguamate/shared/errors';
import type { HttpServer } from '@linguamate/shared/http/server';
import type { Metrics } from '@linguamate/shared/metrics';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { checksFor } from './caller-key.ts';
import { limitHeaders, retryAfterSeconds } from './limit-headers.ts';
import { createStoreClass, type LimitTicket, TicketOffice } from './limit-store.ts';
import type { LimitGroup, LimitTable } from './limit-table.ts';
import type { LimitDecision, Limiter } from './limiter.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Which limits count this route; `false` for probes, which must never be refused. */
    limits?: LimitGroup | false;
  }
  interface FastifyRequest {
    limitState: LimitState | null;
  }
}

type LimitState = { reply: FastifyReply; ticket: LimitTicket };

/** What limiting needs. */
export type RateLimitOptions = {
  limiter: Limiter;
  table: LimitTable;
  metrics: Metrics;
};

/** Counts a request again, once its sender is known by name. */
export type CountUser = (request: FastifyRequest, reply: FastifyReply, userId: string) => Promise<void>;

/**
 * Limits every request of the listener, unknown paths included, except routes with `limits: false`.
 *
 * @param server the public listener; `request.identity` must have been set by then where it is known already
 * @param options limiter and table
 * @returns the second count for users whose token had to be verified first
 */
export async function registerRateLimits(server: HttpServer, options: RateLimitOptions): Promise<CountUser> {
  const { limiter, table, metrics } = options;
  const refusals = metrics.counter('gateway_rate_limited_total', 'Requests refused by a limit', ['limit']);
  const office = new TicketOffice(limiter);
  const settle = (reply: FastifyReply, decision: LimitDecision) => {
    reply.headers(limitHeaders(decision));
    if (!decision.allowed) throw refusal(decision, (name) => refusals.inc({ limit: name }));
  };
  server.decorateRequest('limitState', null);
  await server.register(rateLimit, {
    // One hook for all routes below, because the plugin's own would leave out unknown paths.
    global: false,
    max: 1,
    timeWindow: 1,
    store: createStoreClass(office),
    allowList: (request) => request.routeOptions.config.limits === false,
    keyGenerator: (request) => openTicket(request, office, table),
    addHeadersOnExceeding: noHeaders,
    addHeaders: { ...noHeaders, 'retry-after': false },
    // The plugin only knows one limit; ours are described by limitHeaders.
    onExceeding: (request) => settleState(request, settle),
    errorResponseBuilder: (request) => caught(() => settleState(request, settle)),
  });
  const count = server.rateLimit();
  server.addHook('onRequest', async function limitRequest(request, reply) {
    request.limitState = { reply, ticket: { checks: [], decision: null } };
    await count.call(server, request, reply);
  });
  return async (request, reply, userId) => {
    const group = request.routeOptions.config.limits;
    const checks = checksFor(table, group === false ? 'default' : (group ?? 'default'), {
      address: request.ip,
      userId,
    });
    // The address has been counted before the name was known.
    settle(reply, await limiter.consume(checks.filter(({ limit }) => limit.subject === 'caller')));
  };
}

const noHeaders = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false };

function openTicket(request: FastifyRequest, office: TicketOffice, table: LimitTable): string {
  const group = request.routeOptions.config.limits;
  const caller = { address: request.ip, userId: request.identity?.userId ?? null };
  const checks = checksFor(table, group === false ? 'default' : (group ?? 'default'), caller);
  const ticket: LimitTicket = { checks, decision: null };
  if (request.limitState !== null) request.limitState.ticket = ticket;
  return office.issue(ticket);
}

function settleState(
  request: FastifyRequest,
  settle: (reply: FastifyReply, decision: LimitDecision) => void,
): void {
  const state = request.limitState;
  if (state?.ticket.decision != null) settle(state.reply, state.ticket.decision);
}

function caught(run: () => void): object {
  try {
    run();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return commonErrors.rate_limited();
}

function refusal(decision: LimitDecision, note: (limit: string) => void): Error {
  const exhausted = decision.standings.filter(({ remaining }) => remaining === 0);
  for (const { limit } of exhausted) note(limit.name);
  return commonErrors.rate_limited({
    message: `Over the limit: ${exhausted.map(({ limit }) => limit.name).join(', ')}`,
    retryAfterSeconds: retryAfterSeconds(decision),
  });
}
