import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { describe, test } from 'node:test';
import { listFiles } from './project-files.ts';
import { readSourceFacts, type SourceFacts } from './source-facts.ts';

const service = /^services\/([^/]+)\//;

/** The file or package that an import leads to, as a path from the root where it is one of ours. */
function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  const own = /^@linguamate\/([^/]+)/.exec(specifier)?.[1];
  if (own === undefined) return specifier;
  return ['shared', 'local', 'client'].includes(own) ? `packages/${own}/` : `services/${own}/`;
}

/** Says which rule an import breaks, or undefined. */
function brokenRule(file: string, specifier: string): string | undefined {
  const target = targetOf(file, specifier);
  const from = service.exec(file)?.[1];
  const to = service.exec(target)?.[1];
  if (from !== undefined && to !== undefined && from !== to)
    return 'a service imports packages, never another service';
  if (from !== undefined && target.startsWith('packages/local/'))
    return 'a service does not know how it is started';
  if (file.startsWith('packages/') && to !== undefined) return 'a package never imports a service';
  if (file.startsWith('packages/shared/') && target.startsWith('packages/local/'))
    return 'the kit imports no other package';
  const isMigration = /\/(event-)?migrations\//.test(file);
  if (isMigration && specifier.startsWith('.')) return 'a migration imports nothing of the application';
  if (isMigration && target.startsWith('packages/')) return 'a migration imports nothing of the application';
  return undefined;
}

function violations(facts: readonly SourceFacts[]): string[] {
  return facts.flatMap(({ file, imports }) =>
    imports.flatMap(({ specifier, line }) => {
      const rule = brokenRule(file, specifier);
      return rule === undefined ? [] : [`${file}:${line} imports ${specifier}: ${rule}`];
    }),
  );
}

describe('Who may import whom', () => {
  test('every import of services and packages keeps the rules', () => {
    const files = listFiles(/^(packages|services)\/[^/]+\/(src|test)\/.*\.ts$/);
    assert.ok(files.length > 100, `only ${files.length} files were found`);
    assert.deepEqual(violations(files.map((file) => readSourceFacts(file))), []);
  });

  test('the rules catch what they forbid', () => {
    const breaks = (file: string, specifier: string): boolean => brokenRule(file, specifier) !== undefined;
    assert.ok(breaks('services/auth/src/app.ts', '../../learning/src/app.ts'));
    assert.ok(breaks('services/auth/src/app.ts', '@linguamate/learning/app'));
    assert.ok(breaks('services/auth/src/app.ts', '@linguamate/local/start'));
    assert.ok(breaks('packages/shared/src/clock.ts', '../../../services/auth/src/app.ts'));
    assert.ok(breaks('services/auth/src/migrations/2026-01-01-01-users.ts', '../schema.ts'));
    assert.ok(!breaks('services/auth/src/app.ts', '@linguamate/shared/clock'));
    assert.ok(!breaks('services/auth/src/app.ts', './config.ts'));
    assert.ok(!breaks('services/auth/src/migrations/2026-01-01-01-users.ts', 'kysely'));
  });
});
