import { databaseCheck } from '@linguamate/shared/database';
import { type Readiness, registerHealth, registerMetricsRoute } from '@linguamate/shared/health';
import { createHttpServer, type HttpServer } from '@linguamate/shared/http/server';
import {
  authenticated,
  optionallyAuthenticated,
  requireRole,
} from '@linguamate/shared/identity/authenticate';
import { redisCheck } from '@linguamate/shared/redis';
import type { LearningDependencies } from './dependencies.ts';
import { achievementRoutes } from './features/achievements/routes.ts';
import { analyticsRoutes } from './features/analytics/routes.ts';
import { authorRoutes, reportRoutes } from './features/answer-reports/routes.ts';
import { chatRoutes } from './features/chat/routes.ts';
import { courseRoutes } from './features/courses/routes.ts';
import { dialogueRoutes } from './features/dialogues/routes.ts';
import { exportRoutes } from './features/exports/routes.ts';
import { importRoutes } from './features/imports/routes.ts';
import { leaderboardRoutes } from './features/leaderboard/routes.ts';
import { learnRoutes } from './features/learn/routes.ts';
import { onboardingRoutes } from './features/onboarding/routes.ts';
import { practiceRoutes } from './features/practice/routes.ts';
import { preferenceRoutes } from './features/preferences/routes.ts';
import { progressRoutes } from './features/progress/routes.ts';
import { pronunciationRoutes } from './features/pronunciation/routes.ts';
import { reviewRoutes } from './features/reviews/routes.ts';
import { translationRoutes } from './features/translation/routes.ts';

type RouteModule = (scope: HttpServer, dependencies: LearningDependencies) => void;

const openApi = {
  title: 'Linguamate learning',
  description: 'Courses, practice, progress and the tutor.',
  tags: [
    { name: 'courses', description: 'What can be learned.' },
    { name: 'learn', description: 'First steps in a language.' },
    { name: 'practice', description: 'Sessions whose answers are graded on the server.' },
    { name: 'reports', description: 'Answers that should have been right.' },
    { name: 'reviews', description: 'Spaced repetition: what to repeat and when.' },
    { name: 'progress', description: 'XP, streaks and what has been completed.' },
    { name: 'preferences', description: 'What a learner has set.' },
    { name: 'onboarding', description: 'Beginning, and taking courses.' },
    { name: 'leaderboard', description: 'Who earned most.' },
    { name: 'imports', description: 'Bringing courses along.' },
    { name: 'exports', description: 'Taking everything out again.' },
    { name: 'analytics', description: 'Looking back and ahead.' },
    { name: 'chat', description: 'Conversations with the tutor.' },
    { name: 'dialogues', description: 'Scenes to play, scored turn by turn.' },
    { name: 'translation', description: 'Translations, with history and favourites.' },
    { name: 'pronunciation', description: 'Reading aloud, assessed from what speech recognition heard.' },
  ],
};
const publicRoutes: readonly RouteModule[] = [...courseRoutes, ...learnRoutes];
const learnerRoutes: readonly RouteModule[] = [
  ...practiceRoutes,
  ...reportRoutes,
  ...reviewRoutes,
  ...progressRoutes,
  ...preferenceRoutes,
  ...onboardingRoutes,
  ...leaderboardRoutes,
  ...importRoutes,
  ...exportRoutes,
  ...achievementRoutes,
  ...analyticsRoutes,
  ...chatRoutes,
  ...dialogueRoutes,
  ...translationRoutes,
  ...pronunciationRoutes,
];

/**
 * Puts the HTTP server of the learning service together; it does not listen yet.
 * Who may call a route is decided by the scope it stands in, never by the text of its address.
 */
export function buildApp(dependencies: LearningDependencies, readiness: Readiness): HttpServer {
  const { config, logger, metrics, verifier } = dependencies;
  const app = createHttpServer({ service: 'learning', logger, metrics, config, openApi });
  addScope(app, dependencies, publicRoutes, (scope) => optionallyAuthenticated(scope, verifier));
  addScope(app, dependencies, learnerRoutes, (scope) => authenticated(scope, verifier));
  addScope(app, dependencies, authorRoutes, (scope) => {
    authenticated(scope, verifier);
    requireRole(scope, 'author', 'admin');
  });
  addInternalRoutes(app, dependencies, readiness);
  return app;
}

function addScope(
  app: HttpServer,
  dependencies: LearningDependencies,
  routes: readonly RouteModule[],
  prepare: (scope: HttpServer) => void,
): void {
  void app.register((scope: HttpServer, _options, done) => {
    prepare(scope);
    for (const route of routes) route(scope, dependencies);
    done();
  });
}

// An outage of the AI or of Redis never makes this instance unready: grading and coaching work without either.
function addInternalRoutes(app: HttpServer, dependencies: LearningDependencies, readiness: Readiness): void {
  const { config, db, redis, metrics } = dependencies;
  registerHealth(app, {
    config,
    readiness,
    checks: { database: databaseCheck(db), redis: redisCheck(redis) },
    criticalForReadiness: ['database'],
  });
  registerMetricsRoute(app, metrics);
}
