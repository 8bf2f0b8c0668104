import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { createTestClock } from '@linguamate/shared/testing/clock';
import { testClient } from '@linguamate/shared/testing/http';
import { createAddressBook, type Resolve } from '../../../src/features/proxy/address-book.ts';
import { createUpstreamAgent } from '../../../src/features/proxy/upstream-agent.ts';
import { startGateway } from '../../support/gateway.ts';

const ipv4 = (address: string): LookupAddress => ({ address, family: 4 });

/** A replica that answers with its own address; all replicas share one port, as behind one service name. */
async function startReplica(host: string, port: number): Promise<{ port: number; close(): Promise<void> }> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify({ host }));
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function startBefore(resolve: Resolve, port: number) {
  const clock = createTestClock();
  const addressBook = createAddressBook({ clock, ttlMs: 20_000, resolve });
  const dispatcher = createUpstreamAgent({
    connectionsMax: 10,
    connectTimeoutMs: 1_000,
    connectionTtlMs: 20_000,
    addressBook,
  });
  const gateway = await startGateway({
    upstreamUrl: `http://service.test:${port}`,
    overrides: { dispatcher },
  });
  const ask = async (method = 'GET') => {
    const { status, body } = await testClient(gateway.url).request<{ host: string }>(method, '/api/auth/x');
    return status === 200 ? body.host : status;
  };
  const close = async () => {
    await gateway.close();
    await dispatcher.destroy();
  };
  return { clock, ask, close };
}

describe('several addresses of one service', () => {
  it('are used in turn, new ones after their time, and dead ones are left without a failed request', async () => {
    const first = await startReplica('127.0.0.1', 0);
    const second = await startReplica('127.0.0.2', first.port);
    let addresses = [ipv4('127.0.0.1'), ipv4('127.0.0.2')];
    const { ask, clock, close } = await startBefore(async () => addresses, first.port);
    const seen = new Set<unknown>();
    for (let count = 0; count < 4; count++) seen.add(await ask());
    assert.deepEqual(seen, new Set(['127.0.0.1', '127.0.0.2']));

    await second.close();
    for (let count = 0; count < 6; count++) assert.equal(await ask('POST'), '127.0.0.1');

    const third = await startReplica('127.0.0.3', first.port);
    addresses = [ipv4('127.0.0.1'), ipv4('127.0.0.3')];
    clock.advance(20_001);
    const later = new Set<unknown>();
    for (let count = 0; count < 4; count++) later.add(await ask());
    assert.deepEqual(later, new Set(['127.0.0.1', '127.0.0.3']));
    await close();
    await first.close();
    await third.close();
  });

  it('are kept when the resolver fails later, and the failure of a first look is 503', async () => {
    const replica = await startReplica('127.0.0.1', 0);
    let away = true;
    const resolve: Resolve = async () => {
      if (away) throw Object.assign(new Error('no resolver'), { code: 'EAI_AGAIN' });
      return [ipv4('127.0.0.1')];
    };
    const { ask, clock, close } = await startBefore(resolve, replica.port);
    assert.equal(await ask(), 503);
    away = false;
    assert.equal(await ask(), '127.0.0.1');
    away = true;
    clock.advance(60_000);
    assert.equal(await ask(), '127.0.0.1');
    await close();
    await replica.close();
  });
});

describe('the address book', () => {
  it('puts an address that refused behind the others, and tries it again after ten seconds', async () => {
    const clock = createTestClock();
    const book = createAddressBook({
      clock,
      ttlMs: 60_000,
      resolve: async () => [ipv4('10.0.0.1'), ipv4('10.0.0.2')],
    });
    const firstOf = () =>
      new Promise<string>((resolve, reject) => {
        book.lookup('service.test', { all: false }, (error, address) =>
          error ? reject(error) : resolve(String(address)),
        );
      });
    book.avoid('10.0.0.1');
    assert.deepEqual([await firstOf(), await firstOf()], ['10.0.0.2', '10.0.0.2']);
    clock.advance(10_001);
    assert.deepEqual(new Set([await firstOf(), await firstOf()]), new Set(['10.0.0.1', '10.0.0.2']));
  });

  it('says that a name without addresses is unknown', async () => {
    const book = createAddressBook({ clock: createTestClock(), ttlMs: 1, resolve: async () => [] });
    const code = await new Promise((resolve) => {
      book.lookup('service.test', {}, (error) => resolve(error?.code));
    });
    assert.equal(code, 'ENOTFOUND');
  });
});
