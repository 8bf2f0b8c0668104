import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ServiceError } from '@linguamate/shared/errors';
import { decodeProtectedHeader } from 'jose';
import { createKeyRing } from '../../../src/features/signing-keys/key-ring.ts';
import { listLiveKeys } from '../../../src/features/signing-keys/repository.ts';
import {
  ensureSigningKeys,
  retireOldKeys,
  rotateIfDue,
  rotateSigningKeys,
} from '../../../src/features/signing-keys/rotate-keys.ts';
import {
  type AuthBacking,
  type AuthInstance,
  createBacking,
  signUpSomebody,
  startInstance,
} from '../../support.ts';

type KeySet = { keys: Record<string, string>[] };
const minuteMs = 60_000;

describe('GET /.well-known/jwks.json', () => {
  let backing: AuthBacking;
  let auth: AuthInstance;
  let other: AuthInstance;
  before(async () => {
    backing = await createBacking();
    [auth, other] = await Promise.all([startInstance(backing), startInstance(backing)]);
  });
  after(async () => {
    await auth.close();
    await other.close();
    await backing.close();
  });

  const kids = async (instance = auth) => {
    const { body } = await instance.http.get<KeySet>('/.well-known/jwks.json');
    return body.keys.map((key) => key.kid);
  };
  const rotation = () => auth.dependencies.keyRotation;

  test('two instances that start at once agree on one signing and one waiting key, with public halves only', async () => {
    const response = await auth.http.get<KeySet>('/.well-known/jwks.json');
    assert.equal(response.status, 200);
    assert.equal(response.body.keys.length, 2);
    for (const key of response.body.keys) {
      assert.deepEqual(Object.keys(key).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    }
    assert.match(response.headers.get('cache-control') ?? '', /public, max-age=600/);
    assert.deepEqual(await kids(other), await kids());
  });

  test('an unchanged set is answered with 304', async () => {
    const etag = (await auth.http.get('/.well-known/jwks.json')).headers.get('etag') ?? '';
    const again = await auth.http.get('/.well-known/jwks.json', { headers: { 'if-none-match': etag } });
    assert.equal(again.status, 304);
  });

  test('a key signs only after every verifier could know it, and tokens of the old key stay valid', async () => {
    const published = await kids();
    const old = await signUpSomebody(auth.http);
    await assert.rejects(
      rotateSigningKeys(rotation()),
      (error) => error instanceof ServiceError && error.code === 'key_too_young',
    );
    backing.clock.advance(21 * minuteMs);
    await rotateSigningKeys(rotation());
    const fresh = await signUpSomebody(other.http);
    const signedWith = decodeProtectedHeader(fresh.accessToken).kid;
    assert.notEqual(signedWith, decodeProtectedHeader(old.accessToken).kid);
    assert.ok(published.includes(signedWith ?? ''), 'the new signing key was published before');
    const young = await signUpSomebody(auth.http);
    assert.equal((await other.http.get('/api/users/me', { token: young.accessToken })).status, 200);
    assert.equal((await kids()).length, 3);
  });

  test('after a forced rotation tokens of both keys are accepted, by every instance', async () => {
    const old = await signUpSomebody(auth.http);
    await rotateSigningKeys(rotation(), { force: true });
    backing.clock.advance(16_000);
    const fresh = await signUpSomebody(auth.http);
    assert.notEqual(decodeProtectedHeader(old.accessToken).kid, decodeProtectedHeader(fresh.accessToken).kid);
    for (const { accessToken } of [old, fresh]) {
      assert.equal((await other.http.get('/api/users/me', { token: accessToken })).status, 200);
    }
  });

  test('a replaced key loses its private half at once and leaves the set when no token of it can be valid', async () => {
    backing.clock.advance(21 * minuteMs);
    await rotateSigningKeys(rotation());
    const previous = (await listLiveKeys(auth.dependencies.db)).filter((key) => key.state === 'previous');
    assert.ok(previous.length > 0);
    assert.ok(previous.every((key) => key.privateSealed === null));
    backing.clock.advance(15 * minuteMs);
    await retireOldKeys(rotation());
    assert.ok((await listLiveKeys(auth.dependencies.db)).some((key) => key.state === 'previous'));
    backing.clock.advance(10 * minuteMs);
    await retireOldKeys(rotation());
    const left = await listLiveKeys(auth.dependencies.db);
    assert.deepEqual(
      left.map((key) => key.state),
      ['active', 'next'],
    );
  });

  test('the schedule rotates a key that has signed for 30 days, once, however many workers look', async () => {
    const days = 86_400_000;
    const lifeMs = 30 * days;
    await rotateSigningKeys(rotation(), { force: true });
    backing.clock.advance(29 * days);
    assert.equal(await rotateIfDue(rotation(), lifeMs), false);
    backing.clock.advance(1 * days);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => rotateIfDue(rotation(), lifeMs)));
    assert.equal(outcomes.filter(Boolean).length, 1);
    await retireOldKeys(rotation());
  });

  test('the keys of a database cannot be used with another encryption key', async () => {
    const { db, clock } = auth.dependencies;
    const ring = createKeyRing({ db, clock, encryptionKeys: [Buffer.alloc(32, 1)] });
    await assert.rejects(ring.signingKey(), /No configured key opens signing-key/);
    const both = createKeyRing({ db, clock, encryptionKeys: [Buffer.alloc(32, 1), Buffer.alloc(32, 7)] });
    assert.ok(await both.signingKey());
  });

  test('ten instances that ensure keys at once make no more than there should be', async () => {
    await Promise.all(Array.from({ length: 10 }, () => ensureSigningKeys(rotation())));
    const states = (await listLiveKeys(auth.dependencies.db)).map((key) => key.state);
    assert.deepEqual(states.filter((state) => state !== 'previous').sort(), ['active', 'next']);
  });
});
