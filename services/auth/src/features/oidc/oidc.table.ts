export type OidcIdentitiesTable = { issuer: string; subject: string; user_id: string; created_at: Date };

export type OidcFlowsTable = {
  state_hash: Buffer;
  /** Only the app that began the login knows the token behind this. */
  flow_hash: Buffer;
  provider: string;
  /** PKCE verifier and nonce. */
  secrets_sealed: Buffer;
  redirect_uri: string;
  created_at: Date;
  expires_at: Date;
};
