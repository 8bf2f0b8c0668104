import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { LocalError } from '../failure.ts';

/** The demo's HTTP client: one address, one token, answers checked against what the demo reads from them. */
export type Api = {
  call<S extends TSchema>(
    schema: S,
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: object,
  ): Promise<Static<S>>;
  useToken(token: string): void;
};

const timeoutMs = 30_000;

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    const { origin } = new URL(url);
    throw new LocalError(
      `Nothing answers at ${origin}: start the system first (npm start, in another terminal).`,
      { cause },
    );
  }
}

async function requireSuccess(response: Response, what: string): Promise<void> {
  if (response.ok) return;
  const text = await response.text();
  let said = text.slice(0, 200);
  try {
    const problem: { detail?: string; title?: string; requestId?: string } = JSON.parse(text);
    said = `${problem.detail ?? problem.title ?? said} (request ${problem.requestId ?? '?'})`;
  } catch {
    // Not a problem document: what was said stands as it is.
  }
  throw new LocalError(`${what} was answered with ${response.status}: ${said}`);
}

/** Makes a client of the gateway at `baseUrl`. */
export function createApi(baseUrl: string): Api {
  let token: string | undefined;
  return {
    useToken: (given) => {
      token = given;
    },
    async call(schema, method, path, body) {
      const headers: Record<string, string> = { accept: 'application/json' };
      if (body) headers['content-type'] = 'application/json';
      if (token) headers.authorization = `Bearer ${token}`;
      const response = await send(`${baseUrl}${path}`, {
        method,
        headers,
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      await requireSuccess(response, `${method} ${path}`);
      const answer: unknown = await response.json();
      if (!Value.Check(schema, answer)) {
        const [first] = Value.Errors(schema, answer);
        throw new LocalError(
          `${method} ${path} answered in another shape than expected (${first?.instancePath} ${first?.message}).`,
        );
      }
      return answer;
    },
  };
}
