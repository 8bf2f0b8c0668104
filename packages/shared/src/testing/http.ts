/** An answer as the client saw it; `body` is parsed when the server said that it is JSON. */
export type TestResponse<Body> = { status: number; headers: Headers; body: Body; text: string };

export type TestRequestOptions = {
  headers?: Record<string, string>;
  /** Sent as `Authorization: Bearer`. */
  token?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  rawBody?: string | Uint8Array<ArrayBuffer>;
};

type Send = <Body = Record<string, unknown>>(
  path: string,
  options?: TestRequestOptions,
) => Promise<TestResponse<Body>>;

export type TestClient = {
  get: Send;
  post: Send;
  put: Send;
  patch: Send;
  delete: Send;
  request: <Body = Record<string, unknown>>(
    method: string,
    path: string,
    options?: TestRequestOptions,
  ) => Promise<TestResponse<Body>>;
};

const REQUEST_TIMEOUT_MS = 15_000;

/**
 * Returns a small client that talks to a server over a real socket.
 *
 * @param baseUrl for instance `http://127.0.0.1:40123`
 */
export function testClient(baseUrl: string): TestClient {
  const request: TestClient['request'] = (method, path, options = {}) =>
    send(new URL(path, baseUrl), method, options);
  return {
    request,
    get: (path, options) => request('GET', path, options),
    post: (path, options) => request('POST', path, options),
    put: (path, options) => request('PUT', path, options),
    patch: (path, options) => request('PATCH', path, options),
    delete: (path, options) => request('DELETE', path, options),
  };
}

async function send<Body>(
  url: URL,
  method: string,
  options: TestRequestOptions,
): Promise<TestResponse<Body>> {
  const payload = options.rawBody ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const response = await fetch(url, {
    method,
    headers: {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    redirect: 'manual',
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await response.text();
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    // The type is the test's claim about the body; assertions on it are what the test is for.
    body: (isJson && text !== '' ? JSON.parse(text) : text) as Body,
    text,
  };
}
