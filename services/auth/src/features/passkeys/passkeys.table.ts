export type PasskeysTable = {
  /** As the authenticator names it, in base64url. */
  credential_id: string;
  user_id: string;
  public_key: Buffer;
  /** Grows with each use of authenticators that count; a step back means a copy. */
  counter: number;
  label: string;
  created_at: Date;
  last_used_at: Date | null;
};

export type PasskeyChallengesTable = {
  challenge_hash: Buffer;
  /** Who registers; null for a login, which says itself who it is. */
  user_id: string | null;
  expires_at: Date;
};
