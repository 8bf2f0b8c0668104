import type { FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { challengeLifeSeconds } from '../mfa/challenge-login.ts';
import type { MfaRequired } from '../mfa/schemas.ts';
import { toUserView } from '../users/schemas.ts';
import { deviceLabel } from './device-label.ts';
import { issueTokens } from './issue-tokens.ts';
import type { TokensSchema } from './schemas.ts';
import type { Client, StartedSession } from './session.ts';
import { sourceOf } from './source.ts';

/** The body of every answer that carries tokens. */
export async function answerWithTokens(
  dependencies: AuthDependencies,
  started: StartedSession,
): Promise<Static<typeof TokensSchema>> {
  return { user: toUserView(started.user), ...(await issueTokens(dependencies.tokenIssuer, started)) };
}

/**
 * The answer to a login, with a token by which the account will know this device again.
 *
 * @param presented the device token that came with the request; a genuine one is kept
 */
export async function answerOnDevice(
  dependencies: AuthDependencies,
  started: StartedSession,
  presented?: string,
): Promise<Static<typeof TokensSchema>> {
  const { deviceTokens } = dependencies;
  const isKnown = deviceTokens.deviceIdOf(presented, started.user.id) !== undefined;
  const deviceToken = isKnown && presented ? presented : deviceTokens.issue(started.user.id);
  return { ...(await answerWithTokens(dependencies, started)), deviceToken };
}

/** The answer to a login whose second factor is still to come. */
export function mfaStep(challengeToken: string): Static<typeof MfaRequired> {
  return {
    status: 'mfa_required',
    challengeToken,
    expiresIn: challengeLifeSeconds,
    methods: ['totp', 'recovery', 'passkey'],
  };
}

/** What is known about the device behind a request. */
export function clientOf(request: FastifyRequest, deviceName?: string): Client {
  return {
    deviceLabel: deviceLabel(request.headers['user-agent'], deviceName),
    source: sourceOf(request.ip),
  };
}
