import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { testClient } from '@linguamate/shared/testing/http';
import { startGateway } from '../../support/gateway.ts';

describe('an https upstream', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-tls-'));
  const keyFile = join(folder, 'key.pem');
  const certFile = join(folder, 'cert.pem');
  let asked = 0;
  let url: string;
  let server: ReturnType<typeof createServer>;
  before(async () => {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
    execFileSync('openssl', ['req', '-x509', '-days', '1', ...key, '-out', certFile, ...subject], {
      stdio: 'ignore',
    });
    server = createServer(
      { key: readFileSync(keyFile), cert: readFileSync(certFile) },
      (_request, response) => {
        asked += 1;
        response.end('{}');
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `https://localhost:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  it('with a certificate nobody signed is refused before a request is sent', async () => {
    const gateway = await startGateway({ upstreamUrl: url });
    const answer = await testClient(gateway.url).get('/api/auth/x');
    assert.equal(answer.status, 502);
    assert.equal(asked, 0);
    await gateway.close();
  });

  it('with a certificate of the configured authority is used', async () => {
    const gateway = await startGateway({ upstreamUrl: url, env: { UPSTREAM_CA_FILE: certFile } });
    assert.equal((await testClient(gateway.url).get('/api/auth/x')).status, 200);
    assert.equal(asked, 1);
    await gateway.close();
  });
});
