import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalError } from './failure.ts';
import { demoEmail, stateDir } from './project.ts';

type Account = { email: string; password: string };

async function post(url: string, body: object): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  });
  await response.body?.cancel();
  return response.status;
}

async function signUpOrLogIn(gatewayUrl: string, account: Account): Promise<'made' | 'there' | 'refused'> {
  const profile = { name: 'Demo Learner', nativeLanguage: 'en', targetLanguage: 'es' };
  const signup = await post(`${gatewayUrl}/api/auth/signup`, { ...account, ...profile });
  if (signup === 201) return 'made';
  return (await post(`${gatewayUrl}/api/auth/login`, account)) === 200 ? 'there' : 'refused';
}

/**
 * Makes sure that the demo account exists; asks the running system only once per database.
 *
 * @param databaseUrl identifies the database, so that a new one gets its account too.
 * @throws LocalError when an account with that address exists and has another password.
 */
export async function ensureDemoAccount(
  root: string,
  options: { gatewayUrl: string; databaseUrl: string; password: string; force?: boolean },
): Promise<Account> {
  const account = { email: demoEmail, password: options.password };
  const stamp = join(stateDir(root), 'demo-account');
  const { hostname, pathname } = new URL(options.databaseUrl);
  const wanted = createHash('sha256').update(`${hostname}${pathname} ${options.password}`).digest('hex');
  if (!options.force && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return account;
  if ((await signUpOrLogIn(options.gatewayUrl, account)) === 'refused') {
    throw new LocalError(
      `${demoEmail} exists in this database with a password of another installation, or sign-up is off.`,
    );
  }
  writeFileSync(stamp, wanted);
  return account;
}
