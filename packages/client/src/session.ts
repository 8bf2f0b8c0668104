/** The tokens of a signed-in user. */
export type Tokens = {
  accessToken: string;
  refreshToken: string;
  /** When the access token ends, in milliseconds since the epoch. */
  expiresAtMs: number;
};

/** Where an app keeps its tokens: memory, a keychain, secure storage. */
export type TokenStore = {
  load(): Promise<Tokens | null> | Tokens | null;
  save(tokens: Tokens | null): Promise<void> | void;
};

/** Keeps the tokens for as long as the process lives. */
export function memoryTokenStore(initial: Tokens | null = null): TokenStore {
  let tokens = initial;
  return {
    load: () => tokens,
    save: (next) => {
      tokens = next;
    },
  };
}

/** What the sign-in endpoints answer. */
export type TokenAnswer = { accessToken: string; refreshToken: string; expiresIn: number };

/** How a session behaves. */
export type SessionOptions = {
  baseUrl: string;
  store: TokenStore;
  fetch: typeof fetch;
  /** Called once when the session has ended and the user must sign in again. */
  onSignedOut?: () => void;
  now?: () => number;
};

/** The session of one user, shared by all calls of a client. */
export type Session = {
  /** An access token that is good for now, refreshed if need be; null when nobody is signed in. */
  accessToken(): Promise<string | null>;
  /**
   * Gets new tokens. Calls at the same time share one request: a refresh token is good for one use, and a second
   * use would look like theft.
   *
   * @param usedToken the access token that was refused; if it is not the current one, nothing is refreshed
   * @returns the access token to use now, or null when there is none to be had
   */
  refresh(usedToken: string | null): Promise<string | null>;
  signIn(answer: TokenAnswer): Promise<void>;
  signOut(): Promise<void>;
};

/** A token is renewed this long before it ends, because it must still be good when it arrives. */
const earlyMs = 10_000;

/**
 * Makes a session.
 *
 * @param options where the tokens are kept and refreshed
 */
export function createSession(options: SessionOptions): Session {
  const { store } = options;
  const now = options.now ?? Date.now;
  let pending: Promise<string | null> | null = null;
  const refresh = async (usedToken: string | null) => {
    const current = await store.load();
    if (current === null) return null;
    if (usedToken !== null && current.accessToken !== usedToken) return current.accessToken;
    pending ??= renew(options, current, now).finally(() => {
      pending = null;
    });
    return pending;
  };
  return {
    refresh,
    accessToken: async () => {
      if (pending !== null) return pending;
      const current = await store.load();
      if (current === null) return null;
      return current.expiresAtMs - earlyMs > now() ? current.accessToken : refresh(current.accessToken);
    },
    signIn: async (answer) => store.save(toTokens(answer, now())),
    signOut: async () => store.save(null),
  };
}

async function renew(options: SessionOptions, current: Tokens, now: () => number): Promise<string | null> {
  const response = await options
    .fetch(`${options.baseUrl}/api/auth/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refreshToken: current.refreshToken }),
    })
    .catch(() => null);
  const answer: unknown = response?.ok ? await response.json().catch(() => null) : null;
  if (isTokenAnswer(answer)) {
    const tokens = toTokens(answer, now());
    await options.store.save(tokens);
    return tokens.accessToken;
  }
  // Only a clear "no" ends the session; a server that is away or busy says nothing about it.
  const ended = response?.status === 400 || response?.status === 401;
  if (!ended) return current.accessToken;
  await options.store.save(null);
  options.onSignedOut?.();
  return null;
}

function isTokenAnswer(value: unknown): value is TokenAnswer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'accessToken' in value &&
    typeof value.accessToken === 'string' &&
    'refreshToken' in value &&
    typeof value.refreshToken === 'string' &&
    'expiresIn' in value &&
    typeof value.expiresIn === 'number'
  );
}

function toTokens({ accessToken, refreshToken, expiresIn }: TokenAnswer, nowMs: number): Tokens {
  return { accessToken, refreshToken, expiresAtMs: nowMs + expiresIn * 1000 };
}
