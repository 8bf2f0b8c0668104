import type { ColumnType, Selectable } from 'kysely';

export type SigningKeyState = 'next' | 'active' | 'previous' | 'retired';

export type SigningKeysTable = {
  kid: string;
  state: SigningKeyState;
  /** The public half as a JWK, stored as JSON. */
  public_jwk: ColumnType<Record<string, string>, string, never>;
  /** The private half (PKCS 8), sealed; emptied when the key retires. */
  private_sealed: Buffer | null;
  created_at: Date;
  activated_at: Date | null;
  replaced_at: Date | null;
};

export type SigningKeyRow = Selectable<SigningKeysTable>;
