/** What achievements are decided by; all of it comes from tables that only the server writes. */
export type Attainments = {
  readonly xp: number;
  readonly longestStreak: number;
  readonly lessonsCompleted: number;
  readonly wordsLearned: number;
  readonly answers: number;
  readonly accuracy: number;
  readonly perfectLessons: number;
};
/** A goal, what it pays, and how far somebody is. */
export type Achievement = {
  readonly key: string;
  readonly title: string;
  /** XP for reaching it, once. */
  readonly xp: number;
  readonly goal: number;
  readonly progress: (attained: Attainments) => number;
};

const answersForAccuracy = 50;

/** All achievements. Keys are stored with learners and never change. */
export const achievements: readonly Achievement[] = [
  { key: 'streak_7', title: 'A week without a gap', xp: 100, goal: 7, progress: (r) => r.longestStreak },
  { key: 'streak_30', title: 'A month without a gap', xp: 500, goal: 30, progress: (r) => r.longestStreak },
  {
    key: 'streak_100',
    title: 'A hundred days without a gap',
    xp: 2000,
    goal: 100,
    progress: (r) => r.longestStreak,
  },
  { key: 'lessons_10', title: 'Ten lessons', xp: 50, goal: 10, progress: (r) => r.lessonsCompleted },
  { key: 'lessons_100', title: 'A hundred lessons', xp: 500, goal: 100, progress: (r) => r.lessonsCompleted },
  { key: 'words_100', title: 'A hundred words', xp: 200, goal: 100, progress: (r) => r.wordsLearned },
  { key: 'words_1000', title: 'A thousand words', xp: 1000, goal: 1000, progress: (r) => r.wordsLearned },
  {
    key: 'accuracy_90',
    title: 'Nine of ten answers right',
    xp: 300,
    goal: 90,
    // A few lucky answers say nothing about accuracy.
    progress: (r) => (r.answers < answersForAccuracy ? 0 : Math.floor(r.accuracy * 100)),
  },
  { key: 'perfect_10', title: 'Ten perfect lessons', xp: 400, goal: 10, progress: (r) => r.perfectLessons },
  { key: 'xp_1000', title: 'A thousand XP', xp: 0, goal: 1000, progress: (r) => r.xp },
  { key: 'xp_10000', title: 'Ten thousand XP', xp: 0, goal: 10_000, progress: (r) => r.xp },
];
