import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import type { SigningKey } from '@linguamate/shared/identity/tokens';
import { seal, unsealWithAny } from '../../secrets.ts';

const kidBytes = 12;

export type GeneratedKey = { kid: string; publicJwk: Record<string, string>; privateSealed: Buffer };

/**
 * Makes an Ed25519 key pair whose private half is sealed from the start: it is never stored or logged in the clear.
 *
 * @param encryptionKey 32 bytes from the configuration
 */
export function generateSigningKey(encryptionKey: Buffer): GeneratedKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const kid = randomBytes(kidBytes).toString('base64url');
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  return {
    kid,
    publicJwk: toPublicJwk(kid, publicKey),
    privateSealed: seal(encryptionKey, pkcs8, sealContext(kid)),
  };
}

/**
 * Opens a stored private key.
 *
 * @param encryptionKeys the current key and those before it
 * @throws Error when none of them fits: the deployment was given another AUTH_KEY_ENCRYPTION_KEY
 */
export function openSigningKey(encryptionKeys: readonly Buffer[], kid: string, sealed: Buffer): SigningKey {
  const key = unsealWithAny(encryptionKeys, sealed, sealContext(kid));
  const privateKey = createPrivateKey({ key, type: 'pkcs8', format: 'der' });
  return { kid, privateKey: privateKey.toCryptoKey('Ed25519', false, ['sign']) };
}

function toPublicJwk(kid: string, publicKey: KeyObject): Record<string, string> {
  const { kty, crv, x } = publicKey.export({ format: 'jwk' });
  return { kty: kty ?? '', crv: crv ?? '', x: x ?? '', kid, alg: 'EdDSA', use: 'sig' };
}

function sealContext(kid: string): string {
  return `signing-key:${kid}`;
}
