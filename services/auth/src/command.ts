import { createLogger } from '@linguamate/shared/logger';
import { createMetrics } from '@linguamate/shared/metrics';
import { readConfig } from './config.ts';
import { type AuthCore, closeCore, createCore } from './dependencies.ts';
import { setRoles } from './features/admin/manage-users.ts';
import { verifyChain } from './features/audit/chain.ts';
import { recordEvent } from './features/audit/record-event.ts';
import { putServiceClient } from './features/service-tokens/issue-service-token.ts';
import { rotateSigningKeys } from './features/signing-keys/rotate-keys.ts';
import { parseEmailAddress } from './features/users/email-address.ts';
import { findAccountForLogin } from './features/users/repository.ts';
import { roleNames } from './features/users/user.ts';

type Command = (core: AuthCore, options: readonly string[]) => Promise<string>;

/** What an operator can do by hand: `node services/auth/src/command.ts <name>`. */
const commands: Record<string, Command> = {
  'keys:rotate': async ({ keyRotation, db, clock }, options) => {
    const force = options.includes('--force');
    await rotateSigningKeys(keyRotation, { force });
    await recordEvent(db, clock, { action: 'keys.rotated', detail: { by: 'command', force } });
    return 'The next key signs now, and a new one waits. Every instance follows within 15 seconds.';
  },
  'users:roles': async ({ db, clock }, [email = '', ...names]) => {
    const roles = roleNames.filter((role) => names.includes(role));
    const address = parseEmailAddress(email);
    const account = address && (await findAccountForLogin(db, address.key));
    if (!account || roles.length === 0)
      throw new Error('Usage: users:roles <e-mail of a user> <learner|author|admin>...');
    await setRoles({ db, clock }, { adminId: 'command', userId: account.user.id }, roles);
    return `Roles of ${account.user.id}: ${roles.join(', ')}. They hold from the next refresh.`;
  },
  'clients:create': async ({ db, clock }, [name = '', ...audiences]) => {
    if (name === '' || audiences.length === 0)
      throw new Error('Usage: clients:create <name> <service it may call>...');
    const { clientId, clientSecret } = await putServiceClient({ db, clock }, name, audiences);
    return `client_id ${clientId}\nclient_secret ${clientSecret}\nThe secret is not shown again.`;
  },
  'audit:verify': async ({ db }) => {
    const { verified, broken } = await verifyChain(db);
    if (broken)
      throw new Error(`The audit log was changed: entry ${broken.eventId} at position ${broken.position}`);
    return `All ${verified} entries of the audit log are as they were written.`;
  },
};

async function run(name = '', options: readonly string[] = []): Promise<string> {
  const command = commands[name];
  if (!command) throw new Error(`Commands: ${Object.keys(commands).join(', ')}`);
  // biome-ignore lint/style/noProcessEnv: this is where the process meets its environment.
  const config = readConfig(process.env);
  const logger = createLogger({ service: 'auth-command', level: 'warn' });
  const core = createCore({ config, logger, metrics: createMetrics({ service: 'auth-command' }) });
  try {
    return await command(core, options);
  } finally {
    await closeCore(core);
  }
}

try {
  process.stdout.write(`${await run(process.argv[2], process.argv.slice(3))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
