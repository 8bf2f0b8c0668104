import { parse } from 'csv-parse/sync';
import { type Pair, plainText, type Warn } from './pairs.ts';

type Row = { readonly line: number; readonly fields: readonly string[] };
type Header = {
  separator: string | undefined;
  columns: string[] | undefined;
  tagsColumn: number | undefined;
  rest: string;
  skipped: number;
};

/** What csv-parse gives for each record when it is asked for line numbers. */
type InfoRecord = { readonly record: string[]; readonly info: { readonly lines: number } };

const separators: Record<string, string> = {
  tab: '\t',
  comma: ',',
  semicolon: ';',
  pipe: '|',
  colon: ':',
  space: ' ',
};
const maximumRecordBytes = 100_000;
const maximumTextLength = 300;
// What the columns of word lists are commonly called; the part before a colon counts ("text:fr").
const sourceNames = ['source', 'front', 'key', 'english', 'prompt', 'question'];
const targetNames = ['target', 'back', 'text', 'translation', 'word', 'answer'];

/**
 * Reads word pairs from CSV or TSV. Honours Anki's header lines (#separator, #columns, #tags column), finds source and target by
 * their column names, else takes the first two columns. Rows that cannot be used are reported and left out.
 */
export function readCsv(text: string, warn: Warn): Pair[] {
  const header = readAnkiHeader(text.replace(/^\uFEFF/u, ''));
  const separator = header.separator ?? guessSeparator(header.rest);
  const rows = readRows(header.rest, separator, header.skipped, warn);
  const names = header.columns ?? (looksLikeHeader(rows[0]) ? rows.shift()?.fields : undefined);
  const columns = columnsOf(names);
  return rows.flatMap((row) => toPair(row, columns, header.tagsColumn, warn) ?? []);
}

/** Reads tab-separated sentence pairs as Tatoeba lists them: prompt, translation, attribution; quotes are plain characters. */
export function readTatoeba(text: string, warn: Warn): Pair[] {
  const lines = text.replace(/^\uFEFF/u, '').split(/\r?\n/u);
  const columns = { source: 0, target: 1, ipa: undefined, note: undefined };
  return lines.flatMap((content, index) => {
    if (content === '') return [];
    return toPair({ line: index + 1, fields: content.split('\t') }, columns, undefined, warn) ?? [];
  });
}

function readAnkiHeader(text: string): Header {
  const header: Header = {
    separator: undefined,
    columns: undefined,
    tagsColumn: undefined,
    rest: text,
    skipped: 0,
  };
  for (;;) {
    const line = /^#([a-z ]+):(.*?)(?:\r?\n|$)/iu.exec(header.rest);
    if (line === null) return header;
    const [whole, name = '', value = ''] = line;
    if (name.toLowerCase() === 'separator')
      header.separator = separators[value.trim().toLowerCase()] ?? value.trim();
    if (name.toLowerCase() === 'tags column') header.tagsColumn = Number(value) - 1;
    if (name.toLowerCase() === 'columns')
      header.columns = value.split(header.separator ?? ',').map((column) => column.trim());
    header.rest = header.rest.slice(whole.length);
    header.skipped += 1;
  }
}

function guessSeparator(text: string): string {
  const start = text.slice(0, 4000);
  const counts = ['\t', ';', ','].map((mark) => ({ mark, count: start.split(mark).length }));
  return counts.sort((a, b) => b.count - a.count)[0]?.mark ?? ',';
}

function readRows(text: string, separator: string, skipped: number, warn: Warn): Row[] {
  // The library's types describe records without line numbers; `info: true` wraps each of them.
  const records: unknown = parse(text, {
    delimiter: separator,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: maximumRecordBytes,
    info: true,
    on_skip: (error) => {
      const { lines } = (error ?? {}) as { lines?: number };
      warn((lines ?? 1) + skipped, error?.message ?? 'cannot be read');
      return undefined;
    },
  });
  return (records as InfoRecord[]).map(({ record, info }) => ({
    line: info.lines + skipped,
    fields: record,
  }));
}

function looksLikeHeader(row: Row | undefined): boolean {
  const names = row?.fields.map(columnName) ?? [];
  return names.some((name) => sourceNames.includes(name)) && names.some((name) => targetNames.includes(name));
}

type Columns = { source: number; target: number; ipa: number | undefined; note: number | undefined };

function columnsOf(names: readonly string[] | undefined): Columns {
  const plain = names?.map(columnName) ?? [];
  const find = (wanted: readonly string[]) => plain.findIndex((name) => wanted.includes(name));
  const at = (index: number) => (index < 0 ? undefined : index);
  return {
    source: at(find(sourceNames)) ?? 0,
    target: at(find(targetNames)) ?? 1,
    ipa: at(find(['ipa', 'pronunciation'])),
    note: at(find(['note', 'notes', 'comment'])),
  };
}

function columnName(name: string): string {
  return (name.split(':')[0] ?? '').trim().toLowerCase();
}

function toPair(row: Row, columns: Columns, tagsColumn: number | undefined, warn: Warn): Pair | undefined {
  const field = (index: number | undefined) =>
    index === undefined ? '' : plainText(row.fields[index] ?? '');
  const [source, target] = [field(columns.source), field(columns.target)];
  if (source === '' || target === '') {
    warn(row.line, row.fields.length < 2 ? 'has only one column' : 'has an empty text');
    return undefined;
  }
  if (source.length > maximumTextLength || target.length > maximumTextLength) {
    warn(row.line, `has a text of more than ${maximumTextLength} characters`);
    return undefined;
  }
  const tags = field(tagsColumn)
    .split(' ')
    .filter((tag) => tag !== '');
  const ipa = field(columns.ipa).replaceAll(/^\/|\/$/gu, '');
  return {
    line: row.line,
    source,
    target,
    tags,
    ipa: ipa || undefined,
    note: field(columns.note) || undefined,
  };
}
