import { strictObject } from '@linguamate/shared/http/schemas';
import Type, { type Static } from 'typebox';

const Prompt = Type.String({ minLength: 1, maxLength: 32_000 });

/** What can be asked for: a picture, or a long text such as a lesson. */
export const AsyncWork = Type.Union([
  strictObject({
    kind: Type.Literal('image.generate'),
    prompt: Prompt,
    size: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{1,3}x[1-9][0-9]{1,3}$' })),
  }),
  strictObject({
    kind: Type.Literal('text.generate'),
    prompt: Prompt,
    system: Type.Optional(Prompt),
  }),
]);

/** Type of {@link AsyncWork}. */
export type AsyncWork = Static<typeof AsyncWork>;

/** How far a job is. */
export const JobStatus = Type.Union([
  Type.Literal('queued'),
  Type.Literal('running'),
  Type.Literal('succeeded'),
  Type.Literal('failed'),
  Type.Literal('cancelled'),
]);

/** Type of {@link JobStatus}. */
export type JobStatus = Static<typeof JobStatus>;

/** A job as its owner sees it. */
export const AsyncJobView = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  status: JobStatus,
  result: Type.Unknown({ description: 'Present when the job has succeeded' }),
  errorCode: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String({ format: 'date-time' }),
  finishedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  expiresAt: Type.String({ format: 'date-time' }),
});
