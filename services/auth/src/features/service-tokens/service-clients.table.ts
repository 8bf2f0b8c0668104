export type ServiceClientsTable = {
  id: string;
  name: string;
  secret_hash: Buffer;
  /** Services that the client may call. */
  audiences: string[];
  created_at: Date;
};
