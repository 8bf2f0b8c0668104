import type { Clock } from '@linguamate/shared/clock';
import type { Kysely } from 'kysely';
import type { LearningSchema } from '../../database.ts';
import type { Lexicons } from '../content/lexicons.ts';
import { type Grade, gradeAnswer } from '../grading/grade-answer.ts';
import { gradingContextOf } from '../practice/grade-served.ts';
import {
  type CoachCourse,
  type CoachItem,
  findCoachItem,
  listCoachItems,
  readCoachCourse,
} from './coach.repository.ts';
import { coachSuggestions, languageName, praiseIn, wishOf } from './coach-phrases.ts';
import { acceptedFor, makeTask, question } from './coach-task.ts';
import type { Message } from './repository.ts';
import type { CoachTask, Correction, MessageDetails } from './schemas.ts';
import { smallTalk } from './small-talk.ts';

export type CoachReply = { readonly text: string; readonly details: MessageDetails };
type Dependencies = {
  readonly db: Kysely<LearningSchema>;
  readonly lexicons: Lexicons;
  readonly clock: Clock;
};
const recentItems = 12;
type Turn = {
  readonly userId: string;
  readonly courseId: string;
  readonly text: string;
  readonly history: readonly Message[];
};
type Feedback = {
  readonly text: string;
  readonly corrections: readonly Correction[];
  readonly again?: CoachTask;
};

/**
 * Answers a learner from the course alone, with no AI: grades what the last question asked for, explains, and asks the next one.
 * The same conversation always gets the same answer.
 *
 * @param turn.history messages before this one, newest first
 */
export async function coachReply(deps: Dependencies, turn: Turn): Promise<CoachReply> {
  const course = await readCoachCourse(deps.db, turn.courseId);
  const task = turn.history.find((message) => message.role === 'tutor')?.details.task;
  const asked = turn.history.flatMap((message) => message.details.task?.itemId ?? []);
  const item = task && (await findCoachItem(deps.db, task.itemId));
  const feedback = task && item ? await respond(deps, course, turn, task, item) : opening(course, turn.text);
  if (feedback.again !== undefined) return reply(feedback.text, feedback, feedback.again);
  const [next] = await listCoachItems(deps.db, {
    userId: turn.userId,
    courseId: turn.courseId,
    now: deps.clock.now(),
    recent: asked.slice(0, recentItems),
    limit: 1,
  });
  if (next === undefined) return reply(`${feedback.text} That was everything for now. Well done!`, feedback);
  const nextTask = await makeTask(deps.db, course, next, new Set(asked).size);
  return reply(`${feedback.text}\n\n${question(course, next, nextTask)}`, feedback, nextTask);
}

function reply(text: string, feedback: Feedback, task?: CoachTask): CoachReply {
  const suggestions = task === undefined ? [] : coachSuggestions;
  return { text, details: { degraded: true, corrections: feedback.corrections, suggestions, task } };
}

function opening(course: CoachCourse, text: string): Feedback {
  const greeting = smallTalk(text, course.targetLanguage)?.text;
  const invitation = `Let us practise some ${languageName(course.targetLanguage)} together.`;
  return { text: greeting === undefined ? invitation : `${greeting} ${invitation}`, corrections: [] };
}

async function respond(
  deps: Dependencies,
  course: CoachCourse,
  turn: Turn,
  task: CoachTask,
  item: CoachItem,
): Promise<Feedback> {
  const accepted = await acceptedFor(deps.db, task, item);
  const wish = wishOf(turn.text);
  if (wish === 'hint') return hint(accepted[0] ?? '', item, task);
  if (wish === 'skip') return { text: `No problem. The answer was “${accepted[0]}”.`, corrections: [] };
  if (wish === 'solution')
    return { text: withNote(`The answer is “${accepted[0]}”.`, item), corrections: [] };
  const context = await gradingContextOf(deps, course.id, task.direction);
  const grade = gradeAnswer(turn.text, accepted, context);
  const talk = grade.correct ? undefined : smallTalk(turn.text, course.targetLanguage);
  if (talk !== undefined) return backToTask(talk, course, task, item);
  return comment(grade, turn, task, item, course);
}

/** Somebody who greets or thanks has not answered wrongly: they get a civil word, and the question stays open. */
function backToTask(
  talk: { text: string; isGoodbye: boolean },
  course: CoachCourse,
  task: CoachTask,
  item: CoachItem,
): Feedback {
  const bridge = talk.isGoodbye
    ? 'Come back whenever you like. Next time we go on with this:'
    : 'Shall we go on?';
  return { text: `${talk.text} ${bridge}\n\n${question(course, item, task)}`, corrections: [], again: task };
}

/** Each hint shows a little more of the answer. */
function hint(answer: string, item: CoachItem, task: CoachTask): Feedback {
  const shown = Math.min(task.hintsGiven + 1, 3);
  const letters = answer
    .split(' ')
    .map((word) => {
      const all = Array.from(word);
      // Even the last hint leaves something to find out.
      const known = Math.min(shown, Math.max(1, all.length - 1));
      return all.slice(0, known).join('') + '·'.repeat(all.length - known);
    })
    .join(' ');
  const text = withNote(`It looks like this: ${letters}`, item);
  return { text, corrections: [], again: { ...task, hintsGiven: task.hintsGiven + 1 } };
}

function comment(grade: Grade, turn: Turn, task: CoachTask, item: CoachItem, course: CoachCourse): Feedback {
  const right = praiseIn(course.targetLanguage, turn.history.length);
  const corrections = (kind: string, explanation: string): Correction[] => [
    { original: turn.text, corrected: grade.expected, explanation, kind },
  ];
  switch (grade.verdict) {
    case 'exact':
      return { text: `${right} “${grade.expected}” it is.`, corrections: [] };
    case 'accent':
      return {
        text: withNote(`${right} Mind the accents: “${grade.expected}”.`, item),
        corrections: corrections('accent', 'The accents differ.'),
      };
    case 'typo':
      return {
        text: `${right} There is a small slip in the spelling: “${grade.expected}”.`,
        corrections: corrections('spelling', 'A small slip in the spelling.'),
      };
    case 'wrong_word':
    case 'wrong':
      return wrong(grade, task, item, corrections);
  }
}

function wrong(
  grade: Grade,
  task: CoachTask,
  item: CoachItem,
  corrections: (kind: string, explanation: string) => Correction[],
): Feedback {
  const words = grade.diff.filter((part) => part.kind === 'wrong' && part.given !== undefined);
  const isOneWordOff = grade.verdict === 'wrong_word' && words.length > 0;
  const explanation = isOneWordOff
    ? words.map((part) => `“${part.given}” is another word; here it is “${part.expected}”.`).join(' ')
    : `I was looking for “${grade.expected}”.`;
  const text = withNote(isOneWordOff ? `Nearly! ${explanation}` : `Not quite. ${explanation}`, item);
  const kind = isOneWordOff ? 'vocabulary' : 'translation';
  // A first miss is asked again at once: producing the right answer is what makes it stick.
  const again = task.hintsGiven === 0 ? { again: { ...task, hintsGiven: 1 } } : {};
  const invitation = task.hintsGiven === 0 ? ' Try it once more!' : '';
  return { text: text + invitation, corrections: corrections(kind, explanation), ...again };
}

function withNote(text: string, item: CoachItem): string {
  return item.details.note === undefined ? text : `${text} ${item.details.note}`;
}
