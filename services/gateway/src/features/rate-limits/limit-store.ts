import type { FastifyRateLimitStore } from '@fastify/rate-limit';
import type { LimitCheck, LimitDecision, Limiter } from './limiter.ts';

/** A request that waits for its decision. */
export type LimitTicket = { checks: readonly LimitCheck[]; decision: LimitDecision | null };

/**
 * Joins `@fastify/rate-limit`, which knows one key and one number, to a limiter of several limits: the plugin's key
 * is the number of a ticket, and the ticket holds what is really asked and answered.
 */
export class TicketOffice {
  readonly #tickets = new Map<string, LimitTicket>();
  readonly #limiter: Limiter;
  #lastNumber = 0;

  constructor(limiter: Limiter) {
    this.#limiter = limiter;
  }

  /** @returns the key to give to the plugin */
  issue(ticket: LimitTicket): string {
    this.#lastNumber += 1;
    const number = String(this.#lastNumber);
    this.#tickets.set(number, ticket);
    return number;
  }

  /**
   * Decides about the ticket of that number and forgets it.
   *
   * @returns the refused count 2 or the allowed count 1, against the plugin's fixed maximum of 1
   */
  async redeem(number: string): Promise<{ current: number; ttl: number }> {
    const ticket = this.#tickets.get(number);
    this.#tickets.delete(number);
    if (ticket === undefined) throw new Error('A rate limit was asked for without a ticket');
    ticket.decision = await this.#limiter.consume(ticket.checks);
    return { current: ticket.decision.allowed ? 1 : 2, ttl: 0 };
  }
}

/**
 * Makes the store class that the plugin wants to construct by itself.
 *
 * @param office where its keys are redeemed
 */
export function createStoreClass(office: TicketOffice) {
  return class LimitStore implements FastifyRateLimitStore {
    incr(key: string, done: (error: Error | null, result?: { current: number; ttl: number }) => void): void {
      office.redeem(key).then(
        (result) => done(null, result),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    }

    /** Groups are part of the ticket, so a route needs no store of its own. */
    child(): LimitStore {
      return this;
    }
  };
}
