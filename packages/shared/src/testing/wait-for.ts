import { setTimeout as delay } from 'node:timers/promises';

export type WaitOptions = { timeoutMs?: number; intervalMs?: number; message?: string };

/**
 * Waits until a condition holds, instead of sleeping for a time that is too short on a slow machine.
 *
 * @param probe asked again and again; an exception counts as "not yet", so it may contain assertions
 * @param options.timeoutMs when to give up; 5 000 unless told otherwise
 * @param options.message what was waited for, for the error
 * @returns the first truthy answer
 * @throws when time is up, with the probe's last exception as `cause`
 */
export async function waitFor<T>(
  probe: () => T | Promise<T>,
  options: WaitOptions = {},
): Promise<Exclude<T, false | null | undefined | 0 | ''>> {
  const { timeoutMs = 5_000, intervalMs = 10, message = 'the condition' } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const outcome = await attempt(probe);
    if (outcome.value) return outcome.value as Exclude<T, false | null | undefined | 0 | ''>;
    if (performance.now() >= deadline) {
      throw new Error(`waited ${timeoutMs} ms in vain for ${message}`, { cause: outcome.error });
    }
    await delay(intervalMs);
  }
}

async function attempt<T>(probe: () => T | Promise<T>): Promise<{ value?: T; error?: unknown }> {
  try {
    return { value: await probe() };
  } catch (error) {
    return { error };
  }
}
