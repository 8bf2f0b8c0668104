import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { asTypeScript, type Manifest, overlays, render, validate } from './manifests.ts';

const tests = fileURLToPath(new URL('../', import.meta.url));
const compiler = join(tests, '../node_modules/.bin/tsc');

/** Compiles the manifests against the types of Kubernetes; returns what the compiler says. */
function compile(manifests: readonly Manifest[]): string {
  // Below tests/, so that the types are found.
  const cache = join(tests, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'kubernetes-'));
  try {
    writeFileSync(join(folder, 'manifests.ts'), asTypeScript(manifests));
    const options =
      '--ignoreConfig --noEmit --strict --skipLibCheck --module nodenext --target es2023 --types node'.split(
        ' ',
      );
    execFileSync(compiler, [...options, join(folder, 'manifests.ts')], { encoding: 'utf8', cwd: tests });
    return '';
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Pod = {
  securityContext: { runAsNonRoot: boolean };
  automountServiceAccountToken: boolean;
  terminationGracePeriodSeconds?: number;
  containers: {
    securityContext: { readOnlyRootFilesystem: boolean; capabilities: { drop: string[] } };
    resources: { limits: { memory: string } };
    readinessProbe?: object;
    livenessProbe?: object;
    lifecycle?: { preStop?: object };
    envFrom: { configMapRef?: { name: string }; secretRef?: { name: string } }[];
  }[];
};

const podOf = (manifest: Manifest) => (manifest.spec as { template: { spec: Pod } }).template.spec;

for (const overlay of overlays) {
  const manifests = render(overlay);
  const ofKind = (...kinds: string[]) => manifests.filter(({ kind }) => kinds.includes(kind));

  describe(`The overlay "${overlay}"`, () => {
    test('has no field that Kubernetes does not know, and each of the right type', () => {
      assert.equal(compile(manifests), '');
    });

    test('passes the schemas of its kinds', async () => {
      for (const manifest of manifests) await validate(manifest);
    });

    test('runs nothing as root, with a writable root, a capability, a token or without a limit', () => {
      for (const manifest of ofKind('Deployment', 'Job')) {
        const pod = podOf(manifest);
        assert.equal(pod.securityContext.runAsNonRoot, true, manifest.metadata.name);
        assert.equal(pod.automountServiceAccountToken, false, manifest.metadata.name);
        for (const { securityContext, resources } of pod.containers) {
          assert.equal(securityContext.readOnlyRootFilesystem, true, manifest.metadata.name);
          assert.deepEqual(securityContext.capabilities.drop, ['ALL'], manifest.metadata.name);
          assert.ok(resources.limits.memory);
        }
      }
    });

    test('probes every server and worker, and lets servers drain', () => {
      assert.equal(ofKind('Deployment').length, 7);
      for (const manifest of ofKind('Deployment')) {
        const pod = podOf(manifest);
        const isWorker = manifest.metadata.name.endsWith('-worker');
        assert.ok((pod.terminationGracePeriodSeconds ?? 0) >= 30);
        for (const container of pod.containers) {
          assert.ok(container.readinessProbe && container.livenessProbe, manifest.metadata.name);
          assert.equal(container.lifecycle?.preStop !== undefined, !isWorker, manifest.metadata.name);
        }
      }
    });

    test('holds no secret, and every ConfigMap that is named is there', () => {
      assert.deepEqual(ofKind('Secret'), []);
      const maps = new Set(ofKind('ConfigMap').map(({ metadata }) => metadata.name));
      for (const manifest of ofKind('Deployment')) {
        for (const { envFrom } of podOf(manifest).containers) {
          for (const { configMapRef } of envFrom) {
            if (configMapRef) assert.ok(maps.has(configMapRef.name), configMapRef.name);
          }
        }
      }
    });

    test('denies by default', () => {
      const policy = ofKind('NetworkPolicy').find(({ metadata }) => metadata.name === 'nothing-by-default');
      assert.deepEqual(policy?.spec, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    });
  });
}

test('a misspelt field, a wrong type and a bad value are found', async () => {
  const [deployment] = render('dev').filter(({ kind }) => kind === 'Deployment');
  assert.ok(deployment);
  const misspelt = structuredClone(deployment);
  Object.assign(podOf(misspelt).containers[0] ?? {}, { readynessProbe: {} });
  assert.match(compile([misspelt]), /readynessProbe/);
  const wrongType = { ...deployment, spec: { ...(deployment.spec as object), replicas: 'three' } };
  assert.match(compile([wrongType]), /not assignable to type 'number/);
  await assert.rejects(validate(wrongType));
});
