import { randomBytes, randomInt } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { LocalError } from './failure.ts';
import { databaseServices, stateDir } from './project.ts';

const SecretsSchema = Type.Object({
  pepper: Type.String({ minLength: 32 }),
  keyEncryptionKey: Type.String({ minLength: 44 }),
  demoPassword: Type.String({ minLength: 12 }),
  databasePasswords: Type.Record(Type.String(), Type.String({ minLength: 16 })),
});

/** The secrets of this installation, made once and kept in `.linguamate/secrets.json`. */
export type Secrets = Type.Static<typeof SecretsSchema>;

export function secretsFile(root: string): string {
  return join(stateDir(root), 'secrets.json');
}

const syllables = [
  'ba',
  'ce',
  'di',
  'fo',
  'gu',
  'ka',
  'le',
  'mi',
  'no',
  'pu',
  'ra',
  'se',
  'ti',
  'vo',
  'zu',
  'ya',
];

/** Two made-up words and a number: can be typed from a screen, and has more than 40 bits. */
function pronounceablePassword(): string {
  const word = (): string => Array.from({ length: 5 }, () => syllables[randomInt(syllables.length)]).join('');
  return `${word()}-${word()}-${randomInt(100, 1000)}`;
}

function createSecrets(): Secrets {
  return {
    pepper: randomBytes(32).toString('base64url'),
    keyEncryptionKey: randomBytes(32).toString('base64'),
    demoPassword: pronounceablePassword(),
    databasePasswords: Object.fromEntries(
      databaseServices.map((service) => [service, randomBytes(24).toString('base64url')]),
    ),
  };
}

function parseSecrets(file: string): Secrets {
  try {
    return Value.Parse(SecretsSchema, JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new LocalError(
      `${file} cannot be read: restore it from a backup, or run "npm run reset" and lose the local data that it protects.`,
      { cause },
    );
  }
}

/**
 * Reads the secrets of this installation, making them on first use; only the owner can read the file.
 *
 * @throws LocalError when the file is damaged: new secrets would make every stored password useless without a word.
 */
export function readOrCreateSecrets(root: string): Secrets {
  const file = secretsFile(root);
  mkdirSync(stateDir(root), { recursive: true, mode: 0o711 });
  if (!existsSync(file)) {
    const partial = `${file}.${process.pid}`;
    writeFileSync(partial, `${JSON.stringify(createSecrets(), null, 2)}\n`, { mode: 0o600 });
    renameSync(partial, file);
  }
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  return parseSecrets(file);
}
