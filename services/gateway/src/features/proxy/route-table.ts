import type { LimitGroup } from '../rate-limits/limit-table.ts';

/** The services behind the gateway. */
export type UpstreamName = 'auth' | 'learning' | 'toolkit-proxy';

/**
 * What the gateway itself demands of the caller. The services check the token again in every case.
 * `public`: never looked at; `optional`: a token that is sent must be good; `required`: 401 without one.
 */
export type Access = 'public' | 'optional' | 'required';

/** One row of the route table: everything the gateway needs to know about a path prefix. */
export type RouteRule = {
  prefix: string;
  upstream: UpstreamName;
  access: Access;
  limits: LimitGroup;
  /** How long the upstream may take to begin its answer; absent means the configured default (30 s). */
  deadlineMs?: number;
  /** How long the client may take to send its body. */
  receiveTimeoutMs: number;
  bodyLimitBytes: number;
  /** How long an answer that has begun may stay silent. */
  idleTimeoutMs: number;
};

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

const json = { bodyLimitBytes: 64 * kibibyte, receiveTimeoutMs: 15_000, idleTimeoutMs: 60_000 };
const batch = { ...json, bodyLimitBytes: mebibyte };
const media = { bodyLimitBytes: 25 * mebibyte, receiveTimeoutMs: 120_000, idleTimeoutMs: 120_000 };
const slowAnswer = { deadlineMs: 60_000 };

const auth = { upstream: 'auth', access: 'public', ...json } as const;
const learning = { upstream: 'learning', access: 'required', limits: 'default', ...json } as const;
const toolkit = { upstream: 'toolkit-proxy', access: 'optional', limits: 'ai', ...slowAnswer } as const;

/**
 * Every public path of the system. The longest matching prefix wins, so the credential endpoints
 * carry limits of their own inside /api/auth.
 */
export const routeTable: readonly RouteRule[] = [
  { ...auth, prefix: '/api/auth', limits: 'default' },
  { ...auth, prefix: '/api/auth/login', limits: 'login' },
  { ...auth, prefix: '/api/auth/mfa/verify', limits: 'login' },
  { ...auth, prefix: '/api/auth/signup', limits: 'signup' },
  { ...auth, prefix: '/api/auth/anonymous', limits: 'signup' },
  { ...auth, prefix: '/api/auth/refresh', limits: 'refresh' },
  { ...auth, prefix: '/api/auth/password', limits: 'recovery' },
  { ...auth, prefix: '/api/auth/email', limits: 'recovery' },
  { ...auth, prefix: '/.well-known', limits: 'default' },
  { ...auth, prefix: '/api/users', limits: 'default', access: 'required' },

  // The catalogue may be read before signing up, if learning allows it.
  { ...learning, prefix: '/api/courses', access: 'optional' },
  { ...learning, prefix: '/api/lessons', access: 'optional' },
  { ...learning, prefix: '/api/learn', access: 'optional' },
  { ...learning, prefix: '/api/practice' },
  { ...learning, prefix: '/api/reviews' },
  { ...learning, prefix: '/api/progress' },
  { ...learning, prefix: '/api/preferences' },
  { ...learning, prefix: '/api/onboarding' },
  { ...learning, prefix: '/api/leaderboard' },
  { ...learning, prefix: '/api/analytics', ...batch },
  { ...learning, prefix: '/api/sync', ...batch },
  { ...learning, prefix: '/api/dialogues' },
  { ...learning, prefix: '/api/chat', limits: 'ai', ...slowAnswer },
  { ...learning, prefix: '/api/translate', limits: 'ai', ...slowAnswer },
  { ...learning, prefix: '/api/pronunciation', limits: 'ai', ...media, ...slowAnswer },
  { ...learning, prefix: '/api/imports', ...media, ...slowAnswer },
  { ...learning, prefix: '/api/exports', ...slowAnswer },

  { ...toolkit, prefix: '/api/toolkit', ...media },
  { ...toolkit, prefix: '/api/stt', ...media },
  { ...toolkit, prefix: '/api/openai/v1', ...media },
];
