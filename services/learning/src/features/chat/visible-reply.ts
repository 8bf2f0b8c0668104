const replyMember = /"reply"\s*:\s*"((?:[^"\\]|\\.)*)/s;
const partOfEscape = /\\(?:u[0-9a-fA-F]{0,3})?$/;

/**
 * What a learner may already see of an answer that is still being written. Of the agreed JSON that is the text of `reply`, as far
 * as it has come; of an answer in plain prose, all of it. Never returns less than it did for a beginning of the same text.
 */
export function visibleReply(completion: string): string {
  const text = completion.trimStart();
  if (text === '' || '```json'.startsWith(text)) return '';
  if (!text.startsWith('{') && !text.startsWith('```')) return text;
  const written = replyMember.exec(text)?.[1];
  return written === undefined ? '' : decodePart(written);
}

function decodePart(written: string): string {
  // A backslash that is itself escaped begins no escape; only an odd number of them does.
  const whole = isOpen(written) ? written.replace(partOfEscape, '') : written;
  try {
    const decoded: unknown = JSON.parse(`"${whole.replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`);
    return typeof decoded === 'string' ? decoded.replace(/[\uD800-\uDBFF]$/, '') : '';
  } catch {
    return '';
  }
}

function isOpen(written: string): boolean {
  const tail = /(\\+)(?:u[0-9a-fA-F]{0,3})?$/.exec(written);
  return tail !== null && (tail[1] ?? '').length % 2 === 1;
}
