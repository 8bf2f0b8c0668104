import { sql, type Transaction } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { normalise } from '../grading/normalise.ts';
import { gradingPolicy } from '../grading/policies.ts';
import { ensureCards } from '../reviews/repository.ts';
import { type CoachCourse, readCoachCourse } from './coach.repository.ts';
import { addCorrectionItem } from './correction-course.ts';
import { findMessage } from './repository.ts';
import type { Correction } from './schemas.ts';
import { findThread } from './thread.repository.ts';

type Trx = Transaction<LearningSchema>;
export type AcceptedCorrection = { readonly itemId: string; readonly courseId: string };

/**
 * Turns a correction of the tutor into a card that is due at once: of the course's own item where it teaches just that, else of an
 * item in the learner's private collection of corrections. Accepting it again changes nothing.
 *
 * @param request.position place of the correction in the message, from 0
 * @throws thread_not_found, correction_not_found
 */
export async function acceptCorrection(
  deps: Pick<LearningDependencies, 'db' | 'clock'>,
  userId: string,
  request: { threadId: string; messageId: string; position: number },
): Promise<AcceptedCorrection> {
  const { messageId, position } = request;
  const thread = await findThread(deps.db, request.threadId, userId);
  if (thread === undefined) throw learningErrors.thread_not_found();
  const message = await findMessage(deps.db, thread.id, messageId);
  const correction = message?.details.corrections?.[position];
  if (correction === undefined) throw learningErrors.correction_not_found();
  const course = await readCoachCourse(deps.db, thread.courseId);
  return await deps.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`corrections ${userId}`}, 0))`.execute(trx);
    const known = await findAccepted(trx, messageId, position);
    if (known !== undefined) return known;
    const item =
      (await findTaught(trx, course, correction.corrected)) ??
      (await addCorrectionItem(trx, { userId, course, correction, clock: deps.clock }));
    const at = new Date(deps.clock.now());
    await makeDue(trx, userId, item, at);
    await trx
      .insertInto('accepted_corrections')
      .values({ message_id: messageId, position, user_id: userId, item_id: item.itemId, created_at: at })
      .execute();
    return item;
  });
}

async function findAccepted(
  trx: Trx,
  messageId: string,
  position: number,
): Promise<AcceptedCorrection | undefined> {
  return await trx
    .selectFrom('accepted_corrections')
    .innerJoin('items', 'items.id', 'accepted_corrections.item_id')
    .select(['items.id as itemId', 'items.course_id as courseId'])
    .where('accepted_corrections.message_id', '=', messageId)
    .where('accepted_corrections.position', '=', position)
    .executeTakeFirst();
}

/** The item with which the course teaches a text, if it does. */
async function findTaught(
  trx: Trx,
  course: CoachCourse,
  text: Correction['corrected'],
): Promise<AcceptedCorrection | undefined> {
  return await trx
    .selectFrom('accepted_answers')
    .innerJoin('items', 'items.id', 'accepted_answers.item_id')
    .select(['items.id as itemId', 'items.course_id as courseId'])
    .where('items.course_id', '=', course.id)
    .where('items.retired', '=', false)
    .where('accepted_answers.direction', '=', 'to_target')
    .where('accepted_answers.text_norm', '=', normalise(text, gradingPolicy(course.targetLanguage)))
    .orderBy('accepted_answers.is_primary', 'desc')
    .orderBy('items.ord')
    .executeTakeFirst();
}

/** The producing card of the item comes up now; what was learned about it before stays. */
async function makeDue(trx: Trx, userId: string, item: AcceptedCorrection, at: Date): Promise<void> {
  await ensureCards(trx, { userId, ...item, at });
  await trx
    .updateTable('cards')
    .set({ due: at, suspended: false })
    .where('user_id', '=', userId)
    .where('item_id', '=', item.itemId)
    .where('direction', '=', 'to_target')
    .where((where) => where.or([where('due', 'is', null), where('due', '>', at)]))
    .execute();
}
