import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import { readPreferences } from '../preferences/repository.ts';
import type { Boards } from './boards.ts';
import { listRankedCourses, sumOf, sumsOfAll } from './repository.ts';
import { periods, windowOf } from './windows.ts';

/** The board that all learners share; the others are named after their course. */
export const globalBoard = 'global';

/** Sets a learner's standing on every board from the ledger, or takes them off when they opted out. */
export async function updateBoards(
  db: Kysely<LearningSchema>,
  boards: Boards,
  learner: { userId: string; courseId: string | undefined },
  nowMs: number,
): Promise<void> {
  const { optOut } = (await readPreferences(db, learner.userId)).profile.leaderboard;
  const courses = learner.courseId === undefined ? [] : [learner.courseId];
  for (const period of periods) {
    const window = windowOf(period, nowMs);
    for (const course of [undefined, ...courses]) {
      const board = course ?? globalBoard;
      const entry = optOut ? undefined : await sumOf(db, learner.userId, window, course);
      if (entry === undefined) await boards.remove(board, window, learner.userId);
      else await boards.set(board, window, [entry]);
    }
  }
}

/** Takes a learner off the present boards for good. Has to be called while their ledger still exists. */
export async function leaveBoards(
  db: Kysely<LearningSchema>,
  boards: Boards,
  userId: string,
  nowMs: number,
): Promise<void> {
  const names = [globalBoard, ...(await listRankedCourses(db, userId))];
  for (const period of periods) {
    for (const board of names) await boards.remove(board, windowOf(period, nowMs), userId);
  }
}

/** Makes every board of the present windows again from the ledger. Returns how many standings it wrote. */
export async function rebuildBoards(
  db: Kysely<LearningSchema>,
  boards: Boards,
  nowMs: number,
): Promise<number> {
  let count = 0;
  const courses = await listRankedCourses(db);
  for (const period of periods) {
    const window = windowOf(period, nowMs);
    count += await boards.replace(globalBoard, window, sumsOfAll(db, window));
    for (const course of courses)
      count += await boards.replace(course, window, sumsOfAll(db, window, course));
  }
  return count;
}
