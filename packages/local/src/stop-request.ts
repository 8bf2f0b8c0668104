/** Somebody's wish that the system stops. */
export type StopRequest = {
  /** Settles at the first request. */
  wait: Promise<void>;
  requested(): boolean;
  /** Called at a second request: the person is in a hurry. */
  onSecond(action: () => void): void;
};

// Ctrl-C reaches this process and the one that handed over to it, which passes it on: the echo is no second request.
const echoMs = 750;

/** Listens for SIGINT, SIGTERM, SIGHUP and for the death of the process that handed over to this one. */
export function stopOnSignals(): StopRequest {
  let firstAt: number | undefined;
  let hurry: () => void = () => undefined;
  let settle: () => void = () => undefined;
  const wait = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const request = (): void => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      settle();
      return;
    }
    if (Date.now() - firstAt < echoMs) return;
    hurry();
    process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, request);
  process.on('disconnect', () => {
    if (firstAt === undefined) request();
  });
  process.channel?.unref();
  return {
    wait,
    requested: () => firstAt !== undefined,
    onSecond: (action) => {
      hurry = action;
    },
  };
}
