import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import { decodeJwt } from 'jose';
import {
  type AuthBacking,
  type AuthInstance,
  createBacking,
  freshEmail,
  type Problem,
  password,
  signUpSomebody,
  startInstance,
  type Tokens,
} from '../../support.ts';

type Challenge = { challenge: string; bits: number };
type Answer = Tokens & Problem & { deviceToken?: string; retryAfter?: number; challenge?: Challenge };

const secondMs = 1000;
const minuteMs = 60 * secondMs;

describe('lockout', () => {
  let backing: AuthBacking;
  let auth: AuthInstance;
  let other: AuthInstance;
  let address = '';
  let addresses = 0;
  before(async () => {
    backing = await createBacking();
    auth = await startInstance(backing);
    other = await startInstance(backing);
  });
  after(async () => {
    await auth.close();
    await other.close();
    await backing.close();
  });
  // Every test comes from a network of its own, so that no test feels the limits of another.
  beforeEach(() => {
    address = nextAddress();
  });

  const nextAddress = () => {
    addresses += 1;
    return `198.51.${addresses}.7`;
  };
  type Attempt = { email: string; password?: string; from?: string; instance?: AuthInstance } & Record<
    string,
    unknown
  >;
  const logIn = ({ from = address, instance = auth, ...body }: Attempt) =>
    instance.http.post<Answer>('/api/auth/login', {
      body: { password: 'not the password', ...body },
      headers: { 'x-forwarded-for': from },
    });
  const fail = async (email: string, times: number, from = address) => {
    const statuses: number[] = [];
    for (let time = 0; time < times; time += 1) statuses.push((await logIn({ email, from })).status);
    return statuses;
  };
  const somebody = async () => {
    const email = freshEmail();
    await signUpSomebody(auth.http, { email });
    return email;
  };

  test('after 5 failures the account is locked, even for the right password, and the answer says for how long', async () => {
    const email = await somebody();
    assert.deepEqual(await fail(email, 5), [401, 401, 401, 401, 401]);
    const response = await logIn({ email, password });
    assert.equal(response.status, 429);
    assert.equal(response.body.code, 'account_locked');
    assert.equal(response.headers.get('retry-after'), '1800');
    assert.equal(response.body.detail, 'Account locked. Try again in 1800 seconds.');
  });

  test('the lock lasts 30 minutes, and attempts during it do not extend it', async () => {
    const email = await somebody();
    await fail(email, 5);
    for (const minutes of [10, 10, 9]) {
      backing.clock.advance(minutes * minuteMs);
      assert.equal((await logIn({ email, password })).status, 429);
    }
    backing.clock.advance(59 * secondMs);
    assert.equal((await logIn({ email, password })).headers.get('retry-after'), '1');
    backing.clock.advance(1 * secondMs);
    assert.equal((await logIn({ email, password })).status, 200);
  });

  test('a success resets the counter', async () => {
    const email = await somebody();
    await fail(email, 4);
    assert.equal((await logIn({ email, password })).status, 200);
    await fail(email, 4);
    assert.equal((await logIn({ email, password })).status, 200);
  });

  test('failures that lie 15 minutes apart do not add up', async () => {
    const email = await somebody();
    await fail(email, 4);
    backing.clock.advance(15 * minuteMs);
    assert.deepEqual(await fail(email, 4), [401, 401, 401, 401]);
    assert.equal((await logIn({ email, password })).status, 200);
  });

  test('an account that does not exist is locked in exactly the same way', async () => {
    const email = await somebody();
    for (const address of [email, 'nobody-at-all@example.com', 'no address']) {
      assert.deepEqual(await fail(address, 5), [401, 401, 401, 401, 401]);
      const { status, body } = await logIn({ email: address });
      assert.equal(status, 429);
      assert.equal(body.detail, 'Account locked. Try again in 1800 seconds.');
    }
  });

  test('every spelling of the address counts on the same counter', async () => {
    const email = await somebody();
    for (const spelling of [email, email.toUpperCase(), ` ${email}`, email.replace('@', '＠'), `${email}.`]) {
      await logIn({ email: spelling });
    }
    assert.equal((await logIn({ email, password })).status, 429);
  });

  test('the lock survives the loss of everything in Redis, and holds on every instance', async () => {
    const email = await somebody();
    await fail(email, 5);
    await backing.redis.flush();
    assert.equal((await logIn({ email, password, instance: other })).status, 429);
  });

  test('of 50 guesses at once over two instances no more than 5 are checked, and the right one among them opens nothing after the lock', async () => {
    const email = await somebody();
    const responses = await Promise.all(
      Array.from({ length: 50 }, (_, index) => logIn({ email, instance: index % 2 ? auth : other })),
    );
    const checked = responses.filter((response) => response.status === 401);
    assert.ok(checked.length <= 5, `${checked.length} passwords were checked`);
    assert.ok(responses.every((response) => response.status === 401 || response.status === 429));
    for (let time = checked.length; time < 5; time += 1) await logIn({ email });
    assert.equal((await logIn({ email, password })).status, 429);
  });

  test('a right password whose check ends after the lock was set is refused', async () => {
    const email = await somebody();
    const { passwords } = auth.dependencies;
    const verify = passwords.verify;
    await fail(email, 4);
    passwords.verify = async (...parameters) => {
      passwords.verify = verify;
      const verdict = await verify(...parameters);
      // Four failures are counted and one check is under way, so one more failure elsewhere sets the lock.
      const key = await auth.dependencies.db
        .updateTable('login_attempts')
        .set({ locked_until: new Date(backing.clock.now() + 1000) })
        .where('failures', '=', 4)
        .where('pending', '=', 1)
        .executeTakeFirst();
      assert.equal(key.numUpdatedRows, 1n);
      return verdict;
    };
    assert.equal((await logIn({ email, password })).status, 429);
  });

  test('a check that ends in an error counts for nothing', async () => {
    const email = await somebody();
    const { passwords } = auth.dependencies;
    const verify = passwords.verify;
    passwords.verify = async () => {
      throw new Error('the pool broke');
    };
    for (let time = 0; time < 6; time += 1) assert.equal((await logIn({ email })).status, 500);
    passwords.verify = verify;
    assert.equal((await logIn({ email, password })).status, 200);
  });

  test('forged forwarding headers from a client that is no proxy change nothing', async () => {
    const stranger = await startInstance(backing, (config) => ({
      ...config,
      trustedProxies: ['192.0.2.0/24'],
    }));
    try {
      const email = await somebody();
      for (let time = 0; time < 5; time += 1) {
        await stranger.http.post('/api/auth/login', {
          body: { email, password: 'wrong' },
          headers: {
            'x-forwarded-for': `10.0.${time}.1`,
            'x-real-ip': `10.1.${time}.1`,
            forwarded: `for=10.2.${time}.1`,
          },
        });
      }
      const response = await stranger.http.post('/api/auth/login', { body: { email, password } });
      assert.equal(response.status, 429);
    } finally {
      await stranger.close();
    }
  });

  test('a stranger who locks an account from elsewhere does not lock out its owner', async () => {
    const email = await somebody();
    await fail(email, 5, nextAddress());
    assert.equal((await logIn({ email, password })).status, 200);
  });

  describe('an account under attack from many networks', () => {
    const attack = async (email: string) => {
      for (let network = 0; network < 4; network += 1) await fail(email, 3, nextAddress());
    };
    const solve = ({ challenge, bits }: Challenge) => {
      for (let nonce = 0; ; nonce += 1) {
        const proof = `${challenge}.${nonce}`;
        if (Math.clz32(createHash('sha256').update(proof).digest().readUInt32BE(0)) >= bits) return proof;
      }
    };

    test('is never locked: an unknown device has to do some work, which is good for one failure', async () => {
      const email = await somebody();
      await attack(email);
      const refused = await logIn({ email, password });
      assert.equal(refused.status, 429);
      assert.equal(refused.body.code, 'proof_of_work_required');
      assert.ok(refused.body.challenge);
      const proof = solve(refused.body.challenge);
      assert.equal((await logIn({ email, proof: `${proof.slice(0, -1)}x` })).status, 429);
      assert.equal((await logIn({ email, proof })).status, 401);
      assert.equal((await logIn({ email, password, proof })).body.code, 'proof_of_work_required');
      const again = await logIn({ email, password });
      assert.ok(again.body.challenge);
      assert.equal((await logIn({ email, password, proof: solve(again.body.challenge) })).status, 200);
    });

    test('is entered without further ado from a device that it knows', async () => {
      const email = await somebody();
      const { deviceToken } = (await logIn({ email, password })).body;
      await attack(email);
      await fail(email, 5);
      const known = await logIn({ email, password, deviceToken });
      assert.equal(known.status, 200);
      assert.equal(known.body.deviceToken, deviceToken);
    });

    test('does not know the devices of other accounts', async () => {
      const [email, foreign] = [await somebody(), await somebody()];
      const { deviceToken } = (await logIn({ email: foreign, password })).body;
      await fail(email, 5);
      assert.equal((await logIn({ email, password, deviceToken })).status, 429);
    });
  });

  test('one password tried on many accounts blocks the network, even if it owns an account itself, and leaves a trace', async () => {
    const mine = await somebody();
    let blocked = 0;
    for (let account = 0; account < 40; account += 1) {
      if ((await logIn({ email: `spray${account}@example.com` })).status === 429) blocked += 1;
      if (account % 10 === 0) await logIn({ email: mine, password });
    }
    assert.ok(blocked >= 9, `${blocked} of 40 were refused`);
    assert.equal((await logIn({ email: 'one-more@example.com' })).status, 429);
    assert.equal((await logIn({ email: await somebody(), password, from: nextAddress() })).status, 200);
    const events = await auth.dependencies.db
      .selectFrom('audit_events')
      .selectAll()
      .where('action', '=', 'login.credential_stuffing')
      .execute();
    assert.equal(events.length, 1);
    backing.clock.advance(15 * minuteMs);
    assert.equal((await logIn({ email: mine, password })).status, 200);
  });

  test('failures and the lock stand in the audit log of an account that exists', async () => {
    const email = await somebody();
    const { body } = await logIn({ email, password });
    await fail(email, 5);
    const events = await auth.dependencies.db
      .selectFrom('audit_events')
      .selectAll()
      .where('user_id', '=', String(decodeJwt(body.accessToken).sub))
      .orderBy('written')
      .execute();
    assert.deepEqual(
      events.map((event) => event.action),
      ['account.registered', 'login.succeeded', ...Array<string>(5).fill('login.failed'), 'login.locked'],
    );
  });
});
