import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import {
  type AuthBacking,
  type AuthInstance,
  createBacking,
  freshEmail,
  signUpSomebody,
  startInstance,
  type Tokens,
} from '../../support.ts';

const secondMs = 1000;
const dayMs = 86_400_000;
const skewMs = 6 * secondMs;
const graceMs = 60 * secondMs;
const idleMs = 30 * dayMs;
const absoluteMs = 90 * dayMs;

/** What we believe about one session. */
type ModelSession = {
  /** Every refresh token it ever had; the last one is current. */
  generations: string[];
  accessTokens: { token: string; expiresAtMs: number }[];
  rotatedAtMs: number;
  expiresAtMs: number;
  absoluteAtMs: number;
  /** Why it is over; a session is never over without a reason. */
  ended: string | undefined;
};

type Step =
  | { kind: 'login' }
  | { kind: 'refresh'; session: number; age: number; racers: number }
  | { kind: 'logout' | 'change-password' | 'revoke-others'; session: number }
  | { kind: 'race-with-logout'; session: number }
  | { kind: 'wait'; ms: number };

const session = fc.nat({ max: 9 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Step>({ kind: 'login' }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('refresh' as const),
      session,
      age: fc.constantFrom(0, 0, 0, 1, 1, 2, 5),
      racers: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('logout' as const, 'change-password' as const, 'revoke-others' as const),
      session,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('race-with-logout' as const), session }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1000, 59_000, 61_000, 9 * 60_000, 11 * 60_000, dayMs, 29 * dayMs, 31 * dayMs),
    }),
  },
);

let backing: AuthBacking;
let instances: [AuthInstance, AuthInstance];
before(async () => {
  backing = await createBacking();
  instances = [await startInstance(backing), await startInstance(backing)];
});
after(async () => {
  for (const instance of instances) await instance.close();
  await backing.close();
});

const now = () => backing.clock.now();
const isOver = (model: ModelSession) => model.ended !== undefined || now() >= model.expiresAtMs;

/** One person with all their sessions, real and believed. */
class Person {
  readonly sessions: ModelSession[] = [];
  readonly email = freshEmail();
  password = 'the first good sentence';
  changes = 0;

  async begin(): Promise<void> {
    this.add(await signUpSomebody(instances[0].http, { email: this.email, password: this.password }));
  }

  add(tokens: Tokens): void {
    const expiresAtMs = now() + idleMs;
    const model = { rotatedAtMs: 0, expiresAtMs, absoluteAtMs: now() + absoluteMs, ended: undefined };
    this.sessions.push({ ...model, generations: [tokens.refreshToken], accessTokens: [believed(tokens)] });
  }

  pick(index: number): ModelSession {
    const model = this.sessions[index % this.sessions.length];
    assert.ok(model);
    return model;
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'wait') backing.clock.advance(step.ms);
    else if (step.kind === 'login') await this.logIn();
    else if (step.kind === 'refresh') await this.refresh(this.pick(step.session), step.age, step.racers);
    else if (step.kind === 'race-with-logout') await this.raceWithLogout(this.pick(step.session));
    else await this.withToken(step.kind, this.pick(step.session));
  }

  async logIn(): Promise<void> {
    if (this.sessions.length >= 15) return;
    const body = { email: this.email, password: this.password };
    const response = await instances[1].http.post<Tokens>('/api/auth/login', { body });
    assert.equal(response.status, 200, response.text);
    this.add(response.body);
  }

  async refresh(model: ModelSession, age: number, racers: number): Promise<void> {
    const generation = Math.max(0, model.generations.length - 1 - age);
    const refreshToken = model.generations[generation];
    const responses = await Promise.all(
      Array.from({ length: racers }, (_, index) =>
        instances[index % 2 === 0 ? 0 : 1].http.post<Tokens>('/api/auth/refresh', { body: { refreshToken } }),
      ),
    );
    const expected = this.expectRefresh(model, generation);
    assert.deepEqual([...new Set(responses.map((response) => response.status))], [expected ? 200 : 401]);
    if (!expected) return;
    const successors = new Set(responses.map((response) => response.body.refreshToken));
    assert.equal(successors.size, 1, 'racers got different successors');
    const [successor = ''] = successors;
    if (generation === model.generations.length - 1) {
      model.generations.push(successor);
      model.rotatedAtMs = now();
      model.expiresAtMs = Math.min(now() + idleMs, model.absoluteAtMs);
    } else assert.equal(successor, model.generations.at(-1));
    for (const response of responses) model.accessTokens.push(believed(response.body));
  }

  /** Whether a token must be accepted; notes the end of the session that a refusal brings. */
  expectRefresh(model: ModelSession, generation: number): boolean {
    const current = model.generations.length - 1;
    if (model.ended) return false;
    if (now() >= model.expiresAtMs) model.ended = 'expired';
    else if (generation < current - 1) model.ended = 'an older token was used';
    else if (generation === current - 1 && now() - model.rotatedAtMs >= graceMs)
      model.ended = 'used after the grace';
    return model.ended === undefined;
  }

  /** Whichever comes first, nothing may be usable afterwards. */
  async raceWithLogout(model: ModelSession): Promise<void> {
    const refreshToken = model.generations.at(-1) ?? '';
    const [refreshed] = await Promise.all([
      instances[0].http.post<Tokens>('/api/auth/refresh', { body: { refreshToken } }),
      instances[1].http.post('/api/auth/logout', { body: { refreshToken } }),
    ]);
    if (refreshed.status === 200) {
      model.generations.push(refreshed.body.refreshToken);
      model.accessTokens.push(believed(refreshed.body));
    }
    model.ended ??= 'logout';
  }

  async withToken(kind: 'logout' | 'change-password' | 'revoke-others', model: ModelSession): Promise<void> {
    const access = model.accessTokens.findLast((entry) => entry.expiresAtMs > now());
    if (!access || isOver(model)) return;
    const { token } = access;
    const http = instances[0].http;
    if (kind === 'logout') {
      assert.equal((await http.post('/api/auth/logout', { token })).status, 204);
      model.ended = 'logout';
      return;
    }
    if (kind === 'revoke-others') {
      assert.equal((await http.post('/api/auth/sessions/revoke-others', { token })).status, 204);
    } else {
      this.changes += 1;
      const newPassword = `good sentence number ${this.changes}`;
      const body = { currentPassword: this.password, newPassword };
      assert.equal((await http.post('/api/auth/password/change', { token, body })).status, 204);
      this.password = newPassword;
    }
    for (const other of this.sessions) if (other !== model) other.ended ??= kind;
  }

  /** Every access token works if and only if it is young and its session lives. */
  async checkTokens(): Promise<void> {
    for (const model of this.sessions) {
      for (const { token, expiresAtMs } of model.accessTokens.slice(-3)) {
        // Verifiers allow for clocks that differ by a few seconds: just after its end a token may be either.
        if (expiresAtMs <= now() && now() < expiresAtMs + skewMs) continue;
        const isUsable = expiresAtMs > now() && !isOver(model);
        const { status } = await instances[1].http.get('/api/users/me', { token });
        assert.equal(status, isUsable ? 200 : 401, `session ended: ${model.ended ?? 'no'}`);
      }
    }
  }
}

function believed(tokens: Tokens) {
  return { token: tokens.accessToken, expiresAtMs: now() + tokens.expiresIn * secondMs };
}

test('after any order of logins, refreshes, replays, races, logouts, changes of password and moves of the clock there is no usable token that should not be, and no session lost without a cause', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const person = new Person();
      await person.begin();
      for (const next of steps) await person.take(next);
      await person.checkTokens();
      for (const model of person.sessions) await person.refresh(model, 0, 2);
      await person.checkTokens();
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 25), endOnFailure: true },
  );
});
