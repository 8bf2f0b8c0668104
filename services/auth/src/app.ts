import { databaseCheck } from '@linguamate/shared/database';
import { commonErrors } from '@linguamate/shared/errors';
import { type Readiness, registerHealth, registerMetricsRoute } from '@linguamate/shared/health';
import { createHttpServer, type HttpServer } from '@linguamate/shared/http/server';
import {
  authenticated,
  identityOf,
  optionallyAuthenticated,
  requireRole,
} from '@linguamate/shared/identity/authenticate';
import { redisCheck } from '@linguamate/shared/redis';
import type { AuthDependencies } from './dependencies.ts';
import { accountDeletionRoutes } from './features/account-deletion/routes.ts';
import { adminRoutes } from './features/admin/routes.ts';
import { memberAnonymousRoutes, publicAnonymousRoutes } from './features/anonymous/routes.ts';
import { auditRoutes } from './features/audit/routes.ts';
import { deviceRoutes } from './features/devices/routes.ts';
import { memberEmailChangeRoutes, publicEmailChangeRoutes } from './features/email-change/routes.ts';
import { memberExportRoutes, publicExportRoutes } from './features/export/routes.ts';
import { mailRoutes } from './features/mail/routes.ts';
import { memberMfaRoutes, publicMfaRoutes } from './features/mfa/routes.ts';
import { oidcRoutes } from './features/oidc/routes.ts';
import { memberPasskeyRoutes, publicPasskeyRoutes } from './features/passkeys/routes.ts';
import { passwordResetRoutes } from './features/password-reset/routes.ts';
import { passwordRoutes } from './features/passwords/routes.ts';
import { serviceTokenRoutes } from './features/service-tokens/routes.ts';
import { findLiveSession } from './features/sessions/repository.ts';
import { logOutRoutes, publicSessionRoutes } from './features/sessions/routes.ts';
import { signingKeyRoutes } from './features/signing-keys/routes.ts';
import { userRoutes } from './features/users/routes.ts';
import { verificationRoutes } from './features/verification/routes.ts';

type RouteModule = (scope: HttpServer, dependencies: AuthDependencies) => void;

const publicRoutes: readonly RouteModule[] = [
  ...publicSessionRoutes,
  ...publicAnonymousRoutes,
  ...publicMfaRoutes,
  ...publicExportRoutes,
  ...oidcRoutes,
  ...publicPasskeyRoutes,
  ...publicEmailChangeRoutes,
  ...serviceTokenRoutes,
  ...verificationRoutes,
  ...passwordResetRoutes,
  ...signingKeyRoutes,
  ...mailRoutes,
];

const memberRoutes: readonly RouteModule[] = [
  ...userRoutes,
  ...deviceRoutes,
  ...passwordRoutes,
  ...accountDeletionRoutes,
  ...memberAnonymousRoutes,
  ...memberMfaRoutes,
  ...memberExportRoutes,
  ...memberPasskeyRoutes,
  ...memberEmailChangeRoutes,
  ...auditRoutes,
];

const openApi = {
  title: 'Linguamate auth',
  description: 'Accounts, sessions and the keys of access tokens.',
  tags: [
    { name: 'auth', description: 'Sign up, log in, stay logged in, log out.' },
    { name: 'sessions', description: 'Where a person is logged in.' },
    { name: 'passwords', description: 'Change and reset.' },
    { name: 'mfa', description: 'Second factors.' },
    { name: 'oidc', description: 'Login by way of another provider.' },
    { name: 'passkeys', description: 'Login without a password.' },
    { name: 'users', description: 'What people tell about themselves.' },
    { name: 'services', description: 'For other services, on the internal network only.' },
    { name: 'admin', description: 'For administrators, on the internal network only.' },
    { name: 'keys', description: 'Public keys of access tokens.' },
  ],
};

/**
 * Puts the HTTP server of the auth service together; it does not listen yet.
 * Who may call a route is decided by the scope it stands in, never by the text of its address.
 */
export function buildApp(dependencies: AuthDependencies, readiness: Readiness): HttpServer {
  const { config, logger, metrics } = dependencies;
  const trustProxy = config.trustedProxies;
  const app = createHttpServer({ service: 'auth', logger, metrics, config, openApi, trustProxy });
  addScope(app, dependencies, publicRoutes, forbidCaching);
  addScope(app, dependencies, logOutRoutes, (scope) => optionallyAuthenticated(scope, dependencies.verifier));
  addScope(app, dependencies, memberRoutes, (scope) => requireSession(scope, dependencies));
  addScope(app, dependencies, adminRoutes, (scope) => {
    requireSession(scope, dependencies);
    requireRole(scope, 'admin');
  });
  addInternalRoutes(app, dependencies, readiness);
  return app;
}

function addScope(
  app: HttpServer,
  dependencies: AuthDependencies,
  routes: readonly RouteModule[],
  prepare: (scope: HttpServer) => void,
): void {
  void app.register((scope: HttpServer, _options, done) => {
    prepare(scope);
    for (const route of routes) route(scope, dependencies);
    done();
  });
}

// Tokens and profiles must not be kept by anything between us and the app; a route may say otherwise for itself.
function forbidCaching(scope: HttpServer): void {
  scope.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
}

// This service owns the sessions, so it need not wait for the news of an ended one: it looks.
function requireSession(scope: HttpServer, { verifier, db, clock }: AuthDependencies): void {
  authenticated(scope, verifier);
  forbidCaching(scope);
  scope.addHook('onRequest', async (request) => {
    const { sessionId, userId } = identityOf(request);
    const session = await findLiveSession(db, sessionId, new Date(clock.now()));
    if (session?.userId === userId) return;
    throw commonErrors.unauthenticated({
      detail: 'The session was ended. Log in again.',
      headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    });
  });
}

function addInternalRoutes(app: HttpServer, dependencies: AuthDependencies, readiness: Readiness): void {
  const { config, db, redis, metrics, passwords } = dependencies;
  registerHealth(app, {
    config,
    readiness,
    checks: { database: databaseCheck(db), redis: redisCheck(redis) },
    criticalForReadiness: ['database'],
  });
  const waiting = metrics.gauge('auth_password_queue_depth', 'Passwords that wait to be hashed or checked');
  app.addHook('onRequest', async () => waiting.set(passwords.waiting()));
  registerMetricsRoute(app, metrics);
}
