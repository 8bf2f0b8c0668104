import { type Kysely, sql } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { Entry } from './boards.ts';
import type { BoardWindow } from './windows.ts';

type Db = Kysely<LearningSchema>;
type Sum = { userId: string; xp: number; reachedAt: Date };
const batchSize = 5000;

/** What a learner has earned in a window, in one course or in all, and when they earned the last of it. */
export async function sumOf(
  db: Db,
  userId: string,
  window: BoardWindow,
  courseId?: string,
): Promise<Entry | undefined> {
  const { rows } = await sql<Sum>`
    select user_id as "userId", sum(amount) as xp, max(earned_at) as "reachedAt"
    from xp_ledger where user_id = ${userId} and ${within(window)} ${ofCourse(courseId)}
    group by user_id`.execute(db);
  return rows[0] && toEntry(rows[0]);
}

/** The sums of all learners who take part, batch by batch in order of id. */
export async function* sumsOfAll(db: Db, window: BoardWindow, courseId?: string): AsyncGenerator<Entry[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await sql<Sum>`
      select user_id as "userId", sum(amount) as xp, max(earned_at) as "reachedAt"
      from xp_ledger where user_id > ${after} and ${within(window)} ${ofCourse(courseId)}
        and not exists (select 1 from preferences p where p.user_id = xp_ledger.user_id
          and (p.profile #>> '{leaderboard,optOut}')::boolean)
      group by user_id order by user_id limit ${batchSize}`.execute(db);
    if (rows.length > 0) yield rows.map(toEntry);
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchSize) return;
    after = last.userId;
  }
}

function within(window: BoardWindow) {
  const end = window.endMs === undefined ? sql`` : sql`and earned_at < ${new Date(window.endMs)}`;
  // The board of all time counts from the first line on, whatever its window's name for breaking ties says.
  const start = window.endMs === undefined ? sql`true` : sql`earned_at >= ${new Date(window.startMs)}`;
  return sql`${start} ${end}`;
}

function ofCourse(courseId: string | undefined) {
  return courseId === undefined ? sql`` : sql`and course_id = ${courseId}`;
}

function toEntry(row: Sum): Entry {
  return { userId: row.userId, xp: row.xp, reachedAtMs: row.reachedAt.getTime() };
}

/** The courses in which anything was ever earned, by anybody or by one learner. */
export async function listRankedCourses(db: Db, userId?: string): Promise<string[]> {
  let query = db.selectFrom('xp_ledger').select('course_id').distinct().where('course_id', 'is not', null);
  if (userId !== undefined) query = query.where('user_id', '=', userId);
  const rows = await query.execute();
  return rows.flatMap((row) => row.course_id ?? []);
}

/** The names under which learners appear on boards. An address is never one of them. */
export async function readAliases(db: Db, userIds: readonly string[]): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('learners')
    .leftJoin('preferences', 'preferences.user_id', 'learners.user_id')
    .select(['learners.user_id', 'learners.name'])
    .select(sql<string | null>`preferences.profile #>> '{leaderboard,alias}'`.as('alias'))
    .where('learners.user_id', 'in', userIds)
    .execute();
  return new Map(rows.map((row) => [row.user_id, publicName(row.user_id, row.alias ?? row.name)]));
}

/** A name that may be shown to strangers: the alias, else the name unless it looks like an address, else a number. */
export function publicName(userId: string, name: string | null): string {
  const plain = name?.trim() ?? '';
  return plain === '' || plain.includes('@') ? `Learner ${userId.slice(-6)}` : plain;
}
