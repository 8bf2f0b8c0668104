import { sql } from 'kysely';
import type { LearningDependencies } from '../../dependencies.ts';
import { learningErrors } from '../../errors.ts';
import { findCourse } from '../courses/repository.ts';
import { readLearner } from '../learners/read-learner.ts';
import { findDefaultCourseId } from './thread.repository.ts';

type Wanted = {
  readonly courseId?: string | undefined;
  readonly language?: string | undefined;
  readonly level?: 'beginner' | 'intermediate' | 'advanced' | undefined;
  readonly topic?: string | undefined;
};
type Starter = { readonly text: string; readonly translation: string; readonly topic: string };
const startersShown = 6;

/**
 * Sentences to begin a conversation with: the opening lines of the course's dialogues and its questions. The level decides where in
 * the course they come from, the topic is looked for in titles, tags and texts; a topic that the course does not know is ignored.
 * Throws course_not_found.
 */
export async function listStarters(
  deps: Pick<LearningDependencies, 'db' | 'cache'>,
  userId: string,
  wanted: Wanted,
): Promise<{ language: string; starters: Starter[] }> {
  const learner = await readLearner(deps, userId);
  const language = wanted.language ?? learner.targetLanguage;
  const id =
    wanted.courseId ??
    (await findDefaultCourseId(deps.db, { ...learner, targetLanguage: language }, wanted.language));
  const course = id === undefined ? undefined : await findCourse(deps.db, userId, id);
  if (course === undefined) throw learningErrors.course_not_found();
  const isLate = (wanted.level ?? learner.proficiencyLevel) !== 'beginner';
  const order = isLate ? sql`unit_ord desc, kind, ord` : sql`unit_ord, kind, ord`;
  const { rows } = await sql<Starter>`with lines as (
      select s.lines -> 0 ->> 'target' as text, s.lines -> 0 ->> 'source' as translation, u.title as topic,
        concat_ws(' ', u.key, u.title, s.key, s.title, s.goal) as about, u.ord as unit_ord, 0 as kind, s.ord
      from dialogue_scenes s join units u on u.id = s.unit_id
      where s.course_id = ${course.id} and not s.retired
      union all
      select i.target_text, i.source_text, u.title,
        concat_ws(' ', u.key, u.title, k.title, i.source_text, array_to_string(i.tags, ' ')), u.ord, 1, i.ord
      from items i join skills k on k.id = i.skill_id join units u on u.id = k.unit_id
      where i.course_id = ${course.id} and not i.retired and i.kind <> 'word' and i.source_text like '%?'
    )
    select text, translation, topic from lines
    order by (position(lower(${wanted.topic ?? ''}) in lower(about)) > 0) desc, ${order}
    limit ${startersShown}`.execute(deps.db);
  return { language: course.targetLanguage, starters: rows };
}
