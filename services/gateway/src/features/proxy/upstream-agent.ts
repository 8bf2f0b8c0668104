import { Socket } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { AddressBook } from './address-book.ts';

/** How the gateway connects to the services. */
export type AgentSettings = {
  /** Most connections to one service; every open event stream holds one. */
  connectionsMax: number;
  connectTimeoutMs: number;
  /** After this time a connection is not used again, so that new replicas get their share. */
  connectionTtlMs: number;
  /** PEM certificates to trust instead of the system's, for services with a private authority. */
  trustedCa?: string;
  /** Finds the addresses of the services. */
  addressBook: AddressBook;
};

/** Shorter than the 65 s and more that our services keep an idle connection open, so that we close first. */
const keepAliveTimeoutMs = 30_000;

/**
 * Makes the one agent that all requests to the services go through. Certificates of https upstreams are verified;
 * the defaults of the proxy plugin would not do that.
 *
 * @param settings limits and times
 * @returns the agent; whoever makes it closes it
 */
export function createUpstreamAgent(settings: AgentSettings): Agent {
  return new Agent({
    connections: settings.connectionsMax,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: keepAliveTimeoutMs,
    keepAliveMaxTimeout: keepAliveTimeoutMs,
    clientTtl: settings.connectionTtlMs,
    // Deadlines are the gateway's own: undici's timers are coarse and know no total.
    headersTimeout: 0,
    connect: createConnector(settings),
  });
}

/** Connects to the next address of the service, and notes which ones could not be connected to. */
function createConnector(settings: AgentSettings): buildConnector.connector {
  const { addressBook, connectTimeoutMs, trustedCa } = settings;
  const options = {
    timeout: connectTimeoutMs,
    allowH2: false,
    rejectUnauthorized: true,
    lookup: addressBook.lookup,
    ...(trustedCa === undefined ? {} : { ca: trustedCa }),
  };
  const connector = buildConnector(options);
  return (target, done) => {
    const socket: unknown = connector(target, done);
    if (!(socket instanceof Socket)) return;
    socket.on('connectionAttemptFailed', (address: string) => addressBook.avoid(address));
    socket.on('connectionAttemptTimeout', (address: string) => addressBook.avoid(address));
  };
}
