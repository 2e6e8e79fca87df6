import { ManifestError } from '../errors.ts';
import { readInteger } from './numbers.ts';

/** What a parser says of a text that it cannot read; row and column count from 0. */
export interface Complaint {
  readonly reason: string;
  readonly row: number;
  readonly column: number;
}

/** One document of a file. */
export interface Document {
  readonly lines: readonly string[];
  readonly file: string;
  /** 1-based line of the file on which the document begins. */
  readonly line: number;
}

interface Diagnosis {
  readonly what: string;
  readonly hint: string;
  readonly row: number;
  readonly column: number;
  /** Another row that has its part in it. */
  readonly other?: number;
}

/** ManifestError INVALID_YAML with file, line, column, the source and a caret, in words that name the mistake. */
export function yamlError(complaint: Complaint, document: Document, cause: unknown): ManifestError {
  const { what, hint, row, column, other } = diagnose(complaint, document);
  const at = (index: number) => String(document.line + index);
  const width = at(row).length;
  const shown = (index: number) => `${at(index).padStart(width)} | ${visible(document.lines[index] ?? '')}`;
  return new ManifestError('INVALID_YAML', `${document.file} is no valid YAML: ${what}`, {
    facts: [
      `${document.file}:${at(row)}:${column + 1}`,
      ...(other === undefined || other === row ? [] : [shown(other)]),
      shown(row),
      `${' '.repeat(width)} | ${' '.repeat(column)}^`,
    ],
    hint,
    cause,
  });
}

/** One column for one character: the caret below must stand under the right one. */
function visible(line: string): string {
  return line.replace(/\r$/, '').replaceAll('\t', '→');
}

function diagnose(complaint: Complaint, document: Document): Diagnosis {
  const { reason } = complaint;
  const { lines } = document;
  const conflict = lines.findIndex((line) => /^(?:<{7}|>{7}|={7})(?:\s|$)/.test(line));
  if (conflict >= 0)
    return { what: 'a merge conflict is left in it', hint: 'resolve the conflict', row: conflict, column: 0 };
  if (/duplicated mapping key/.test(reason)) return duplicate(complaint, document);
  // These are noticed only behind the line that is wrong.
  const late = /implicit key|deficient indentation|end of the stream within/.test(reason);
  const row = late ? rowAbove(lines, complaint.row) : Math.min(complaint.row, lines.length - 1);
  const line = lines[row] ?? '';
  const column = row === complaint.row ? Math.min(complaint.column, line.length) : line.search(/\S|$/);
  if (/^\s*\t/.test(line))
    return { what: 'a tab cannot indent', hint: 'indent with spaces', row, column: line.indexOf('\t') };
  return { ...wording(reason, line, column), row, column };
}

function rowAbove(lines: readonly string[], row: number): number {
  const above = lines.slice(0, row).findLastIndex((line) => /^\s*[^\s#]/.test(line));
  return Math.max(0, above);
}

function wording(reason: string, line: string, column: number): Pick<Diagnosis, 'what' | 'hint'> {
  if (/^---\S/.test(line))
    return { what: 'something follows --- on its line', hint: 'begin the document on a line of its own' };
  if (line.includes('{{'))
    return { what: 'it is a template', hint: 'render the chart it belongs to, or quote the braces' };
  const alias = /unidentified alias "(.*)"/.exec(reason)?.[1];
  if (alias !== undefined)
    return {
      what: `no anchor &${alias} stands before *${alias}`,
      hint: `write &${alias} where the value is`,
    };
  const first = /^[@`%]/.exec(line.slice(column))?.[0];
  if (first !== undefined) return { what: `a value cannot begin with ${first}`, hint: 'quote the value' };
  if (/bad indentation/.test(reason) && line[column] === ':') {
    return /:\s/.test(line.slice(0, column))
      ? { what: 'a second colon stands in the line', hint: 'quote the value that holds ": "' }
      : { what: 'the line is indented like none above it', hint: 'align it with the keys it belongs to' };
  }
  const known = KNOWN.find(([pattern]) => pattern.test(reason));
  return { what: known?.[1] ?? reason, hint: known?.[2] ?? 'correct this line' };
}

const KNOWN: readonly (readonly [pattern: RegExp, what: string, hint: string])[] = [
  [/null key|complex keys/, 'a key is no plain text', 'write a key that is a word, or quote it'],
  [/deficient indentation|end of the stream within/, 'a quote or bracket is not closed', 'close it'],
  [/end of the stream or/, 'it holds more than one value', 'separate documents with a line ---'],
  [/implicit key/, 'a key has no colon', 'write KEY: VALUE'],
  [/cannot merge/, 'a merge key << has a value that is no map', 'give it an alias of a map: <<: *NAME'],
];

/** A key where it stands: after the dashes of list items, quoted or not. */
const KEY = /^([\s-]*)(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s#"'{}[\],-][^#{}[\],]*?|-[^\s:]+))\s*:(?:\s|$)/;

function duplicate({ row, column }: Complaint, { lines, line }: Document): Diagnosis {
  const source = lines[row] ?? '';
  const quote = column > 0 && /["']/.test(source[column - 1] ?? '') ? 1 : 0;
  const start = column - quote;
  const key = keyIn(source.slice(start))?.name ?? source.slice(column).split(/["':\s]/)[0] ?? '';
  const other = rowOfBlockKey(key, start, row, lines) ?? rowOfFlowKey(key, start, row, lines);
  const both = other === row ? `line ${line + row}` : `lines ${line + other} and ${line + row}`;
  return {
    what: `the key ${key} stands twice in one map (${both})`,
    hint: other === row ? `keep one ${key}` : `remove line ${line + other} or line ${line + row}`,
    row,
    column: start,
    other,
  };
}

function keyIn(line: string): { readonly name: string; readonly column: number } | null {
  const match = KEY.exec(line);
  const name = match?.[2] ?? match?.[3] ?? match?.[4];
  return match === null || name === undefined ? null : { name, column: match[1]?.length ?? 0 };
}

/** Upwards in the same block: until a line that is indented less. */
function rowOfBlockKey(key: string, column: number, row: number, lines: readonly string[]): number | null {
  for (let above = row - 1; above >= 0; above--) {
    const line = lines[above] ?? '';
    const found = keyIn(line);
    if (found !== null && found.column === column && isSame(found.name, key)) return above;
    const indent = found?.column ?? line.search(/\S/);
    if (indent >= 0 && indent < column && !line.trimStart().startsWith('#')) return null;
  }
  return null;
}

function rowOfFlowKey(key: string, column: number, row: number, lines: readonly string[]): number {
  const written = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`[{,]\\s*["']?${written}["']?\\s*:|^\\s*["']?${written}["']?\\s*:`);
  const before = [...lines.slice(0, row), (lines[row] ?? '').slice(0, column)];
  const found = before.findLastIndex((line) => pattern.test(line));
  return found < 0 ? row : found;
}

const TRUE = /^(?:y|yes|on|true)$/i;
const FALSE = /^(?:n|no|off|false)$/i;

/** Keys resolve like values: `y` and `on` are one key. */
function isSame(a: string, b: string): boolean {
  if (a === b || [TRUE, FALSE].some((word) => word.test(a) && word.test(b))) return true;
  const number = readInteger(a);
  return number !== undefined && number === readInteger(b);
}
