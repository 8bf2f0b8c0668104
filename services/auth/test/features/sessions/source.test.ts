import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceLabel } from '../../../src/features/sessions/device-label.ts';
import { sourceOf } from '../../../src/features/sessions/source.ts';

test('addresses of one /24 or one /64 are one source', () => {
  assert.equal(sourceOf('203.0.113.7'), '203.0.113.0/24');
  assert.equal(sourceOf('::ffff:203.0.113.99'), '203.0.113.0/24');
  assert.equal(sourceOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
  assert.equal(sourceOf('2001:0db8:0001:0002::1'), '2001:db8:1:2::/64');
  assert.equal(sourceOf('2001:db8::1'), '2001:db8:0:0::/64');
  assert.equal(sourceOf('::1'), '0:0:0:0::/64');
  assert.equal(sourceOf('fe80::1%eth0'), 'fe80:0:0:0::/64');
});

test('what is no address shares one source', () => {
  for (const text of ['', 'garbage', 'unknown', '6.6.6.6:1234', '1.2.3', '999.1.1.1']) {
    assert.equal(sourceOf(text), 'unknown', text);
  }
});

test('a device is named by what its header says, or by what the app says', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
  const chrome =
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
  assert.equal(deviceLabel(firefox), 'Firefox on Linux');
  assert.equal(deviceLabel(chrome), 'Chrome on Windows');
  assert.equal(deviceLabel('Linguamate/1 CFNetwork/1410 Darwin/22.6.0'), 'iOS app');
  assert.equal(deviceLabel('Mozilla/5.0 (iPhone) Nothing'), 'iPhone');
  assert.equal(deviceLabel('x'.repeat(100_000)), 'Unknown device');
  assert.equal(deviceLabel(undefined), 'Unknown device');
  assert.equal(deviceLabel(chrome, 'Ana\nphone'), 'Ana phone');
});
