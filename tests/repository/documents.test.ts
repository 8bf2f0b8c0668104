import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { collectVariables } from './configuration-schemas.ts';
import { catalogues, generatedDocuments } from './documents.ts';
import { listFiles, root } from './project-files.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

// Read by the tools around the services, not by a service's schema.
const otherVariables = new Set([
  'TEST_DATABASE_URL',
  'TEST_REDIS_URL',
  'LM_TEST_BACKING',
  'TESTCONTAINERS_RYUK_DISABLED',
  'LINGUAMATE_ADDRESS',
  'LINGUAMATE_PORT',
]);

const handWritten = listFiles(/^(README\.md|docs\/.*\.md)$/).filter((path) => !(path in generatedDocuments));

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

describe('Documents that are made from code', () => {
  for (const [path, render] of Object.entries(generatedDocuments)) {
    test(`${path} says what the code says (npm run generate)`, () => {
      assert.equal(read(path), render());
    });
  }
});

describe('Documents that people write', () => {
  for (const path of handWritten) {
    const text = read(path);

    test(`${path} names only npm scripts that exist`, () => {
      const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
      const named = [...matches(text, /npm run ([a-z][a-z:-]*)/g), ...matches(text, /\bnpm (start|test)\b/g)];
      assert.deepEqual(
        named.filter((name) => !(name in scripts)),
        [],
      );
    });

    test(`${path} names only environment variables that are read`, () => {
      const known = new Set(collectVariables().map(({ name }) => name));
      const named = matches(text, /`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?:=[^`]*)?`/g);
      assert.deepEqual(
        named.filter((name) => !known.has(name) && !otherVariables.has(name)),
        [],
      );
    });

    test(`${path} links only to files that exist`, () => {
      const links = matches(text, /\]\(([^)#\s]+)(?:#[^)]*)?\)/g).filter((link) => !/^[a-z]+:/.test(link));
      assert.deepEqual(
        links.filter((link) => !existsSync(join(root, dirname(path), link))),
        [],
      );
    });

    test(`${path} names only folders and files of the project that exist`, () => {
      const paths = matches(text, /`((?:bin|bench|content|docs|infra|packages|services|tests)\/[\w./-]*)`/g);
      assert.deepEqual(
        paths.filter((named) => !existsSync(join(root, named))),
        [],
      );
    });
  }

  test('every npm script is explained in the README', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const readme = read('README.md');
    const missing = Object.keys(scripts).filter((name) => !new RegExp(`npm (run )?${name}\\b`).test(readme));
    assert.deepEqual(missing, []);
  });

  test('every npm script is a command that bin/linguamate.mjs knows, by the same name', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const entry = read('bin/linguamate.mjs');
    for (const [name, command] of Object.entries(scripts)) {
      // With exec the shell makes way: it would keep for itself the signal that npm passes on.
      assert.equal(command, `exec node bin/linguamate.mjs ${name}`);
      assert.match(entry, new RegExp(`^  '?${name}'?: `, 'm'));
    }
  });
});

describe('Settings', () => {
  test('a variable has the same kind of secrecy wherever it is read, and secrets have no default', () => {
    for (const variable of collectVariables()) {
      assert.notEqual(variable.description, '', `${variable.name} has no description`);
      if (variable.secret)
        assert.equal(variable.default, undefined, `${variable.name} is secret and has a default`);
    }
  });
});

describe('Error codes', () => {
  test('a code belongs to one catalogue only', () => {
    const owners = new Map<string, string>();
    for (const [owner, catalogue] of Object.entries(catalogues)) {
      for (const code of Object.keys(catalogue)) {
        assert.equal(
          owners.get(code),
          undefined,
          `${code} is defined by ${owners.get(code)} and by ${owner}`,
        );
        owners.set(code, owner);
      }
    }
  });
});
