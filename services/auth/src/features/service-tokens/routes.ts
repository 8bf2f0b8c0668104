import { problemResponses, strictObject, Uuid } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { issueServiceToken, serviceTokenTtlSeconds } from './issue-service-token.ts';

const TokenRequest = strictObject({
  grant_type: Type.Literal('client_credentials'),
  client_id: Uuid,
  client_secret: Type.String({ minLength: 1, maxLength: 128 }),
  audience: Type.String({ minLength: 1, maxLength: 64 }),
});

// The names are those of RFC 6749, so that any OAuth client library can ask.
const TokenResponse = Type.Object(
  { access_token: Type.String(), token_type: Type.Literal('Bearer'), expires_in: Type.Integer() },
  { title: 'ServiceToken' },
);

/** POST /internal/oauth/token: a token for a service, on the internal network only. */
export function postToken(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/internal/oauth/token',
    {
      schema: {
        tags: ['services'],
        summary: 'Token for a service',
        body: TokenRequest,
        response: { 200: TokenResponse, ...problemResponses(400, 401) },
      },
    },
    async (request) => {
      const { client_id: clientId, client_secret: clientSecret, audience } = request.body;
      const token = await issueServiceToken(dependencies, { clientId, clientSecret, audience });
      return { access_token: token, token_type: 'Bearer' as const, expires_in: serviceTokenTtlSeconds };
    },
  );
}

export const serviceTokenRoutes = [postToken];
