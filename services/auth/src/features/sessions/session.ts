import type { User } from '../users/user.ts';

/** How somebody proved who they are (RFC 8176 names). */
export type AuthenticationMethod = 'pwd' | 'otp' | 'swk' | 'fed' | 'anon' | 'mfa';

export type Session = {
  id: string;
  userId: string;
  amr: AuthenticationMethod[];
  authenticatedAt: Date;
  absoluteExpiresAt: Date;
};

/** What is known about the device that asks. */
export type Client = { deviceLabel: string; source: string };

/** What a login yields: a person, a session, and the token that continues it. */
export type StartedSession = { user: User; session: Session; refreshToken: string };

export type EndReason =
  | 'logout'
  | 'revoked'
  | 'reuse'
  | 'expired'
  | 'too_many'
  | 'upgraded'
  | 'password_changed'
  | 'password_reset'
  | 'account_disabled'
  | 'account_deleted';
