import createFetchClient, { type Client, type Middleware } from 'openapi-fetch';
import type { paths } from './schema.generated.ts';
import { createSession, memoryTokenStore, type Session, type TokenStore } from './session.ts';

/** How a client is made. */
export type ClientOptions = {
  /** Address of the gateway, for instance `https://api.example.com`. */
  baseUrl: string;
  /** Where tokens are kept; in memory unless told otherwise. */
  tokens?: TokenStore;
  /** Called when the session has ended and the user must sign in again. */
  onSignedOut?: () => void;
  fetch?: typeof fetch;
};

/** A typed client of the whole API, with the session of one user. */
export type LinguamateClient = Client<paths> & { session: Session };

/** These take or give tokens themselves, so a refused one is no reason to refresh. */
const tokenPaths = ['/api/auth/login', '/api/auth/signup', '/api/auth/refresh', '/api/auth/logout'];

/**
 * Makes a client. Calls are typed by the API's own description: `client.GET('/api/courses')` resolves with `data` or
 * `error`. Tokens are attached and refreshed, creations get an Idempotency-Key, and a refreshed call is sent again.
 *
 * @param options the gateway's address and where tokens are kept
 */
export function createClient(options: ClientOptions): LinguamateClient {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const send = options.fetch ?? fetch;
  const session = createSession({
    baseUrl,
    fetch: send,
    store: options.tokens ?? memoryTokenStore(),
    ...(options.onSignedOut === undefined ? {} : { onSignedOut: options.onSignedOut }),
  });
  const client = createFetchClient<paths>({ baseUrl, fetch: (request) => send(request) });
  client.use(idempotency, authorization(session, send));
  return Object.assign(client, { session });
}

/**
 * Names every creation, so that a repetition (by this client, by the network, by an impatient user's app after a
 * restart with the same key) has one effect. A key given by the caller is kept.
 */
const idempotency: Middleware = {
  onRequest: ({ request }) => {
    if (request.method === 'POST' && !request.headers.has('idempotency-key')) {
      request.headers.set('idempotency-key', crypto.randomUUID());
    }
  },
};

function authorization(session: Session, send: typeof fetch): Middleware {
  // The body of a request can be read once; the copy is for the second attempt.
  const copies = new Map<string, { copy: Request; token: string }>();
  return {
    onRequest: async ({ request, schemaPath, id }) => {
      if (tokenPaths.includes(schemaPath) && schemaPath !== '/api/auth/logout') return;
      const token = request.headers.has('authorization') ? null : await session.accessToken();
      if (token === null) return;
      copies.set(id, { copy: request.clone(), token });
      request.headers.set('authorization', `Bearer ${token}`);
    },
    onResponse: async ({ response, schemaPath, id }) => {
      const sent = copies.get(id);
      copies.delete(id);
      if (response.status !== 401 || sent === undefined || tokenPaths.includes(schemaPath)) return;
      const token = await session.refresh(sent.token);
      if (token === null || token === sent.token) return;
      sent.copy.headers.set('authorization', `Bearer ${token}`);
      return send(sent.copy);
    },
    onError: ({ id }) => {
      copies.delete(id);
    },
  };
}
