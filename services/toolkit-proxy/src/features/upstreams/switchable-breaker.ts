import type { Breaker } from '@linguamate/shared/breaker';
import { commonErrors } from '@linguamate/shared/errors';

/** What an operator wants of a breaker; `auto` leaves it to itself. */
export type BreakerSwitch = 'open' | 'closed' | 'auto';

/** A breaker that an operator can hold open or closed. */
export type SwitchableBreaker = Breaker & { set(position: BreakerSwitch): void; position(): BreakerSwitch };

/** Nobody knows when the operator will be back; this is how often it is worth asking. */
const retryAfterSeconds = 30;

/**
 * Puts a switch in front of a breaker: to take an upstream out of use before it fails, or to insist on it although it does.
 *
 * @param breaker the breaker that decides while the switch is on `auto`.
 */
export function switchable(breaker: Breaker): SwitchableBreaker {
  let position: BreakerSwitch = 'auto';
  const neverAborts = new AbortController().signal;
  return {
    run: async (action) => {
      if (position === 'auto') return await breaker.run(action);
      if (position === 'closed') return await action(neverAborts);
      throw commonErrors.service_unavailable({
        retryAfterSeconds,
        message: 'an operator holds the breaker open',
      });
    },
    state: () => (position === 'auto' ? breaker.state() : position),
    close: () => breaker.close(),
    set: (wanted) => {
      position = wanted;
    },
    position: () => position,
  };
}
