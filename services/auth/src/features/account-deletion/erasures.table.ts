export type ErasuresTable = {
  user_id: string;
  /** Services that have not confirmed yet. */
  pending_services: string[];
  started_at: Date;
  announced_at: Date;
  completed_at: Date | null;
};
