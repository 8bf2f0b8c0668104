import Type, { type Static, type TObject } from 'typebox';

/** What the catalogue knows about one event. */
export type EventEntry = {
  /** Raised when the payload changes in a way that old subscribers do not understand. */
  readonly version: number;
  readonly payload: TObject;
  /** Services that must have a handler for it. */
  readonly subscribers: readonly string[];
};

const Id = Type.String({ format: 'uuid' });
const Text = Type.String({ maxLength: 512 });
const MaybeText = Type.Union([Text, Type.Null()]);
const Moment = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' });

function payload<P extends Type.TProperties>(properties: P): Type.TObject<P> {
  return Type.Object(properties, { additionalProperties: false });
}

/**
 * Every event of the system. Payloads carry ids and what subscribers need to keep, and no e-mail address: only auth
 * knows addresses, and events lie in Redis in clear text.
 */
export const eventCatalogue = {
  'user.registered': {
    version: 1,
    payload: payload({
      userId: Id,
      name: Text,
      nativeLanguage: Type.Optional(MaybeText),
      targetLanguage: Type.Optional(MaybeText),
      proficiencyLevel: Type.Optional(MaybeText),
      timeZone: Type.Optional(MaybeText),
      isPremium: Type.Optional(Type.Boolean()),
      isAnonymous: Type.Optional(Type.Boolean()),
    }),
    subscribers: ['learning', 'toolkit-proxy'],
  },
  'user.updated': {
    version: 1,
    payload: payload({
      userId: Id,
      name: Text,
      nativeLanguage: MaybeText,
      targetLanguage: MaybeText,
      proficiencyLevel: MaybeText,
      timeZone: MaybeText,
      isPremium: Type.Boolean(),
    }),
    subscribers: ['learning', 'toolkit-proxy'],
  },
  'user.deleted': {
    version: 1,
    payload: payload({ userId: Id }),
    subscribers: ['learning', 'toolkit-proxy'],
  },
  'erasure.completed': {
    version: 1,
    payload: payload({ userId: Id, service: Text }),
    subscribers: ['auth'],
  },
  'mail.requested': {
    version: 1,
    payload: payload({
      userId: Id,
      template: Text,
      locale: Type.Optional(Text),
      data: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
    }),
    subscribers: ['auth'],
  },
  'usage.recorded': {
    version: 1,
    payload: payload({
      id: Id,
      userId: Id,
      operation: Text,
      inputUnits: Type.Number({ minimum: 0 }),
      outputUnits: Type.Number({ minimum: 0 }),
      at: Moment,
    }),
    subscribers: ['learning'],
  },
  'lesson.completed': {
    version: 1,
    payload: payload({
      userId: Id,
      lessonId: Text,
      courseId: Text,
      xp: Type.Integer({ minimum: 0 }),
      at: Moment,
    }),
    subscribers: ['learning'],
  },
  'course.published': {
    version: 1,
    payload: payload({ courseId: Text, versionId: Text }),
    subscribers: ['learning'],
  },
} as const satisfies Record<string, EventEntry>;

export type EventCatalogue = typeof eventCatalogue;
export type EventName = keyof EventCatalogue;
export type EventPayload<N extends EventName> = Static<EventCatalogue[N]['payload']>;

/** An event on the wire. */
export type EventEnvelope<N extends EventName = EventName> = {
  id: string;
  name: N;
  version: number;
  /** ISO 8601, UTC. */
  occurredAt: string;
  payload: EventPayload<N>;
  requestId?: string;
  traceparent?: string;
};

/** The names of the events that a service subscribes to. */
export type SubscribedEvents<Service extends string> = {
  [N in EventName]: Service extends EventCatalogue[N]['subscribers'][number] ? N : never;
}[EventName];

/** Tells whether a text names an event that this version of the system knows. */
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(eventCatalogue, name);
}

/** Returns the names of the events that a service must handle. */
export function eventsOf(service: string): EventName[] {
  return eventNames().filter((name) => subscribersOf(name).includes(service));
}

/** Returns the services that subscribe to an event. */
export function subscribersOf(name: EventName): readonly string[] {
  return eventCatalogue[name].subscribers;
}

/** Returns all event names. */
export function eventNames(): EventName[] {
  return Object.keys(eventCatalogue).filter(isEventName);
}
