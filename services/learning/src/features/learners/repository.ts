import { commonErrors } from '@linguamate/shared/errors';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { LearnerTable } from './learner.table.ts';

type Db = Kysely<LearningSchema>;
type Trx = Transaction<LearningSchema>;

/** A person as far as learning is concerned; there is no address in it. */
export type Learner = {
  readonly userId: string;
  readonly name: string | null;
  readonly nativeLanguage: string;
  readonly targetLanguage: string | null;
  readonly proficiencyLevel: string;
  readonly isPremium: boolean;
  readonly timeZone: string;
  readonly rolloverHour: number;
};
/** What auth knows about a person and learning keeps a copy of; undefined leaves the stored value. */
export type LearnerProfile = {
  readonly name?: string | undefined;
  readonly nativeLanguage?: string | undefined;
  readonly targetLanguage?: string | null | undefined;
  readonly proficiencyLevel?: string | undefined;
  readonly isPremium?: boolean | undefined;
  readonly timeZone?: string | undefined;
};

/**
 * The learner behind a token. A first request may overtake the event of the registration, so the record is made on first use.
 * Throws unauthenticated for an account that was erased.
 */
export async function requireLearner(db: Db, userId: string): Promise<Learner> {
  return (await findLearner(db, userId)) ?? (await createLearner(db, userId));
}

/** The learner's record, or undefined. */
export async function findLearner(db: Db, userId: string): Promise<Learner | undefined> {
  const row = await db.selectFrom('learners').selectAll().where('user_id', '=', userId).executeTakeFirst();
  return row && toLearner(row);
}

async function createLearner(db: Db, userId: string): Promise<Learner> {
  await sql`insert into learners (user_id)
    select ${userId}::uuid where not exists (select 1 from erased_learners where user_id = ${userId}::uuid)
    on conflict do nothing`.execute(db);
  const learner = await findLearner(db, userId);
  if (learner === undefined) {
    throw commonErrors.unauthenticated({
      detail: 'This account has been deleted.',
      message: 'learner was erased',
    });
  }
  return learner;
}

/** Stores a profile unless a newer one is stored or the learner was erased: events may arrive late and out of order. */
export async function saveProfile(
  trx: Trx,
  userId: string,
  profile: LearnerProfile,
  at: Date,
): Promise<void> {
  const erased = await trx
    .selectFrom('erased_learners')
    .select('user_id')
    .where('user_id', '=', userId)
    .executeTakeFirst();
  if (erased !== undefined) return;
  const values = withoutUndefined({
    name: profile.name,
    native_language: profile.nativeLanguage,
    target_language: profile.targetLanguage,
    proficiency_level: profile.proficiencyLevel,
    is_premium: profile.isPremium,
    time_zone: profile.timeZone,
  });
  await trx
    .insertInto('learners')
    .values({ ...values, user_id: userId, profile_at: at })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ ...values, profile_at: at })
        .where((where) =>
          where.or([where('learners.profile_at', 'is', null), where('learners.profile_at', '<=', at)]),
        ),
    )
    .execute();
}

/** Takes a level that the learner chose for themselves over into their courses, where it counts as newly reached. */
export async function applyLevel(trx: Trx, userId: string, level: string, at: Date): Promise<void> {
  await trx.updateTable('enrolments').set({ level, level_since: at }).where('user_id', '=', userId).execute();
}

/** Removes everything about a learner and remembers only that they are gone. */
export async function eraseLearner(trx: Trx, userId: string): Promise<void> {
  await trx
    .insertInto('erased_learners')
    .values({ user_id: userId })
    .onConflict((conflict) => conflict.column('user_id').doNothing())
    .execute();
  await trx.deleteFrom('courses').where('owner_id', '=', userId).execute();
  await trx.deleteFrom('learners').where('user_id', '=', userId).execute();
}

function withoutUndefined<T extends Record<string, unknown>>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  // Only keys whose value is there are left, which is what the return type says.
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function toLearner(row: Selectable<LearnerTable>): Learner {
  return {
    userId: row.user_id,
    name: row.name,
    nativeLanguage: row.native_language,
    targetLanguage: row.target_language,
    proficiencyLevel: row.proficiency_level,
    isPremium: row.is_premium,
    timeZone: row.time_zone,
    rolloverHour: row.rollover_hour,
  };
}
