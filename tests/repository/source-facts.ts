import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { root } from './project-files.ts';

/** What the checks want to know about one source file. */
export type SourceFacts = {
  file: string;
  /** Lines without the newline at the end. */
  lineCount: number;
  functions: { line: number; lineCount: number; name: string }[];
  /** Lines where the type `any` is written. */
  anyAt: number[];
  /** What it imports or loads, as written. */
  imports: { specifier: string; line: number }[];
};

/** Turns offsets into line numbers, counted from 1. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

type Span = { start: number; end: number };
type Named = Span & { id?: { name?: string } | null };

/**
 * Reads a source file with a real parser.
 *
 * @throws when the file cannot be parsed
 */
export function readSourceFacts(file: string, text = readFileSync(join(root, file), 'utf8')): SourceFacts {
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error) throw new Error(`${file}: ${error.message}`);
  const lineOf = lineFinder(text);
  const facts: SourceFacts = {
    file,
    lineCount: text.trimEnd().split('\n').length,
    functions: [],
    anyAt: [],
    imports: [],
  };
  const addFunction = (node: Named): void => {
    const line = lineOf(node.start);
    facts.functions.push({
      line,
      lineCount: lineOf(node.end) - line + 1,
      name: node.id?.name ?? '(anonymous)',
    });
  };
  const addImport = (source: { value?: unknown; start: number } | null): void => {
    if (typeof source?.value === 'string')
      facts.imports.push({ specifier: source.value, line: lineOf(source.start) });
  };
  new Visitor({
    FunctionDeclaration: addFunction,
    FunctionExpression: addFunction,
    ArrowFunctionExpression: addFunction,
    TSAnyKeyword: (node) => facts.anyAt.push(lineOf(node.start)),
    ImportDeclaration: (node) => addImport(node.source),
    ExportAllDeclaration: (node) => addImport(node.source),
    ExportNamedDeclaration: (node) => addImport(node.source),
    ImportExpression: (node) => addImport('value' in node.source ? node.source : null),
  }).visit(program);
  return facts;
}
