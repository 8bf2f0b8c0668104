import type { ServerResponse } from 'node:http';
import { ClientClosedError, commonErrors } from '@linguamate/shared/errors';
import type { Dispatcher } from 'undici';
import { type CleanHeaders, cleanResponseHeaders } from './response-headers.ts';
import { isOrderlyClose, UnansweredError } from './upstream-errors.ts';

/** What an exchange needs to know besides undici's own options. */
export type ExchangeOptions = {
  response: ServerResponse;
  /** Time until the answer must have begun, in milliseconds. */
  deadlineMs: number;
  internalOrigins: ReadonlySet<string>;
  /** Gives the gateway's own headers and merges them with the service's; called once, when the answer begins. */
  finishHeaders: (headers: CleanHeaders) => string[];
  /** Called just before the first byte goes to the client: from here on Fastify must not answer. */
  onTakeOver: () => void;
  /** Called when the answer turns out to be a stream, which may last as long as the client likes. */
  onStream: () => void;
  /** Called once when nothing more will happen. */
  onDone: () => void;
};

/** How an exchange ended up: an answer is on its way, or has been sent. */
export type ExchangeOutcome = { status: number; contentType: string };

/** Answers up to this size are sent in one write, which costs clearly less than three. */
const singleWriteMaxBytes = 64 * 1024;

const newline = 0x0a;
const shutdownEvent = 'event: shutdown\nretry: 1000\ndata: {}\n\n';

type Controller = Dispatcher.DispatchController;

/**
 * One request to a service and its answer on the way to the client. Handed to undici as its handler; `answered`
 * settles once, when the answer has begun (or a small one is complete) or has failed for good.
 */
export class UpstreamExchange implements Dispatcher.DispatchHandler {
  readonly answered: Promise<ExchangeOutcome>;
  readonly #options: ExchangeOptions;
  readonly #resolve: (outcome: ExchangeOutcome) => void;
  readonly #reject: (error: Error) => void;
  readonly #timer: NodeJS.Timeout;
  #controller: Controller | null = null;
  #failure: Error | null = null;
  #status = 0;
  #headers: CleanHeaders | null = null;
  #chunks: Buffer[] | null = null;
  #ended = false;
  #atEventEnd = true;

  constructor(options: ExchangeOptions) {
    const { promise, resolve, reject } = Promise.withResolvers<ExchangeOutcome>();
    this.answered = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#options = options;
    this.#timer = setTimeout(() => this.#fail(commonErrors.upstream_timeout()), options.deadlineMs);
    // request.signal of Fastify is of no use here: with a body it aborts at once. The response's close is reliable.
    options.response.once('close', this.#onClientClosed);
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    // The deadline may have passed, or the client left, while the request waited for a connection.
    if (this.#failure !== null) controller.abort(this.#failure);
  }

  onResponseStart(controller: Controller, status: number): void {
    // Interim answers (RFC 9110 15.2) concern this hop; 101 cannot come, since no upgrade was asked for.
    if (status < 200) return;
    const raw = controller.rawHeaders;
    const headers = cleanResponseHeaders(Array.isArray(raw) ? raw : [], this.#options.internalOrigins);
    this.#status = status;
    this.#headers = headers;
    if (fitsOneWrite(status, headers.contentLength)) this.#chunks = [];
    else this.#beginStream(headers);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#chunks !== null) {
      this.#chunks.push(chunk);
      return;
    }
    // A blank line ends an event; only there another one may be put in between.
    this.#atEventEnd = chunk.at(-1) === newline && chunk.at(-2) === newline;
    if (this.#options.response.write(chunk)) return;
    // A client that reads slowly slows the service down; nothing piles up here.
    controller.pause();
    this.#options.response.once('drain', () => controller.resume());
  }

  onResponseEnd(): void {
    if (this.#failure !== null) return;
    const { response } = this.#options;
    if (this.#chunks === null || this.#headers === null) {
      this.#ended = true;
      response.end();
      this.#options.onDone();
      return;
    }
    this.#takeOver(this.#headers);
    this.#ended = true;
    endAtOnce(response, this.#chunks);
    this.#succeed();
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    const unanswered = this.#status === 0 && isOrderlyClose(error);
    this.#fail(unanswered ? new UnansweredError('The connection was closed', { cause: error }) : error);
  }

  /** Ends the exchange for a reason of the gateway's own. */
  abort(error: Error): void {
    this.#fail(error);
  }

  /**
   * Ends an event stream because the gateway closes. The client is told by an event of ours, between two events of
   * the service, and comes back through another instance; other answers are left to finish.
   */
  endEventStream(): void {
    if (this.#ended || this.#headers?.contentType.startsWith('text/event-stream') !== true) return;
    this.#ended = true;
    this.#controller?.abort(commonErrors.shutting_down());
    const { response, onDone } = this.#options;
    response.end(this.#atEventEnd ? shutdownEvent : undefined);
    onDone();
  }

  #beginStream(headers: CleanHeaders): void {
    this.#takeOver(headers);
    this.#options.onStream();
    // The first event of a stream may be minutes away; the client must see the headers now.
    if (headers.contentLength === null) this.#options.response.flushHeaders();
    this.#succeed();
  }

  #takeOver(headers: CleanHeaders): void {
    const { response, onTakeOver, finishHeaders } = this.#options;
    // In this order: should writeHead refuse a header, Fastify must still be able to answer.
    response.writeHead(this.#status, finishHeaders(headers));
    onTakeOver();
  }

  #succeed(): void {
    clearTimeout(this.#timer);
    this.#resolve({ status: this.#status, contentType: this.#headers?.contentType ?? '' });
  }

  readonly #onClientClosed = (): void => {
    clearTimeout(this.#timer);
    if (!this.#ended) this.#fail(new ClientClosedError());
  };

  #fail(error: Error): void {
    if (this.#failure !== null || this.#ended) return;
    this.#failure = error;
    clearTimeout(this.#timer);
    const { response } = this.#options;
    response.off('close', this.#onClientClosed);
    this.#controller?.abort(error);
    // A half-sent answer cannot be taken back: cutting the connection is the only honest sign that it is incomplete.
    if (response.headersSent) response.destroy();
    this.#options.onDone();
    this.#reject(error);
  }
}

function fitsOneWrite(status: number, contentLength: number | null): boolean {
  if (contentLength !== null) return contentLength <= singleWriteMaxBytes;
  return status === 204 || status === 304;
}

/** Node joins head and body into one write only if the body is text; latin-1 carries any bytes unchanged. */
const joinedMaxBytes = 16 * 1024;

function endAtOnce(response: ServerResponse, chunks: readonly Buffer[]): void {
  const [first, ...rest] = chunks;
  if (first === undefined) {
    response.end();
    return;
  }
  const body = rest.length === 0 ? first : Buffer.concat(chunks);
  if (body.length > joinedMaxBytes) response.end(body);
  else response.end(body.toString('latin1'), 'latin1');
}
