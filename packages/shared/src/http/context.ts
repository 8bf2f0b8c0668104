import { AsyncLocalStorage } from 'node:async_hooks';

/** What travels with a request or a job through every call that it causes. */
export type RequestContext = {
  readonly requestId: string;
  /** W3C trace context to pass on. */
  readonly traceparent: string;
};

const storage = new AsyncLocalStorage<RequestContext>();

/** The context of the request or job that is being worked on, if any. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}

/**
 * Runs a function and everything that it starts under a context.
 *
 * @param context what `currentContext` answers meanwhile
 * @returns what the function returns
 */
export function runWithContext<T>(context: RequestContext, run: () => T): T {
  return storage.run(context, run);
}
