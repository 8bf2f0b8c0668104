import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestSystem, type TestSystem } from '../support/system.ts';

describe('two gateways', () => {
  let system: TestSystem;
  before(async () => {
    system = await startTestSystem({ gateways: 2 });
  });
  after(() => system.stop());

  it('share their limits: what one has counted, the other refuses', async () => {
    const attempt = (index: number) => {
      const client = system.clients[index % 2] ?? system.clients[0];
      return client.post('/api/auth/login', {
        body: { email: `nobody-${index}@example.org`, password: 'x'.repeat(12) },
      });
    };
    const answers = await Promise.all(Array.from({ length: 80 }, (_, index) => attempt(index)));
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(
      answers.length - refused.length,
      60,
      'exactly the limit of one minute passes, over both gateways',
    );
    const bySecond = refused.find((answer) => answer.headers.get('retry-after') !== null);
    assert.match(bySecond?.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.equal(
      (
        await system.clients[1]?.post('/api/auth/login', {
          body: { email: 'a@example.org', password: 'x'.repeat(12) },
        })
      )?.status,
      429,
    );
  });
});
