import type { Generated } from 'kysely';

export type TotpFactorsTable = {
  user_id: string;
  secret_sealed: Buffer;
  /** Number of the last 30 seconds whose code was accepted: a code works once. */
  last_step: Generated<number>;
  created_at: Date;
  confirmed_at: Date | null;
};

export type RecoveryCodesTable = { user_id: string; code_hash: Buffer };

export type MfaChallengesTable = {
  token_hash: Buffer;
  user_id: string;
  password_version: number;
  device_label: string;
  source: string;
  attempts: Generated<number>;
  created_at: Date;
  expires_at: Date;
};
