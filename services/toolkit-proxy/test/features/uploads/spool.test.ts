import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { SpoolOverflow, spool } from '../../../src/features/uploads/spool.ts';

const parts = (sizeBytes: number) =>
  Readable.from(Array.from({ length: sizeBytes / 1000 }, (_part, index) => Buffer.alloc(1000, index % 256)));
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('linguamate-upload-'));

for (const sizeBytes of [10_000, 2_000_000]) {
  test(`${sizeBytes} bytes can be read again and again, and no file has a name`, async () => {
    const spooled = await spool(parts(sizeBytes), 5_000_000, 16);
    assert.deepEqual([spooled.sizeBytes, spooled.head.length], [sizeBytes, 16]);
    assert.deepEqual(leftovers(), []);
    const first = await buffer(spooled.read());
    const second = await buffer(spooled.read());
    assert.ok(first.equals(second) && first.length === sizeBytes);
    await spooled.dispose();
    await spooled.dispose();
  });
}

test('an upload over the limit is refused as soon as that shows', async () => {
  const source = parts(3_000_000);
  await assert.rejects(spool(source, 1_000_000, 16), SpoolOverflow);
  assert.ok(source.destroyed);
});

test('a source that breaks off fails the spool', async () => {
  async function* broken() {
    yield Buffer.alloc(500_000);
    throw new Error('gone');
  }
  await assert.rejects(spool(Readable.from(broken()), 1_000_000, 16), /gone/);
});
