import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { listFiles, root } from './project-files.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('Where packages come from', () => {
  test('the lockfile names no registry: whoever installs uses the one of their own configuration', () => {
    assert.doesNotMatch(read('pnpm-lock.yaml'), /tarball:|https?:\/\//);
  });

  test('no file of the project configures a registry', () => {
    const configured = listFiles(/(^|\/)\.(npmrc|yarnrc.*|pnpmfile\..*)$/);
    assert.deepEqual(configured, []);
    assert.doesNotMatch(read('pnpm-workspace.yaml'), /registr/i);
  });

  test('every version is written once, in the catalog', () => {
    for (const file of listFiles(/(^|\/)package\.json$/)) {
      const manifest: Record<string, Record<string, string> | undefined> = JSON.parse(read(file));
      const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
      const own = versions.filter(
        ([, version]) => !version?.startsWith('catalog:') && version !== 'workspace:*',
      );
      assert.deepEqual(own, [], `${file} has versions of its own`);
    }
  });
});
