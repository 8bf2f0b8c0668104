import { strictObject } from '@linguamate/shared/http/schemas';
import Type from 'typebox';
import { Password } from '../passwords/schemas.ts';
import { Name, profileFields, UserSchema } from '../users/schemas.ts';

// Twice the length that RFC 5321 allows: what is over that cannot become an address by tidying.
export const Email = Type.String({ minLength: 3, maxLength: 508, examples: ['ana@example.com'] });
const RefreshToken = Type.String({ minLength: 1, maxLength: 256 });
const DeviceName = Type.String({
  minLength: 1,
  maxLength: 60,
  description: 'What the list of sessions calls this device; made from the User-Agent when left out.',
});

export const SignUpBody = strictObject({
  email: Email,
  password: Password,
  name: Name,
  ...profileFields,
  deviceName: Type.Optional(DeviceName),
});

export const LogInBody = strictObject({
  email: Email,
  password: Password,
  deviceName: Type.Optional(DeviceName),
  deviceToken: Type.Optional(
    Type.String({
      maxLength: 64,
      description: 'From an earlier login on this device; keeps others from locking you out.',
    }),
  ),
  proof: Type.Optional(
    Type.String({
      maxLength: 128,
      description: 'Solution of the challenge in a proof_of_work_required answer.',
    }),
  ),
});

export const RefreshBody = strictObject({ refreshToken: RefreshToken });

// A logout without a body is a logout of the session in the bearer token.
export const LogOutBody = Type.Union([
  strictObject({ refreshToken: Type.Optional(RefreshToken) }),
  Type.Null(),
]);

export const TokensSchema = Type.Object(
  {
    user: UserSchema,
    accessToken: Type.String(),
    refreshToken: Type.String(),
    expiresIn: Type.Integer({ description: 'Seconds until the access token expires.' }),
    tokenType: Type.Literal('Bearer'),
    deviceToken: Type.Optional(
      Type.String({ description: 'Send it with the next login on this device. It opens nothing by itself.' }),
    ),
  },
  { title: 'Tokens' },
);
