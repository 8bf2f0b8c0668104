import type { Generated, Selectable, Updateable } from 'kysely';

export type UsersTable = {
  id: string;
  email: string | null;
  email_key: string | null;
  email_verified_at: Date | null;
  password_hash: string | null;
  /** Grows when a person changes the password; not when the same password is stored in a newer way. */
  password_version: Generated<number>;
  name: string;
  native_language: string | null;
  target_language: string | null;
  proficiency_level: string | null;
  time_zone: string;
  is_premium: Generated<boolean>;
  is_anonymous: Generated<boolean>;
  roles: Generated<string[]>;
  disabled_at: Date | null;
  deletion_requested_at: Date | null;
  version: Generated<number>;
  created_at: Date;
  updated_at: Date;
};

export type UserRow = Selectable<UsersTable>;
export type UserChanges = Updateable<UsersTable>;
