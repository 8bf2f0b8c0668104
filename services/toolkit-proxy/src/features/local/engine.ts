import { Worker } from 'node:worker_threads';
import { commonErrors } from '@linguamate/shared/errors';
import type { Logger } from '@linguamate/shared/logger';
import type { Misspelling } from './check-spelling.ts';

/** Languages with a dictionary whose licence allows to ship it. */
export const spellingLanguages = ['en', 'es', 'fr'] as const;

/** One of {@link spellingLanguages}. */
export type SpellingLanguage = (typeof spellingLanguages)[number];

/** What the thread is asked. */
export type EngineRequest = { id: number } & (
  | { kind: 'detect'; text: string }
  | { kind: 'spell'; text: string; language: SpellingLanguage }
);

/** What the thread answers. */
export type EngineReply = { id: number } & ({ ok: true; result: unknown } | { ok: false; reason: string });

/** The language of a text, as far as statistics can tell. */
export type Detection = {
  language: string | null;
  isReliable: boolean;
  candidates: { language: string; score: number }[];
};

/** Capabilities of this machine itself. */
export type LocalEngine = {
  detect(text: string, signal: AbortSignal): Promise<Detection>;
  spell(text: string, language: SpellingLanguage, signal: AbortSignal): Promise<Misspelling[]>;
  /** Whether the thread runs at the moment. */
  isLoaded(): boolean;
  close(): Promise<void>;
};

type Waiting = { resolve: (result: unknown) => void; reject: (error: unknown) => void };

/** Beyond this many questions at once the answers would come too late anyway. */
const maxWaiting = 64;
const maxHeapMegabytes = 1024;
const defaultIdleMs = 300_000;

/**
 * Creates the local engine. Language detection and each dictionary have a thread of their own, which starts with the first
 * question and ends when there was none for a while: some word lists take seconds to load and hundreds of megabytes.
 * @param options where to log, and how long to stay loaded in milliseconds.
 */
export function createLocalEngine(options: { logger: Logger; idleMs?: number }): LocalEngine {
  const threads = new Map<string, EngineThread>();
  const threadFor = (name: string): EngineThread => {
    const thread = threads.get(name) ?? createThread(options.logger, options.idleMs ?? defaultIdleMs);
    threads.set(name, thread);
    return thread;
  };
  return {
    detect: async (text, signal) =>
      (await threadFor('detect').ask((id) => ({ id, kind: 'detect', text }), signal)) as Detection,
    spell: async (text, language, signal) =>
      (await threadFor(language).ask(
        (id) => ({ id, kind: 'spell', text, language }),
        signal,
      )) as Misspelling[],
    isLoaded: () => [...threads.values()].some((thread) => thread.isLoaded()),
    close: async () => {
      await Promise.all([...threads.values()].map((thread) => thread.stop()));
    },
  };
}

type EngineThread = {
  ask(question: (id: number) => EngineRequest, signal: AbortSignal): Promise<unknown>;
  isLoaded(): boolean;
  stop(): Promise<void>;
};

/** A thread and the questions that it, and no other, has to answer. */
type Loaded = { worker: Worker; waiting: Map<number, Waiting> };

function createThread(logger: Logger, idleMs: number): EngineThread {
  let loaded: Loaded | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;

  const stop = async () => {
    clearTimeout(timer);
    const ending = loaded;
    loaded = undefined;
    await ending?.worker.terminate();
  };
  const stopWhenIdle = () => {
    clearTimeout(timer);
    const isIdle = () => (loaded?.waiting.size ?? 0) === 0;
    timer = setTimeout(() => (isIdle() ? void stop() : stopWhenIdle()), idleMs).unref();
  };
  const load = (): Loaded => {
    const started: Loaded = { worker: startWorker(logger), waiting: new Map() };
    started.worker.on('message', (reply: EngineReply) => settle(started.waiting, reply));
    started.worker.once('exit', () => {
      if (loaded === started) loaded = undefined;
      for (const { reject } of [...started.waiting.values()]) reject(unavailable('the thread ended'));
    });
    return started;
  };
  return {
    async ask(question, signal) {
      signal.throwIfAborted();
      loaded ??= load();
      const { worker, waiting } = loaded;
      if (waiting.size >= maxWaiting) throw commonErrors.overloaded({ retryAfterSeconds: 1 });
      stopWhenIdle();
      lastId += 1;
      const answer = waitFor(waiting, lastId, signal);
      worker.postMessage(question(lastId));
      return await answer;
    },
    isLoaded: () => loaded !== undefined,
    stop,
  };
}

function startWorker(logger: Logger): Worker {
  const limits = { resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes } };
  // In a build this file is JavaScript, and so is the thread's.
  const file = import.meta.url.endsWith('.ts') ? './engine-worker.ts' : './engine-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), limits);
  worker.unref();
  worker.on('error', (error) => logger.error({ err: error }, 'a thread of the local engine failed'));
  return worker;
}

function waitFor(waiting: Map<number, Waiting>, id: number, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onAbort = () => finish(() => reject(signal.reason));
    const finish = (settleIt: () => void) => {
      waiting.delete(id);
      signal.removeEventListener('abort', onAbort);
      settleIt();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    waiting.set(id, {
      resolve: (result) => finish(() => resolve(result)),
      reject: (error) => finish(() => reject(error)),
    });
  });
}

function settle(waiting: Map<number, Waiting>, reply: EngineReply): void {
  const waiter = waiting.get(reply.id);
  if (reply.ok) waiter?.resolve(reply.result);
  else waiter?.reject(unavailable(reply.reason));
}

function unavailable(reason: string) {
  return commonErrors.service_unavailable({ message: `local engine: ${reason}`, retryAfterSeconds: 1 });
}
