import type { HttpServer } from '@linguamate/shared/http/server';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { jwksMaxAgeSeconds, keySetTag } from './jwks.ts';

const KeySet = Type.Object(
  { keys: Type.Array(Type.Record(Type.String(), Type.String())) },
  { title: 'JWKS' },
);

/** GET /.well-known/jwks.json: the public keys that access tokens are checked with. */
export function getKeySet(server: HttpServer, { keyRing }: AuthDependencies): void {
  server.get(
    '/.well-known/jwks.json',
    {
      config: { quiet: true },
      schema: {
        tags: ['keys'],
        summary: 'Public keys of access tokens',
        response: { 200: KeySet, 304: Type.Null({ description: 'Unchanged.' }) },
      },
    },
    async (request, reply) => {
      const set = await keyRing.keySet();
      const tag = keySetTag(set);
      reply.header('etag', tag).header('cache-control', `public, max-age=${jwksMaxAgeSeconds}`);
      if (request.headers['if-none-match'] === tag) return await reply.code(304).send(null);
      return set;
    },
  );
}

export const signingKeyRoutes = [getKeySet];
