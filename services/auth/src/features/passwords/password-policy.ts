import { isCommonPassword } from './common-passwords.ts';

export type PasswordProblem = { code: string; message: string };

const minCodePoints = 10;
const maxCodePoints = 128;
const maxBytes = 1024;

/**
 * The outer bounds of a password in a request body. A schema counts UTF-16 units, so it is looser than the policy; it keeps
 * absurd sizes away from the code below and from the hash.
 */
export const passwordBounds = { minLength: 1, maxLength: 1024 } as const;

/** What a guesser knows about the person, and a password should not be made of. */
export type PasswordContext = { email?: string | null | undefined; name?: string | undefined };

const productWords = ['linguamate', 'password', 'passwort'];
const shortestWord = 4;
/** This much must be left of a password after the words that a guesser knows are taken out. */
const minUnguessed = 6;

/**
 * Says what is wrong with a new password. Length is what counts: there are no rules about digits or signs, which make
 * passwords harder to remember and no harder to guess (NIST 800-63B).
 *
 * @param password the password as received
 * @param context what is known about its owner
 * @returns the first problem, or undefined for an acceptable password
 */
export function findPasswordProblem(
  password: string,
  context: PasswordContext = {},
): PasswordProblem | undefined {
  const problem = findShapeProblem(password);
  if (problem) return problem;
  if (isCommonPassword(password)) {
    return { code: 'password_common', message: 'This password is one of those that everybody tries first.' };
  }
  if (isMadeOf(password, contextWords(context))) {
    return {
      code: 'password_personal',
      message: 'The password is too close to your name, your address or ours.',
    };
  }
  return undefined;
}

function findShapeProblem(password: string): PasswordProblem | undefined {
  const length = [...password].length;
  if (length < minCodePoints) {
    return {
      code: 'password_too_short',
      message: `The password needs at least ${minCodePoints} characters.`,
    };
  }
  if (length > maxCodePoints || Buffer.byteLength(password) > maxBytes) {
    return {
      code: 'password_too_long',
      message: `The password may have at most ${maxCodePoints} characters.`,
    };
  }
  if (/\p{Cc}/u.test(password) || !password.isWellFormed()) {
    return { code: 'password_unreadable', message: 'The password contains control characters.' };
  }
  return undefined;
}

function contextWords({ email, name }: PasswordContext): string[] {
  const words = `${email?.replace(/@.*$/, '') ?? ''} ${name ?? ''}`.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return [...productWords, ...words].filter((word) => word.length >= shortestWord);
}

function isMadeOf(password: string, words: readonly string[]): boolean {
  const folded = password.normalize('NFKC').toLowerCase();
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), folded);
  return rest.length < Math.min(minUnguessed, folded.length);
}
