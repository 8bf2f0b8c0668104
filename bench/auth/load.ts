import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';

export type Account = { email: string; password: string };
export type LoginLoad = { succeeded: number; refused: number; failed: number; perSecond: number };

/** One account after another, so that no login waits for the row of a session of the same person. */
export type LoginOptions = {
  url: string;
  accounts: readonly Account[];
  /** Logins under way at any time; whoever is told to come back later does. */
  concurrency: number;
  durationMs: number;
};

/** Logs in without pause from `concurrency` clients. */
export async function loadLogins(options: LoginOptions): Promise<LoginLoad> {
  const agent = new Agent({ connections: options.concurrency });
  const load = { succeeded: 0, refused: 0, failed: 0, perSecond: 0 };
  const startedAt = performance.now();
  let next = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - startedAt < options.durationMs) {
      const account = options.accounts[next++ % options.accounts.length];
      const answer = await post(agent, `${options.url}/api/auth/login`, account);
      if (answer.status === 200) load.succeeded += 1;
      else if (answer.status === 503) load.refused += 1;
      else load.failed += 1;
      if (answer.retryAfterMs > 0) await sleep(answer.retryAfterMs);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, client));
  load.perSecond = (load.succeeded / (performance.now() - startedAt)) * 1000;
  await agent.close();
  return load;
}

async function post(dispatcher: Agent, url: string, body: unknown) {
  const headers = { 'content-type': 'application/json' };
  const answer = await request(url, { dispatcher, method: 'POST', headers, body: JSON.stringify(body) });
  await answer.body.dump();
  const retryAfterMs = Number(answer.headers['retry-after'] ?? 0) * 1000;
  return { status: answer.statusCode, retryAfterMs };
}

/**
 * Creates `count` accounts to log in to, and one more to read the profile of: logins end the older sessions of an account.
 *
 * @returns the accounts, and the access token of the one that nobody else logs in to
 */
export async function signUp(url: string, count: number): Promise<{ accounts: Account[]; token: string }> {
  const accounts: Account[] = [];
  let token = '';
  for (let number = 0; number <= count; number++) {
    const account = { email: `bench-${number}@example.org`, password: `correct horse battery ${number}` };
    const body = JSON.stringify({ ...account, name: 'Ada', nativeLanguage: 'en', targetLanguage: 'es' });
    const headers = { 'content-type': 'application/json' };
    const answer = await request(`${url}/api/auth/signup`, { method: 'POST', headers, body });
    if (answer.statusCode !== 201) throw new Error(`Sign-up answered ${answer.statusCode}`);
    const { accessToken } = (await answer.body.json()) as { accessToken: string };
    if (number === count) token = accessToken;
    else accounts.push(account);
  }
  return { accounts, token };
}

/**
 * Reads the profile at a fixed rate. A latency counts from the moment when the request was due.
 *
 * @returns latencies in milliseconds, sorted
 */
export async function loadProfile(options: {
  url: string;
  token: string;
  perSecond: number;
  durationMs: number;
}): Promise<number[]> {
  const agent = new Agent({ connections: 64 });
  const headers = { authorization: `Bearer ${options.token}` };
  const latencies: number[] = [];
  const underWay: Promise<void>[] = [];
  const errors: unknown[] = [];
  const startedAt = performance.now();
  const ask = async (dueAt: number): Promise<void> => {
    const answer = await request(`${options.url}/api/users/me`, { dispatcher: agent, headers });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`The profile answered ${answer.statusCode}`);
    latencies.push(performance.now() - dueAt);
  };
  for (let sent = 0; performance.now() - startedAt < options.durationMs; ) {
    const dueAt = startedAt + (sent / options.perSecond) * 1000;
    if (performance.now() < dueAt) await sleep(1);
    else {
      underWay.push(ask(dueAt).catch((error: unknown) => void errors.push(error)));
      sent += 1;
    }
  }
  await Promise.all(underWay);
  await agent.close();
  if (errors.length > 0) throw errors[0];
  return latencies.sort((a, b) => a - b);
}
