import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { root } from './project-files.ts';

const map = 'docs/security/asvs.md';

/** Each quotation on the page, with the file that is linked in front of it. */
function readClaims(): { file: string; quoted: string }[] {
  const text = readFileSync(join(root, map), 'utf8');
  return [...text.matchAll(/\]\(([^)]+\.test\.ts)\) “([^”]+)”/g)].map(([, link = '', quoted = '']) => ({
    file: join(root, dirname(map), link),
    quoted,
  }));
}

test('every test that the security map names exists', () => {
  const claims = readClaims();
  assert.ok(claims.length > 60, 'the page was read');
  const missing = claims.filter(({ file, quoted }) => !readFileSync(file, 'utf8').includes(quoted));
  assert.deepEqual(missing, []);
});
