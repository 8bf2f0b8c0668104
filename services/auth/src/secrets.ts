import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ivLength = 12;
const tagLength = 16;
const keyLength = 32;

/**
 * Derives a key for one purpose, so that no two uses share a key although the deployment configures a single secret (RFC 5869).
 *
 * @param secret the configured secret, or any high-entropy bytes
 * @param purpose a fixed text that names the use
 */
export function deriveKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), purpose, keyLength));
}

/**
 * Encrypts with AES-256-GCM.
 *
 * @param key 32 bytes
 * @param plain what to hide
 * @param context bound to the result: opening it elsewhere (another row, another purpose) fails
 * @returns iv, tag and ciphertext in one buffer
 */
export function seal(key: Buffer, plain: Buffer, context: string): Buffer {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const hidden = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), hidden]);
}

/**
 * Opens what `seal` made.
 *
 * @throws Error when the key or the context is another one, or when a bit was changed
 */
export function unseal(key: Buffer, sealed: Buffer, context: string): Buffer {
  const iv = sealed.subarray(0, ivLength);
  const tag = sealed.subarray(ivLength, ivLength + tagLength);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagLength })
    .setAAD(Buffer.from(context))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(ivLength + tagLength)), decipher.final()]);
}

/** Opens with the first of several keys that fits, so that a key can be replaced while old data is still sealed under it. */
export function unsealWithAny(keys: readonly Buffer[], sealed: Buffer, context: string): Buffer {
  for (const key of keys) {
    try {
      return unseal(key, sealed, context);
    } catch {
      // Another key may fit; when none does, the error below says so.
    }
  }
  throw new Error(`No configured key opens ${context}`);
}
