import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const prefix = 'lmd_';
const deviceIdLength = 16;
const macLength = 16;
const tokenPattern = /^lmd_[A-Za-z0-9_-]{43}$/;

export type DeviceTokens = {
  /** A token that says: this account was once entered from this device. It opens nothing. */
  issue(userId: string): string;
  /** The device's id if the token belongs to this account. */
  deviceIdOf(token: string | undefined, userId: string | undefined): string | undefined;
};

/**
 * Tokens by which an account recognises devices that it was used from. They keep other people's failed attempts from
 * shutting out the owner: a known device has a counter of its own.
 *
 * @param keys keys of the seal: the first one issues, all of them are accepted
 */
export function createDeviceTokens(keys: readonly [Buffer, ...Buffer[]]): DeviceTokens {
  return {
    issue(userId) {
      const deviceId = randomBytes(deviceIdLength);
      return prefix + Buffer.concat([deviceId, mac(keys[0], deviceId, userId)]).toString('base64url');
    },
    deviceIdOf(token, userId) {
      if (!token || !userId || !tokenPattern.test(token)) return undefined;
      const bytes = Buffer.from(token.slice(prefix.length), 'base64url');
      const deviceId = bytes.subarray(0, deviceIdLength);
      const genuine = keys.some((key) =>
        timingSafeEqual(mac(key, deviceId, userId), bytes.subarray(deviceIdLength)),
      );
      return genuine ? deviceId.toString('hex') : undefined;
    },
  };
}

function mac(key: Buffer, deviceId: Buffer, userId: string): Buffer {
  return createHmac('sha256', key).update(deviceId).update(userId).digest().subarray(0, macLength);
}
