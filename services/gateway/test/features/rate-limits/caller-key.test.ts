import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { subscriberOf } from '../../../src/features/rate-limits/caller-key.ts';

describe('the subscriber behind an address', () => {
  const cases: [string, string][] = [
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['not an address', 'unknown'],
    ['', 'unknown'],
  ];
  for (const [address, subscriber] of cases) {
    it(`of ${JSON.stringify(address)} is ${subscriber}`, () => {
      assert.equal(subscriberOf(address), subscriber);
    });
  }
});
