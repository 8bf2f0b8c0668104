import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedDocuments } from './documents.ts';
import { root } from './project-files.ts';

for (const [path, render] of Object.entries(generatedDocuments)) {
  writeFileSync(join(root, path), render());
  process.stdout.write(`${path}\n`);
}
