import { serviceUrl } from '@linguamate/shared/bootstrap';
import { ensureDemoAccount } from './demo-account.ts';
import { LocalError } from './failure.ts';
import { loadContent } from './load-content.ts';
import type { CommandContext } from './project.ts';
import { findRunning } from './running.ts';
import { loadDotEnv, readSettings } from './settings.ts';

/** Loads the shipped courses and creates the demo account on the system that runs from this directory; prints both. */
export async function seed({ root }: CommandContext): Promise<void> {
  loadDotEnv(root);
  const running = findRunning(root);
  if (!running)
    throw new LocalError(
      'No system runs from this directory: start it first (npm start, in another terminal).',
    );
  const settings = readSettings(root, process.env);
  const { demoPassword, databasePasswords } = settings.secrets;
  const { gatewayUrl, databaseUrl } = running;
  const learningUrl = serviceUrl(databaseUrl, 'linguamate_learning', databasePasswords.learning ?? '');
  const courses = await loadContent(settings, learningUrl);
  process.stdout.write(`${courses || 'Courses are up to date.'}\n`);
  const account = await ensureDemoAccount(root, {
    gatewayUrl,
    databaseUrl,
    password: demoPassword,
    force: true,
  });
  process.stdout.write(`Demo account: ${account.email}  ${account.password}\n`);
}
