export type ExportsTable = {
  user_id: string;
  requested_at: Date;
  queued_at: Date | null;
  /** The finished archive; wiped once it is fetched. */
  archive_sealed: Buffer | null;
};
