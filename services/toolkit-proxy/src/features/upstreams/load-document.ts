import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type DocumentProblem, UpstreamDocumentError } from './upstream-document.ts';

/** Variables by name. */
type Variables = Readonly<Record<string, string | undefined>>;

/** `${NAME}` or `${NAME:-text}`, as in Compose files. */
const placeholder = /\$\{([A-Z_][A-Z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * Reads a document file. Keys stay out of it: its texts may refer to variables.
 * @param path a `.json`, `.yaml` or `.yml` file.
 * @param variables what `${NAME}` stands for.
 * @returns the document with its placeholders filled in, not yet checked.
 * @throws {UpstreamDocumentError} when the file cannot be read or parsed, or a variable is missing.
 */
export function loadDocumentFile(path: string, variables: Variables): unknown {
  return fillPlaceholders(parseText(readText(path)), variables);
}

/**
 * Reads a document that is itself the value of a variable.
 * @param text JSON or YAML.
 * @param variables what `${NAME}` stands for.
 * @throws {UpstreamDocumentError} as {@link loadDocumentFile}.
 */
export function loadDocumentText(text: string, variables: Variables): unknown {
  return fillPlaceholders(parseText(text), variables);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new UpstreamDocumentError([{ pointer: '', reason: `the file cannot be read (${code})` }]);
  }
}

// JSON is YAML as well. The parser's own message quotes the text, which may hold a key, so only the place is told.
function parseText(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, prettyErrors: true });
  } catch (error) {
    throw new UpstreamDocumentError([{ pointer: '', reason: `is neither JSON nor YAML${placeOf(error)}` }]);
  }
}

function placeOf(error: unknown): string {
  const positions = error instanceof Error && 'linePos' in error ? error.linePos : undefined;
  const first: unknown = Array.isArray(positions) ? positions[0] : undefined;
  const hasLine = typeof first === 'object' && first !== null && 'line' in first;
  return hasLine ? ` (line ${String(first.line)})` : '';
}

function fillPlaceholders(document: unknown, variables: Variables): unknown {
  const problems: DocumentProblem[] = [];
  const fill = (value: unknown, pointer: string): unknown => {
    if (typeof value === 'string') return fillText(value, pointer, variables, problems);
    if (Array.isArray(value)) return value.map((item, index) => fill(item, `${pointer}/${index}`));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, fill(item, `${pointer}/${name}`)]),
    );
  };
  const filled = fill(document, '');
  if (problems.length > 0) throw new UpstreamDocumentError(problems);
  return filled;
}

function fillText(text: string, pointer: string, variables: Variables, problems: DocumentProblem[]): string {
  return text.replaceAll(placeholder, (_whole, name: string, fallback: string | undefined) => {
    const value = variables[name] || fallback;
    if (value === undefined) problems.push({ pointer, reason: `refers to ${name}, which is not set` });
    return value ?? '';
  });
}
