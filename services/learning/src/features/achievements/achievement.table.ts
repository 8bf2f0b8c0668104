/** What a learner has reached; a row is written once and pays once. */
export type AchievementTable = {
  user_id: string;
  key: string;
  earned_at: Date;
};
