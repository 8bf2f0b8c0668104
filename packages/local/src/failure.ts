/** Something the person at the keyboard can mend; its message is one clear sentence and is printed without a stack. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
  /** Further lines, such as the last output of the process that failed. */
  readonly details: string;

  constructor(message: string, options: { cause?: unknown; details?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.details = options.details ?? '';
  }
}
