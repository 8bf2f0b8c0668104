import { strictObject } from '@linguamate/shared/http/schemas';
import Type from 'typebox';
import { LoginAnswer } from '../passkeys/schemas.ts';
import { Password } from '../passwords/schemas.ts';
import { LinkToken } from '../verification/schemas.ts';

const Code = Type.String({ pattern: '^[0-9]{6}$', description: 'From the authenticator app.' });
const RecoveryCode = Type.String({ minLength: 24, maxLength: 40, description: 'One of the recovery codes.' });
const OptionalPassword = Type.Optional(Password);

export const OwnerBody = strictObject({ password: OptionalPassword });
export const ActivateBody = strictObject({ code: Code });
export const DisableBody = Type.Union([
  strictObject({ password: OptionalPassword, code: Code }),
  strictObject({ password: OptionalPassword, recoveryCode: RecoveryCode }),
]);
export const ChallengeBody = Type.Union([
  strictObject({ challengeToken: LinkToken, code: Code }),
  strictObject({ challengeToken: LinkToken, recoveryCode: RecoveryCode }),
  strictObject({ challengeToken: LinkToken, passkey: LoginAnswer }),
]);

export const Enrollment = Type.Object(
  {
    secret: Type.String({ description: 'To be typed into the app.' }),
    url: Type.String({ description: 'To be shown as a QR code.' }),
  },
  { title: 'TotpEnrollment' },
);

export const RecoveryCodes = Type.Object(
  { recoveryCodes: Type.Array(Type.String()) },
  { title: 'RecoveryCodes' },
);

export const MfaRequired = Type.Object(
  {
    status: Type.Literal('mfa_required'),
    challengeToken: Type.String(),
    expiresIn: Type.Integer({ description: 'Seconds within which the second factor has to follow.' }),
    methods: Type.Array(Type.String(), { examples: [['totp', 'recovery', 'passkey']] }),
  },
  { title: 'MfaRequired' },
);
