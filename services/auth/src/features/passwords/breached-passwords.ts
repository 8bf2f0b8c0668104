import { createHash } from 'node:crypto';
import type { Logger } from '@linguamate/shared/logger';

/** How long somebody who chooses a password waits for the answer at most. */
const timeoutMs = 1_000;
/** Several times what the largest range holds. */
const maxBytes = 512 * 1024;
const prefixLength = 5;

export type BreachedPasswords = {
  /** Whether a password is known from a breach; false also when that cannot be found out. */
  includes(password: string): Promise<boolean>;
};

/**
 * Asks a range service of the k-anonymity kind whether a password is known from a breach. The service learns five of the
 * forty digits of a SHA-1 hash, and, as the answer is padded, not even how many passwords begin like that.
 * When it is slow, away or talks nonsense, the password passes: the offline list has been asked before, and nobody should
 * be kept from signing up by the outage of somebody else.
 *
 * @param options.rangeUrl address in front of the five digits; without one nothing is asked
 */
export function createBreachedPasswords(options: {
  rangeUrl: string | undefined;
  logger: Logger;
}): BreachedPasswords {
  const { rangeUrl, logger } = options;
  if (rangeUrl === undefined) return { includes: async () => false };
  return {
    includes: async (password) => {
      const digest = createHash('sha1').update(password.normalize('NFKC')).digest('hex').toUpperCase();
      try {
        const range = await fetchRange(`${rangeUrl}/${digest.slice(0, prefixLength)}`);
        return holds(range, digest.slice(prefixLength));
      } catch (error) {
        logger.warn({ err: error }, 'breached passwords could not be looked up; the password passes');
        return false;
      }
    },
  };
}

async function fetchRange(url: string): Promise<string> {
  const answer = await fetch(url, {
    headers: { 'add-padding': 'true', 'user-agent': 'linguamate' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok || answer.body === null) throw new Error(`the range service answered ${answer.status}`);
  let text = '';
  for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.length > maxBytes) throw new Error('the range service answers without end');
  }
  return text;
}

// A padded line has a count of 0 and stands for nothing.
function holds(range: string, suffix: string): boolean {
  return range.split(/\r?\n/).some((line) => {
    const [digits, count] = line.split(':');
    return digits?.toUpperCase() === suffix && Number(count) > 0;
  });
}
