import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { literalAnswer } from '../content/answer-grammar.ts';
import type { CourseDocument } from '../content/course-document.ts';
import type { ItemFormat, SkillFormat, UnitFormat } from '../content/course-format.ts';
import { normalise } from '../grading/normalise.ts';
import { gradingPolicy } from '../grading/policies.ts';
import { plainText, type Warning } from './pairs.ts';
import { courseOf, keyOf } from './pairs-to-course.ts';

type Plain = { readonly [key: string]: unknown };
type Reader = { readonly root: string; readonly warnings: Warning[] };
const itemsPerLesson = 8;
const maximumFileBytes = 2 * 1024 * 1024;

/**
 * Reads a course in LibreLingo's YAML layout (course.yaml, module.yaml, skills/*.yaml). What cannot be used is reported with file
 * and line, and left out. Throws when there is no course.yaml.
 *
 * @param folder the folder that holds course.yaml
 */
export async function readLibreLingo(
  folder: string,
  id: string,
): Promise<{ document: CourseDocument; warnings: Warning[] }> {
  const reader: Reader = { root: await realpath(folder), warnings: [] };
  const file = await readYaml(reader, 'course.yaml');
  if (file === undefined) throw new Error(`${folder} has no readable course.yaml`);
  const course = plain(file.Course);
  const [language, speakers, licence] = [
    plain(course.Language),
    plain(course['For speakers of']),
    plain(course.License),
  ];
  const meta = {
    id,
    title: `${text(language.Name)} for speakers of ${text(speakers.Name)}`,
    source: text(speakers['IETF BCP 47']) || 'en',
    target: text(language['IETF BCP 47']) || 'und',
    licence: text(licence['Short name']) || text(licence.Name) || 'unknown',
    attribution: text(course.Repository) || 'LibreLingo course',
  };
  const units: UnitFormat[] = [];
  for (const [index, name] of list(file.Modules).map(text).entries()) {
    const unit = await readModule(reader, name, index, meta);
    if (unit !== undefined) units.push(unit);
  }
  return { document: { course: courseOf(meta), units, learn: undefined }, warnings: reader.warnings };
}

type Languages = { readonly source: string; readonly target: string };

async function readModule(
  reader: Reader,
  folder: string,
  index: number,
  languages: Languages,
): Promise<UnitFormat | undefined> {
  const module = await readYaml(reader, path.join(folder, 'module.yaml'));
  if (module === undefined) return undefined;
  const skills: SkillFormat[] = [];
  for (const name of list(module.Skills).map(text)) {
    const skill = await readSkill(reader, path.join(folder, 'skills', name), languages);
    if (skill !== undefined) skills.push(skill);
  }
  const title = text(plain(module.Module).Name) || `Module ${index + 1}`;
  return skills.length === 0 ? undefined : { unit: { key: `m-${index + 1}`, title, cefr: 'A1' }, skills };
}

async function readSkill(
  reader: Reader,
  name: string,
  languages: Languages,
): Promise<SkillFormat | undefined> {
  const file = await readYaml(reader, name);
  if (file === undefined) return undefined;
  const about = plain(file.Skill);
  const id = text(about.Id) || name;
  const words = list(file['New words']).map((entry) => wordItem(plain(entry), id, languages));
  const phrases = list(file.Phrases).map((entry) => phraseItem(plain(entry), id, languages));
  const items = new Map<string, ItemFormat>();
  for (const item of [...words, ...phrases]) {
    if (item === undefined)
      reader.warnings.push({ file: name, line: 1, message: 'has an entry without text or translation' });
    else if (items.has(item.key))
      reader.warnings.push({ file: name, line: 1, message: `repeats "${item.source}"` });
    else items.set(item.key, item);
  }
  if (items.size === 0) return undefined;
  const keys = [...items.keys()];
  const lessons = Array.from({ length: Math.ceil(keys.length / itemsPerLesson) }, (_, index) => ({
    key: `${keyOf(id)}-${index + 1}`,
    title: `${text(about.Name)} ${index + 1}`,
    items: keys.slice(index * itemsPerLesson, (index + 1) * itemsPerLesson),
  }));
  return { key: keyOf(id), title: text(about.Name) || id, lessons, items: [...items.values()] };
}

function wordItem(entry: Plain, skill: string, languages: Languages): ItemFormat | undefined {
  const texts = { target: text(entry.Word), source: text(entry.Translation) };
  return item(
    'word',
    texts,
    { target: list(entry.Synonyms), source: list(entry['Also accepted']) },
    skill,
    languages,
  );
}

function phraseItem(entry: Plain, skill: string, languages: Languages): ItemFormat | undefined {
  const texts = { target: text(entry.Phrase), source: text(entry.Translation) };
  const more = {
    target: list(entry['Alternative versions']),
    source: list(entry['Alternative translations']),
  };
  return item('sentence', texts, more, skill, languages);
}

function item(
  kind: 'word' | 'sentence',
  texts: { target: string; source: string },
  more: { target: readonly unknown[]; source: readonly unknown[] },
  skill: string,
  languages: Languages,
): ItemFormat | undefined {
  // Braces mark a dictionary term of several words: {post office}.
  const clean = (value: string) => plainText(value.replaceAll(/[{}]/gu, ''));
  const [target, source] = [clean(texts.target), clean(texts.source)];
  if (target === '' || source === '') return undefined;
  const literal = (values: readonly unknown[]) =>
    values.map(text).map(clean).filter(Boolean).map(literalAnswer);
  const key = keyOf(`${skill} ${normalise(source, gradingPolicy(languages.source))}`);
  return {
    key,
    kind,
    target,
    source,
    accept: { target: literal(more.target), source: literal(more.source) },
  };
}

/** Reads a file of the course, which must lie below its folder wherever names with `..` or links may lead. */
async function readYaml(reader: Reader, name: string): Promise<Plain | undefined> {
  const fail = (line: number, message: string) => {
    reader.warnings.push({ file: name, line, message });
    return undefined;
  };
  try {
    const file = await realpath(path.resolve(reader.root, name));
    if (!file.startsWith(`${reader.root}${path.sep}`)) return fail(1, 'lies outside of the course');
    const bytes = await readFile(file);
    if (bytes.length > maximumFileBytes) return fail(1, 'is too large');
    const lines = new LineCounter();
    // In YAML 1.1 the Spanish "no" is false; as plain text it stays itself.
    const document: Document = parseDocument(bytes.toString('utf8'), {
      schema: 'failsafe',
      lineCounter: lines,
      prettyErrors: false,
    });
    const [error] = document.errors;
    if (error !== undefined) return fail(lines.linePos(error.pos[0]).line, error.message);
    return plain(document.toJS({ maxAliasCount: 50 }));
  } catch (error) {
    return fail(1, `cannot be read: ${(error as Error).message}`);
  }
}

function plain(value: unknown): Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
