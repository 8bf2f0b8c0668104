import assert from 'node:assert/strict';
import type { TestClient } from '@linguamate/shared/testing/http';

let signedUp = 0;

export type Learner = {
  id: string;
  email: string;
  password: string;
  accessToken: string;
  refreshToken: string;
};

/** Signs a new learner up through the gateway. */
export async function signUp(client: TestClient): Promise<Learner> {
  signedUp += 1;
  const email = `learner-${signedUp}@example.org`;
  const password = `correct horse battery ${signedUp}`;
  const answer = await client.post<{ user: { id: string }; accessToken: string; refreshToken: string }>(
    '/api/auth/signup',
    { body: { email, password, name: 'Ada', targetLanguage: 'es', nativeLanguage: 'en' } },
  );
  assert.equal(answer.status, 201, answer.text);
  const { user, accessToken, refreshToken } = answer.body;
  return { id: user.id, email, password, accessToken, refreshToken };
}
