import type { HttpClient } from '@linguamate/shared/http/client';
import Type from 'typebox';
import type { ExportSource } from './build-archive.ts';

/**
 * The part of another service, fetched over HTTP with a service token: `GET /internal/exports/<user id>`.
 *
 * @param options.token yields a token whose audience is that service
 */
export function httpExportSource(options: {
  name: string;
  client: HttpClient;
  token: () => Promise<string>;
}): ExportSource {
  const { name, client, token } = options;
  return {
    name,
    collect: async (userId, signal) =>
      await client.request({
        method: 'GET',
        path: `/internal/exports/${userId}`,
        operation: 'export',
        bearerToken: await token(),
        signal,
        responseSchema: Type.Unknown(),
      }),
  };
}
