import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

type Options = { challenge: string; rp?: { id?: string }; rpId?: string; user?: { id: string } };
export type Tampering = { origin?: string; rpId?: string; flags?: number; counter?: number; type?: string };

const userPresent = 0x01;
const userVerified = 0x04;
const hasCredential = 0x40;

/** An authenticator in software: real keys and signatures, and it lies when told to. */
export class Authenticator {
  readonly id = randomBytes(16);
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly origin: string;
  counter = 0;

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Answers to options for a new passkey. */
  create(options: Options, tampering: Tampering = {}) {
    const credential = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, this.id.length]),
      this.id,
      encode(coseKey(this.#keys.publicKey)),
    ]);
    const authData = Buffer.concat([this.#authData(options, tampering, hasCredential), credential]);
    const attestation = encode(
      new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', authData],
      ]),
    );
    return this.#answer({
      clientDataJSON: this.#clientData('webauthn.create', options, tampering).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
    });
  }

  /** Answers to options for a login. */
  get(options: Options, tampering: Tampering = {}) {
    this.counter += 1;
    const clientData = this.#clientData('webauthn.get', options, tampering);
    const authData = this.#authData(options, tampering, 0);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    return this.#answer({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
    });
  }

  #answer<R>(response: R) {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {}, response };
  }

  #clientData(type: string, { challenge }: Options, tampering: Tampering): Buffer {
    const data = {
      type: tampering.type ?? type,
      challenge,
      origin: tampering.origin ?? this.origin,
      crossOrigin: false,
    };
    return Buffer.from(JSON.stringify(data));
  }

  #authData(options: Options, tampering: Tampering, extraFlags: number): Buffer {
    const rpId = tampering.rpId ?? options.rp?.id ?? options.rpId ?? '';
    const flags = (tampering.flags ?? userPresent | userVerified) | extraFlags;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(tampering.counter ?? this.counter);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), counter]);
  }
}

function coseKey(key: KeyObject): Map<number, unknown> {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return new Map<number, unknown>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Buffer.from(x, 'base64url')],
    [-3, Buffer.from(y, 'base64url')],
  ]);
}

/** As much of CBOR (RFC 8949) as an authenticator needs. */
function encode(value: unknown): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map) {
    const entries = [...value].flatMap(([key, entry]) => [encode(key), encode(entry)]);
    return Buffer.concat([head(5, value.size), ...entries]);
  }
  throw new TypeError('not needed here');
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 0xff]);
}
