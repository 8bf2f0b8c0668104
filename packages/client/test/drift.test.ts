import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { startTestSystem } from '../../../tests/support/system.ts';
import { documentFile, renderDocument, renderSchema, schemaFile } from './support/render-schema.ts';

/** Set to 1 to write the files instead of comparing them. */
const update = process.env.UPDATE_CLIENT === '1';

describe('the committed client', () => {
  it('describes exactly the API that the running system offers', { timeout: 120_000 }, async () => {
    const system = await startTestSystem();
    try {
      const { status, body } = await system.clients[0].get('/api/openapi.json');
      assert.equal(status, 200);
      assert.equal(body['x-missing-services'], undefined);
      const text = renderDocument(body);
      if (update) writeFileSync(documentFile, text);
      const help = 'The API has changed: run UPDATE_CLIENT=1 npm test -- packages/client/test/drift.test.ts';
      assert.ok(readFileSync(documentFile, 'utf8') === text, help);
    } finally {
      await system.stop();
    }
  });

  it('has the types that its description gives', async () => {
    const text = await renderSchema(readFileSync(documentFile, 'utf8'));
    if (update) writeFileSync(schemaFile, text);
    assert.ok(readFileSync(schemaFile, 'utf8') === text, 'The types were changed by hand');
  });
});
