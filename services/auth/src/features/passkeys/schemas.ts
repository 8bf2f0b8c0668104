import { Page, strictObject, Timestamp } from '@linguamate/shared/http/schemas';
import Type from 'typebox';
import { Password } from '../passwords/schemas.ts';

const Bytes = Type.String({ minLength: 1, maxLength: 16_384, pattern: '^[A-Za-z0-9_-]+$' });
const CredentialId = Type.String({ minLength: 1, maxLength: 1400, pattern: '^[A-Za-z0-9_-]+$' });

// Browsers add fields to these objects from version to version, so unknown ones are let through; none of them is used.
const credential = { id: CredentialId, rawId: CredentialId, type: Type.Literal('public-key') };
const Extensions = Type.Object({});

const RegistrationAnswer = Type.Object({
  ...credential,
  clientExtensionResults: Extensions,
  response: Type.Object({ clientDataJSON: Bytes, attestationObject: Bytes }),
});

export const LoginAnswer = Type.Object({
  ...credential,
  clientExtensionResults: Extensions,
  response: Type.Object({
    clientDataJSON: Bytes,
    authenticatorData: Bytes,
    signature: Bytes,
    userHandle: Type.Optional(Type.String({ maxLength: 100 })),
  }),
});

export const RegisterBody = strictObject({
  response: RegistrationAnswer,
  label: Type.String({ minLength: 1, maxLength: 60 }),
});
export const PasskeyLoginBody = strictObject({ response: LoginAnswer });
export const RemoveBody = strictObject({ id: CredentialId, password: Type.Optional(Password) });

/** Options in the form of WebAuthn; the browser understands them, we need not describe them. */
export const BrowserOptions = Type.Unsafe<object>({ type: 'object', additionalProperties: true });

export const PasskeyPage = Page(
  Type.Object(
    {
      id: Type.String(),
      label: Type.String(),
      createdAt: Timestamp,
      lastUsedAt: Type.Union([Timestamp, Type.Null()]),
    },
    { title: 'Passkey' },
  ),
);
export const Registered = Type.Object({ id: Type.String() }, { title: 'PasskeyRegistered' });
