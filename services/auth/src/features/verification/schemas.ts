import { strictObject, Uuid } from '@linguamate/shared/http/schemas';
import Type from 'typebox';
import { Password } from '../passwords/schemas.ts';

export const LinkToken = Type.String({
  minLength: 1,
  maxLength: 128,
  description: 'From the link in the mail.',
});
const Code = Type.String({ pattern: '^[0-9]{6}$', description: 'From the mail.' });

export const VerifyBody = Type.Union([
  strictObject({ signupId: Uuid, code: Code }),
  strictObject({ signupId: Uuid, token: LinkToken }),
  strictObject({ token: LinkToken, password: Password }),
]);

export const ResendBody = strictObject({ signupId: Uuid });

export const SignupAccepted = Type.Object(
  {
    status: Type.Literal('verification_required'),
    signupId: Uuid,
    expiresIn: Type.Integer({ description: 'Seconds within which the address has to be proven.' }),
  },
  { title: 'SignupAccepted' },
);
