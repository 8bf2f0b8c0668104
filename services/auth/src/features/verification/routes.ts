import { problemResponses } from '@linguamate/shared/http/schemas';
import type { HttpServer } from '@linguamate/shared/http/server';
import Type from 'typebox';
import type { AuthDependencies } from '../../dependencies.ts';
import { answerOnDevice, clientOf } from '../sessions/answers.ts';
import { TokensSchema } from '../sessions/schemas.ts';
import { resendVerification } from './request-signup.ts';
import { ResendBody, VerifyBody } from './schemas.ts';
import { verifyEmail } from './verify-email.ts';

const tags = ['auth'];

/** POST /api/auth/email/verify: proves an address, which opens the account and logs in. */
export function postVerify(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/email/verify',
    {
      schema: {
        tags,
        summary: 'Prove an e-mail address',
        description:
          'With the code or the token of the mail. A token without the sign-up id needs a new password.',
        body: VerifyBody,
        response: { 200: TokensSchema, ...problemResponses(400, 503) },
      },
    },
    async (request) =>
      await answerOnDevice(dependencies, await verifyEmail(dependencies, request.body, clientOf(request))),
  );
}

/** POST /api/auth/email/resend: another mail for a sign-up. */
export function postResend(server: HttpServer, dependencies: AuthDependencies): void {
  server.post(
    '/api/auth/email/resend',
    {
      schema: {
        tags,
        summary: 'Send the code again',
        body: ResendBody,
        response: { 202: Type.Null({ description: 'Accepted.' }), ...problemResponses(400) },
      },
    },
    async (request, reply) => {
      await resendVerification(dependencies, request.body.signupId);
      return await reply.code(202).send(null);
    },
  );
}

export const verificationRoutes = [postVerify, postResend];
