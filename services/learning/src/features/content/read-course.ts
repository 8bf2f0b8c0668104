import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { CourseFormat, LearnFormat, UnitFormat } from './course-format.ts';

/** Something an author has to mend, at a place they can open in an editor. */
export type Problem = { readonly file: string; readonly line: number; readonly message: string };
/** A path inside a YAML file, such as ['skills', 0, 'items', 3, 'target']. */
export type Place = readonly (string | number)[];
/** A parsed file together with a way back from a path to its line. */
export type SourceFile<T> = { readonly file: string; readonly value: T; lineOf(place: Place): number };
/** The parsed files of one course, each with the way back to its lines. */
export type CourseSource = {
  readonly folder: string;
  readonly course: SourceFile<CourseFormat>;
  readonly units: readonly SourceFile<UnitFormat>[];
  readonly learn: SourceFile<LearnFormat> | undefined;
};

/** The problems of one course or of a whole content folder; nothing was changed. */
export class CourseProblems extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.problems = problems;
  }
}

/** `file:line: message`, which editors and terminals turn into a link. */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}: ${problem.message}`;
}

const maximumFileBytes = 4 * 1024 * 1024;

/** The course folders below a content folder, in order of name. Throws when the folder cannot be read. */
export async function listCourseFolders(contentDir: string): Promise<string[]> {
  const entries = await readdir(contentDir, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return folders.map((entry) => path.join(contentDir, entry.name)).sort();
}

/** Reads the files of one course. Returns what could be parsed; everything that does not fit the format goes to `problems`. */
export async function readCourse(folder: string, problems: Problem[]): Promise<CourseSource | undefined> {
  const course = await readYaml(path.join(folder, 'course.yaml'), CourseFormat, problems);
  const units = await readUnits(path.join(folder, 'units'), problems);
  const learn = await readYaml(path.join(folder, 'learn.yaml'), LearnFormat, problems, { optional: true });
  if (course === undefined) return undefined;
  return { folder, course, units, learn };
}

async function readUnits(folder: string, problems: Problem[]): Promise<SourceFile<UnitFormat>[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const files = names.filter((name) => /\.ya?ml$/u.test(name)).sort();
  if (files.length === 0)
    problems.push({ file: folder, line: 1, message: 'a course needs at least one unit file' });
  const units: SourceFile<UnitFormat>[] = [];
  for (const name of files) {
    const unit = await readYaml(path.join(folder, name), UnitFormat, problems);
    if (unit !== undefined) units.push(unit);
  }
  return units;
}

async function readYaml<S extends TSchema>(
  file: string,
  schema: S,
  problems: Problem[],
  options: { optional?: boolean } = {},
): Promise<SourceFile<Static<S>> | undefined> {
  const text = await readText(file, options.optional === true, problems);
  return text === undefined ? undefined : parseYaml(file, text, schema, problems);
}

async function readText(file: string, optional: boolean, problems: Problem[]): Promise<string | undefined> {
  try {
    const bytes = await readFile(file);
    if (bytes.length > maximumFileBytes) throw new Error(`is larger than ${maximumFileBytes} bytes`);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (optional && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    problems.push({ file, line: 1, message: `cannot be read: ${(error as Error).message}` });
    return undefined;
  }
}

/** Parses and validates one YAML text; problems carry the line of the offending node. Returns undefined when there were any. */
export function parseYaml<S extends TSchema>(
  file: string,
  text: string,
  schema: S,
  problems: Problem[],
): SourceFile<Static<S>> | undefined {
  const lines = new LineCounter();
  // maxAliasCount stops a "billion laughs" file; merge keys and tags do not exist in the failsafe schema.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const lineOf = (place: Place) => lineOfPlace(document, lines, place);
  for (const error of document.errors) {
    problems.push({ file, line: lines.linePos(error.pos[0]).line, message: error.message });
  }
  if (document.errors.length > 0) return undefined;
  const value = resolveAliases(document, file, problems);
  if (value === undefined) return undefined;
  if (Value.Check(schema, value)) return { file, value: value as Static<S>, lineOf };
  problems.push(...schemaProblems(file, schema, value, lineOf));
  return undefined;
}

/** The plain value of a document; undefined, and a problem, where aliases would make it explode. */
function resolveAliases(document: Document, file: string, problems: Problem[]): unknown {
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch (error) {
    problems.push({ file, line: 1, message: (error as Error).message });
    return undefined;
  }
}

function schemaProblems(
  file: string,
  schema: TSchema,
  value: unknown,
  lineOf: (place: Place) => number,
): Problem[] {
  const errors = Value.Errors(schema, value);
  const grouped = new Map<string, Problem>();
  for (const error of errors) {
    if (error.keyword === 'boolean') continue;
    const place = error.instancePath.split('/').slice(1).map(pathPart);
    const known = grouped.get(error.instancePath);
    // One choice that fails produces one error per branch; the author needs a single sentence.
    const message = known === undefined ? explain(error) : 'is not one of the allowed values or shapes';
    const problem = { file, line: lineOf(place), message: `${place.join('.') || 'file'} ${message}` };
    if (known === undefined || error.keyword === 'anyOf') grouped.set(error.instancePath, problem);
  }
  return [...grouped.values()];
}

type SchemaError = ReturnType<typeof Value.Errors>[number];

function explain(error: SchemaError): string {
  if (error.keyword === 'required') return `lacks ${error.params.requiredProperties.join(', ')}`;
  if (error.keyword === 'additionalProperties') {
    return `has unknown fields: ${error.params.additionalProperties.join(', ')}`;
  }
  if (error.keyword === 'pattern') return `does not match ${String(error.params.pattern)}`;
  return error.message;
}

function pathPart(part: string): string | number {
  return /^\d+$/u.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function lineOfPlace(document: Document, lines: LineCounter, place: Place): number {
  for (let length = place.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(place.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
