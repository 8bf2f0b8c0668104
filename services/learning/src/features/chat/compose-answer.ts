import type { Deadline } from '@linguamate/shared/deadline';
import { ClientClosedError } from '@linguamate/shared/errors';
import type { LearningDependencies } from '../../dependencies.ts';
import { askTutor, isAway, type TutorAnswer } from './ask-tutor.ts';
import { type CoachCourse, listCoachItems, readCoachCourse } from './coach.repository.ts';
import { coachReply } from './coach.ts';
import { fallbackSuggestions } from './coach-phrases.ts';
import { renderTutorPrompt, tutorPromptVersion } from './prompts/tutor-v2.ts';
import { giveBackToQuota, takeFromQuota } from './quota.ts';
import { listMessages, type Message } from './repository.ts';
import type { Received } from './send-message.ts';
import { historyWindow } from './summarise.ts';
import { readSummary } from './thread.repository.ts';

type Dependencies = Pick<
  LearningDependencies,
  'db' | 'clock' | 'config' | 'lexicons' | 'toolkit' | 'logger' | 'metrics'
>;
type Writing = {
  readonly deadline: Deadline;
  readonly onText: ((piece: string) => Promise<void>) | undefined;
  /** Takes back what was told of an answer that failed half-way. */
  readonly restart: () => Promise<void>;
};
const wordsOffered = 8;

/**
 * Finds the answer to a message: by the AI, or by the coach while the AI is away or today's messages are used up. Only what the AI
 * answers is counted; a message whose reader left stays counted, so that leaving early is no way around the limit.
 */
export async function composeAnswer(
  deps: Dependencies,
  received: Received,
  writing: Writing,
): Promise<TutorAnswer> {
  const { learner, thread, userMessage } = received;
  const answers = deps.metrics.counter('tutor_replies_total', 'Replies of the tutor', ['source']);
  const page = { before: userMessage.id, limit: historyWindow * 2 };
  const history = await listMessages(deps.db, thread.id, page);
  const byCoach = async (reason: 'away' | 'quota') => {
    answers.inc({ source: 'coach' });
    const turn = { userId: learner.userId, courseId: thread.courseId, text: userMessage.text, history };
    const answer = await coachReply(deps, turn);
    return { ...answer, details: { ...answer.details, degradedReason: reason } };
  };
  if (!(await takeFromQuota(deps, learner, userMessage.id))) return byCoach('quota');
  try {
    const answer = await answerByAi(deps, received, history, writing);
    answers.inc({ source: 'ai' });
    return answer;
  } catch (error) {
    const { signal } = writing.deadline;
    if (!signal.aborted || !isOfLearner(signal.reason)) await giveBackToQuota(deps, userMessage.id);
    if (signal.aborted || !isAway(error)) throw signal.aborted ? signal.reason : error;
    deps.logger.info({ err: error }, 'the AI is away, the coach answers');
    await writing.restart();
    return byCoach('away');
  }
}

/** True when the learner ended the work: by leaving, or by having it stopped. */
function isOfLearner(reason: unknown): boolean {
  if (reason instanceof ClientClosedError) return true;
  return reason instanceof Error && 'code' in reason && reason.code === 'reply_stopped';
}

async function answerByAi(
  deps: Dependencies,
  received: Received,
  history: readonly Message[],
  { deadline, onText }: Writing,
): Promise<TutorAnswer> {
  const { learner, thread, userMessage, identity } = received;
  const course = await readCoachCourse(deps.db, thread.courseId);
  const request = { userId: learner.userId, courseId: thread.courseId, now: deps.clock.now() };
  const items = await listCoachItems(deps.db, { ...request, recent: [], limit: wordsOffered });
  const { summary } = await readSummary(deps.db, thread.id);
  const messages = renderTutorPrompt({
    targetLanguage: course.targetLanguage,
    nativeLanguage: course.sourceLanguage,
    level: learner.proficiencyLevel,
    words: items.map((item) => item.target),
    summary,
    history: history.slice(0, historyWindow).toReversed(),
    text: userMessage.text,
  });
  const answer = await askTutor(deps.toolkit, {
    messages,
    learnerText: userMessage.text,
    language: course.targetLanguage,
    token: identity.token,
    deadline,
    onText,
  });
  return withSuggestions(answer, course);
}

/** A learner who does not know what to say next should not be left alone by a model that forgot the suggestions. */
function withSuggestions(answer: TutorAnswer, course: CoachCourse): TutorAnswer {
  const given = answer.details.suggestions ?? [];
  const suggestions = given.length > 0 ? given : fallbackSuggestions(course.targetLanguage);
  return { ...answer, details: { ...answer.details, suggestions, prompt: tutorPromptVersion } };
}
