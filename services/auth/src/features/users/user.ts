import { type Role, roles } from '@linguamate/shared/identity/tokens';
import type { EmailAddress } from './email-address.ts';

export const roleNames = roles;
export const proficiencyLevels = ['beginner', 'intermediate', 'advanced'] as const;

export type { Role };
export type ProficiencyLevel = (typeof proficiencyLevels)[number];

/** What a person may set about themselves. */
export type Profile = {
  name: string;
  nativeLanguage: string | null;
  targetLanguage: string | null;
  proficiencyLevel: ProficiencyLevel | null;
  timeZone: string;
};

export type User = Profile & {
  id: string;
  email: string | null;
  isPremium: boolean;
  isAnonymous: boolean;
  roles: Role[];
  /** Grows with every change; the validator of conditional requests. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
};

/** A user as the login sees it: with the password's hash, and with what may keep the person out. */
export type Account = {
  user: User;
  /** Missing for people who have not given an address. */
  email: EmailAddress | null;
  passwordHash: string | null;
  passwordVersion: number;
  isVerified: boolean;
  isDisabled: boolean;
};
