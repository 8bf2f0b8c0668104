import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { styleText } from 'node:util';
import type { Static } from 'typebox';
import { LocalError } from '../failure.ts';
import type { CommandContext } from '../project.ts';
import { findGateway } from '../running.ts';
import { type Api, createApi } from './api.ts';
import { openPhraseBook, type PhraseBook, withoutAccents, withTypo } from './phrase-book.ts';
import { bar, tell, tellVerdict } from './print.ts';
import * as shapes from './shapes.ts';

type Course = Static<typeof shapes.Courses>['items'][number];
type Exercise = Static<typeof shapes.Exercise>;

async function signUp(api: Api): Promise<void> {
  const email = `mara.${randomBytes(5).toString('hex')}@linguamate.dev`;
  tell.title('1. Mara signs up');
  const languages = { nativeLanguage: 'en', targetLanguage: 'es' };
  const account = { email, password: randomBytes(12).toString('base64url'), name: 'Mara', ...languages };
  const { accessToken } = await api.call(shapes.SignedUp, 'POST', '/api/auth/signup', account);
  api.useToken(accessToken);
  tell.text(`${email} has an account, and a token that is good for ten minutes.`);
  const profile = await api.call(shapes.Profile, 'PATCH', '/api/users/me', { proficiencyLevel: 'beginner' });
  tell.quiet(`Her profile: ${profile.name}, speaks English, learns Spanish, ${profile.proficiencyLevel}.`);
}

async function chooseCourse(api: Api): Promise<Course> {
  tell.title('2. She looks for a course');
  const { items } = await api.call(shapes.Courses, 'GET', '/api/courses');
  const course = items.find(({ slug }) => slug === 'es-from-en') ?? items[0];
  if (!course)
    throw new LocalError('The running system has no course: restart it with npm start, which loads them.');
  tell.line(styleText('bold', course.title));
  tell.text(course.description);
  tell.quiet(`${course.lessonCount} lessons, ${course.licence.name}.`);
  return course;
}

async function openLesson(api: Api, course: Course): Promise<string> {
  const { items } = await api.call(shapes.Lessons, 'GET', `/api/courses/${course.id}/lessons`);
  const [first] = items;
  if (!first) throw new LocalError(`The course "${course.title}" has no lessons.`);
  const lesson = await api.call(shapes.Lesson, 'GET', `/api/lessons/${first.id}`);
  tell.title(`3. The first lesson: ${lesson.title}`);
  if (lesson.intro) tell.marked(lesson.intro.trim());
  return first.id;
}

/** Mara knows her book, but she is human: the second answer has a typo, the fourth is a wrong guess. */
function answerOf(exercise: Exercise, index: number, book: PhraseBook): string {
  const known = book.lookUp(exercise.prompt);
  const right = exercise.choices?.find((choice) => choice.toLowerCase() === known?.toLowerCase()) ?? known;
  const guess = exercise.direction === 'to_target' ? 'no lo sé' : "I don't know";
  if (index % 4 === 3) return exercise.choices?.find((choice) => choice !== right) ?? guess;
  if (right === undefined) return exercise.choices?.[0] ?? guess;
  if (exercise.choices) return right;
  return index % 4 === 1 ? withTypo(right) : withoutAccents(right);
}

async function answerUntilRight(
  api: Api,
  sessionId: string,
  exercise: Exercise,
  firstAnswer: string,
): Promise<void> {
  let answer = firstAnswer;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const body = { exerciseId: exercise.id, answer, clientEventId: randomUUID(), latencyMs: 2_400 };
    const graded = await api.call(shapes.Graded, 'POST', `/api/practice/sessions/${sessionId}/answers`, body);
    tellVerdict(answer, { ...graded, ...(graded.note ? { note: graded.note } : {}) });
    if (graded.correct || !graded.retriesLeft) return;
    answer = graded.expected;
  }
}

function describeTask(exercise: Exercise, index: number, total: number): void {
  const number = styleText('dim', `${index + 1}/${total}`);
  const sound = exercise.ipa ? styleText('dim', `  [${exercise.ipa}]`) : '';
  tell.line(`\n  ${number}  ${styleText('bold', exercise.prompt)}${sound}`);
  const into = exercise.direction === 'to_target' ? 'in Spanish' : 'in English';
  const task = exercise.choices ? exercise.choices.join('  ·  ') : `say it ${into}`;
  tell.line(`     ${styleText('dim', task)}`);
}

async function takeLesson(api: Api, lessonId: string, book: PhraseBook): Promise<void> {
  const session = await api.call(shapes.Session, 'POST', '/api/practice/sessions', { lessonId });
  for (const [index, exercise] of session.exercises.entries()) {
    describeTask(exercise, index, session.exercises.length);
    await answerUntilRight(api, session.id, exercise, answerOf(exercise, index, book));
  }
  const result = await api.call(shapes.Finished, 'POST', `/api/practice/sessions/${session.id}/finish`);
  tell.line('');
  tell.line(
    `${bar(result.score, 24)} ${Math.round(result.score * 100)} %, ${result.correct} of ${result.total} at the first try`,
  );
  const outcome = result.completed ? 'The lesson is done' : 'The lesson can be taken again';
  tell.line(
    `${outcome}: ${styleText('bold', `${result.xp} XP`)}, streak of ${result.streak.current} day(s).`,
  );
}

async function showProgress(api: Api): Promise<void> {
  tell.title('4. What she has achieved');
  const progress = await api.call(shapes.Progress, 'GET', '/api/progress');
  for (const { title, lessonsCompleted, lessonsTotal } of progress.courses) {
    tell.line(
      `${bar(lessonsCompleted / lessonsTotal, 24)} ${title}: ${lessonsCompleted} of ${lessonsTotal} lessons`,
    );
  }
  const { answers, correctAnswers } = progress.totals;
  tell.line(`${progress.xp.total} XP in all; ${correctAnswers} of ${answers} answers were right.`);
}

async function askTutor(api: Api, course: Course): Promise<void> {
  tell.title('5. A word with the tutor');
  const { id } = await api.call(shapes.Thread, 'POST', '/api/chat/threads', { courseId: course.id });
  let degraded = false;
  for (const text of ['Hola! Can we practise what I learnt today?', 'Give me a hint']) {
    tell.line(`${styleText('bold', 'Mara')}   ${text}`);
    const answer = await api.call(shapes.Reply, 'POST', `/api/chat/threads/${id}/messages`, { text });
    tell.line(`${styleText(['bold', 'cyan'], 'Tutor')}  ${answer.reply.replace(/\n+/g, '\n         ')}`);
    degraded = answer.degraded;
  }
  if (degraded) {
    tell.quiet(
      'No AI service is configured: the tutor answers from the course. EXPO_PUBLIC_TOOLKIT_URL connects one.',
    );
  }
}

/**
 * Plays one learner's journey against the running system, through the gateway, and prints it.
 *
 * @throws LocalError with a sentence when a step does not work.
 */
export async function demo({ root, options }: CommandContext): Promise<void> {
  const gatewayUrl = findGateway(root, options, process.env);
  const api = createApi(gatewayUrl);
  tell.title(`Linguamate at ${gatewayUrl}`);
  await signUp(api);
  const course = await chooseCourse(api);
  const lessonId = await openLesson(api, course);
  const contentDir = process.env.CONTENT_DIR || join(root, 'content');
  await takeLesson(api, lessonId, openPhraseBook(contentDir, course.slug));
  await showProgress(api);
  await askTutor(api, course);
  tell.line('');
}
