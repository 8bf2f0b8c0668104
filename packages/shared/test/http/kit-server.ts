import { connect } from 'node:net';
import type { TestContext } from 'node:test';
import { Type } from 'typebox';
import { type CommonConfig, commonConfig, commonEnvironment, parseEnvironment } from '../../src/config.ts';
import { strictObject } from '../../src/http/schemas.ts';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../../src/http/server.ts';
import { createMetrics } from '../../src/metrics.ts';
import { captureLogger } from '../../src/testing/logger.ts';

export function testConfig(environment: Record<string, string> = {}): CommonConfig {
  return commonConfig(parseEnvironment(Type.Object(commonEnvironment), environment));
}

/** A server with the given routes that listens on a free port and ends with the test. */
export async function startServer(
  t: TestContext,
  declare: (server: HttpServer) => void = () => {},
  options: Partial<HttpServerOptions> = {},
) {
  const captured = captureLogger('debug');
  const metrics = createMetrics({ service: 'test' });
  const server = createHttpServer({
    service: 'test',
    logger: captured.logger,
    metrics,
    config: testConfig(),
    ...options,
  });
  declare(server);
  const baseUrl = await server.listen({ host: '127.0.0.1', port: 0 });
  t.after(async () => {
    server.server.closeAllConnections();
    await server.close();
  });
  const accessLines = () => captured.lines.filter((line) => line.msg === 'request');
  return {
    server,
    baseUrl,
    metrics,
    accessLines,
    logText: captured.text,
    port: Number(new URL(baseUrl).port),
  };
}

/** A route that gives back what it got. */
export function echo(server: HttpServer): void {
  const body = strictObject({
    name: Type.String({ minLength: 1, maxLength: 100 }),
    count: Type.Optional(Type.Integer({ minimum: 0 })),
    ratio: Type.Optional(Type.Number()),
    tags: Type.Optional(Type.Array(Type.String())),
    more: Type.Optional(Type.Unknown()),
  });
  server.post('/echo/:id', { schema: { body } }, async (request) => request.body);
}

/** Sends raw bytes and gives back everything that came until the server closed, or until `until` is seen. */
export function rawRequest(port: number, bytes: string | Buffer, until?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let received = '';
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer within 10 s, only: ${received}`)));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (until !== undefined && received.includes(until)) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}

/** Status and problem of a raw answer. */
export function parseRaw(answer: string): {
  status: number;
  contentType: string;
  problem: Record<string, unknown>;
} {
  const [head = '', body = ''] = answer.split('\r\n\r\n', 2);
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]),
    contentType: /^content-type: (.*)$/im.exec(head)?.[1]?.trim() ?? '',
    problem: body === '' ? {} : JSON.parse(body),
  };
}
