import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { deriveKey, seal, unseal } from '../../secrets.ts';

const prefix = 'lmr_';
const sessionIdLength = 16;
const secretLength = 32;
const macLength = 16;
const bodyLength = sessionIdLength + secretLength;
const tokenPattern = /^lmr_[A-Za-z0-9_-]{86}$/;
const successorContext = 'refresh-successor';

export type RefreshTokens = {
  /** A fresh token of a session: 256 random bits, the session's id and a seal that only this deployment can make. */
  issue(sessionId: string): string;
  /** The session a token was issued for; undefined for anything this deployment did not issue. */
  sessionIdOf(token: string): string | undefined;
};

/**
 * The format of refresh tokens: `lmr_` + base64url(session id | secret | MAC).
 * Because the token is sealed, a made-up one is refused without a look into the database, and an old one still names the
 * session whose reuse it proves, however many generations ago it was replaced (RFC 9700, 4.14.2).
 *
 * @param macKeys keys of the seal: the first one issues, all of them are accepted
 */
export function createRefreshTokens(macKeys: readonly [Buffer, ...Buffer[]]): RefreshTokens {
  return {
    issue(sessionId) {
      const body = Buffer.concat([uuidToBytes(sessionId), randomBytes(secretLength)]);
      return prefix + Buffer.concat([body, mac(macKeys[0], body)]).toString('base64url');
    },
    sessionIdOf(token) {
      if (!tokenPattern.test(token)) return undefined;
      const bytes = Buffer.from(token.slice(prefix.length), 'base64url');
      // base64url has spare bits at the end: without this line one token would have several spellings.
      if (prefix + bytes.toString('base64url') !== token) return undefined;
      const body = bytes.subarray(0, bodyLength);
      const genuine = macKeys.some((key) => timingSafeEqual(mac(key, body), bytes.subarray(bodyLength)));
      return genuine ? bytesToUuid(body.subarray(0, sessionIdLength)) : undefined;
    },
  };
}

/** What the database keeps of a token. Plain SHA-256 is enough for 256 random bits: there is nothing to guess. */
export function hashRefreshToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * Seals the successor under the token that it replaces. Only someone who still holds the old token can open it,
 * so the database never holds a usable token, and yet every racer can be given the same successor.
 */
export function sealSuccessor(oldToken: string, successor: string): Buffer {
  return seal(successorKey(oldToken), Buffer.from(successor), successorContext);
}

/** Opens what `sealSuccessor` made. */
export function openSuccessor(oldToken: string, sealed: Buffer): string {
  return unseal(successorKey(oldToken), sealed, successorContext).toString();
}

function successorKey(oldToken: string): Buffer {
  return deriveKey(Buffer.from(oldToken), successorContext);
}

function mac(key: Buffer, body: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest().subarray(0, macLength);
}

function uuidToBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function bytesToUuid(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
