import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

/** A rendered object of Kubernetes; what is in it is checked elsewhere. */
export type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  [field: string]: unknown;
};

export const overlays = ['dev', 'production', 'production-keda'] as const;

/** Renders an overlay as `kubectl apply -k` would. */
export function render(overlay: string): Manifest[] {
  const folder = fileURLToPath(new URL(`../../infra/k8s/overlays/${overlay}`, import.meta.url));
  const text = execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8', timeout: 30_000 });
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

/** Where kubernetes-models keeps a kind; core has no group. */
function moduleOf({ apiVersion, kind }: Manifest): string {
  if (apiVersion.startsWith('keda.sh/')) return `@kubernetes-models/keda/${apiVersion}/${kind}`;
  return `kubernetes-models/${apiVersion}/${kind}`;
}

/**
 * Writes manifests as TypeScript. A literal with a field that its type does not have is an error of the compiler, which is
 * what no validator of JSON schemas that can be had here does.
 */
export function asTypeScript(manifests: readonly Manifest[]): string {
  const kinds = new Map(manifests.map((manifest) => [manifest.kind, moduleOf(manifest)]));
  const imports = [...kinds].map(([kind, from]) => `import type { I${kind} } from '${from}';`);
  const values = manifests.map((manifest, index) => {
    return `export const value${index}: I${manifest.kind} = ${JSON.stringify(manifest, null, 2)};`;
  });
  return `${[...imports, ...values].join('\n')}\n`;
}

/** What the classes of kubernetes-models say about a manifest: formats, patterns and required fields. */
export async function validate(manifest: Manifest): Promise<void> {
  const loaded = (await import(moduleOf(manifest))) as Record<
    string,
    new (
      data: Manifest,
    ) => { validate(): void }
  >;
  const Kind = loaded[manifest.kind];
  if (Kind === undefined) throw new Error(`${moduleOf(manifest)} has no ${manifest.kind}`);
  new Kind(manifest).validate();
}
