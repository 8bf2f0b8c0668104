/** Lets equal requests share one piece of work. */
export type Coalescer = {
  /**
   * Joins the work of this key, or starts it.
   * @param key what makes requests equal.
   * @param waiter aborts when this caller does not wait any longer.
   * @param work gets a signal that aborts when nobody waits any more.
   * @throws the waiter's reason, or what the work throws.
   */
  join<T>(key: string, waiter: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
};

type Shared = { result: Promise<unknown>; controller: AbortController; waiters: number };

/** Creates a coalescer. The first to leave does not spoil the answer for the others; the last to leave ends the work. */
export function createCoalescer(): Coalescer {
  const running = new Map<string, Shared>();

  const start = (key: string, work: (signal: AbortSignal) => Promise<unknown>): Shared => {
    const controller = new AbortController();
    const result = work(controller.signal).finally(() => {
      if (running.get(key)?.controller === controller) running.delete(key);
    });
    // Those who wait see the failure; when nobody is left it is nobody's.
    result.catch(() => {});
    const shared: Shared = { result, controller, waiters: 0 };
    running.set(key, shared);
    return shared;
  };

  const leave = (key: string, shared: Shared, reason: unknown) => {
    shared.waiters -= 1;
    if (shared.waiters > 0) return;
    if (running.get(key) === shared) running.delete(key);
    shared.controller.abort(reason);
  };

  return {
    async join<T>(key: string, waiter: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
      waiter.throwIfAborted();
      const shared = running.get(key) ?? start(key, work);
      shared.waiters += 1;
      const gone = Promise.withResolvers<never>();
      const onAbort = () => gone.reject(waiter.reason);
      waiter.addEventListener('abort', onAbort, { once: true });
      try {
        // The map forgets the type; a key names one kind of work only.
        return (await Promise.race([shared.result, gone.promise])) as T;
      } finally {
        waiter.removeEventListener('abort', onAbort);
        leave(key, shared, waiter.reason);
      }
    },
  };
}
