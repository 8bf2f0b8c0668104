import { defineErrors } from '@linguamate/shared/errors';

/** Every failure that is the auth service's own: what a caller may read, and which status it comes with. */
export const authErrors = defineErrors({
  invalid_credentials: {
    status: 401,
    title: 'Wrong e-mail address or password',
    detail: 'The e-mail address or the password is not right.',
  },
  account_locked: {
    status: 429,
    title: 'Account locked',
    detail: 'Account locked. Try again later.',
    retryable: true,
  },
  proof_of_work_required: {
    status: 429,
    title: 'Proof of work required',
    detail: 'There were many failed attempts on this account. Solve the challenge and send it as "proof".',
    retryable: true,
  },
  email_taken: {
    status: 409,
    title: 'E-mail address in use',
    detail: 'There is already an account with this e-mail address.',
  },
  refresh_token_invalid: {
    status: 401,
    title: 'Refresh token not valid',
    detail: 'The refresh token is not valid. Log in again.',
  },
  refresh_token_reused: {
    status: 401,
    title: 'Refresh token used twice',
    detail: 'This refresh token was already replaced. For safety the session was ended. Log in again.',
  },
  session_expired: {
    status: 401,
    title: 'Session expired',
    detail: 'The session has expired. Log in again.',
  },
  session_ended: {
    status: 401,
    title: 'Session ended',
    detail: 'The session was ended. Log in again.',
  },
  not_anonymous: {
    status: 409,
    title: 'Full account already',
    detail: 'This is a full account already; there is nothing to upgrade.',
  },
  client_invalid: {
    status: 401,
    title: 'Client not valid',
    detail: 'The client is unknown, its secret is wrong, or it may not call this service.',
  },
  oidc_refused: {
    status: 401,
    title: 'Login at the provider failed',
    detail: 'The login at the other provider could not be confirmed. Begin again.',
  },
  oidc_email_unverified: {
    status: 403,
    title: 'Address not verified by the provider',
    detail: 'The provider has not verified your e-mail address. Sign up with the address itself.',
  },
  passkey_refused: {
    status: 401,
    title: 'Passkey refused',
    detail: 'The passkey could not be confirmed. Begin again.',
  },
  code_invalid: {
    status: 401,
    title: 'Wrong code',
    detail: 'The code is not right, or was used before.',
  },
  mfa_already_active: {
    status: 409,
    title: 'Second factor active already',
    detail: 'The second factor is switched on already.',
  },
  mfa_not_active: {
    status: 409,
    title: 'No second factor',
    detail: 'The second factor is not switched on.',
  },
  step_up_required: {
    status: 403,
    title: 'Proof of identity required',
    detail: 'Confirm that it is you: send the password, or log in again and repeat the request.',
  },
  token_invalid: {
    status: 400,
    title: 'Code or link not valid',
    detail: 'The code or link is not valid, was used before, or has expired. Ask for a new one.',
  },
  busy: {
    status: 503,
    title: 'Too many sign-ins at once',
    detail: 'The service is checking as many passwords as it can. Try again in a moment.',
    retryable: true,
  },
  key_too_young: {
    status: 409,
    title: 'Next key too young',
    detail: 'The next signing key has not been published long enough to be known everywhere.',
  },
});
