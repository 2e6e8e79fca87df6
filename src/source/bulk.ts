import {
  boolYaml11Tag,
  defineScalarTag,
  floatCoreTag,
  load,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  Schema,
  seqTag,
  strTag,
  YAMLException,
} from 'js-yaml';
import { ManifestError, messageOf } from '../errors.ts';
import type { Json } from '../object.ts';

const INTEGER = /^[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o[0-7_]+|[0-9][0-9_]*)$/;

/** Integers as kubectl reads them: `0644` and `0o644` are octal, `1_000` is a number, `1:30` is none. */
const integer = defineScalarTag<number>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: [...'-+0123456789'],
  identify: () => false,
  resolve: (source) => {
    if (!INTEGER.test(source)) return NOT_RESOLVED;
    const sign = source.startsWith('-') ? -1 : 1;
    const digits = source.replace(/[_+-]/g, '');
    const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
    return Number.isNaN(value) ? NOT_RESOLVED : sign * value;
  },
});

/** YAML 1.1 with 1.2's octals and without its timestamps and sexagesimals: what kubectl's parser does. */
const KUBECTL = new Schema([
  nullYaml11Tag,
  boolYaml11Tag,
  integer,
  floatCoreTag,
  mergeTag,
  strTag,
  seqTag,
  mapTag,
]);

/** One document of a YAML stream. */
export interface TextDocument {
  /** 0-based, counting documents with content. */
  readonly index: number;
  /** 1-based line of the stream on which `text` begins. */
  readonly line: number;
  readonly text: string;
}

/** Splits a stream at lines that begin with `---`, as kubectl does; documents without content are left out. */
export function splitDocuments(stream: string): readonly TextDocument[] {
  const text = stream.startsWith('\uFEFF') ? stream.slice(1) : stream;
  const documents: TextDocument[] = [];
  const marker = /^(?:---(?=\s|$)|\.\.\.\s*$)/gm;
  let index = 0;
  let from = 0;
  let line = 1;
  const add = (to: number) => {
    const body = text.slice(from, to);
    if (hasContent(body)) documents.push({ index: index++, line, text: body });
  };
  for (let match = marker.exec(text); match !== null; match = marker.exec(text)) {
    add(match.index);
    line += count(text, from, match.index);
    from = match.index + match[0].length;
  }
  add(text.length);
  return documents;
}

function count(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function hasContent(body: string): boolean {
  return /^[^\S\n]*[^\s#%]/m.test(body);
}

/**
 * One YAML or JSON document as kubectl would read it. `file` and `line` (of the document's first line) are for the
 * error: ManifestError INVALID_YAML with file, line, column and a caret.
 */
export function parseYaml(text: string, file: string, line = 1): Json {
  try {
    const value = load(text, { schema: KUBECTL });
    return isJson(value) ? value : null;
  } catch (error) {
    throw yamlError(error, text, file, line);
  }
}

/** The schema above makes nothing but JSON; only an empty document is undefined. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

function yamlError(error: unknown, text: string, file: string, line: number): ManifestError {
  const mark = error instanceof YAMLException ? error.mark : undefined;
  const reason = error instanceof YAMLException ? error.reason : messageOf(error);
  const row = mark?.line ?? 0;
  const column = mark?.column ?? 0;
  const source = text.split('\n')[row]?.replace(/\r$/, '') ?? '';
  const tab = /^\s*\t/.test(source);
  const number = String(line + row);
  return new ManifestError(
    'INVALID_YAML',
    `${file} is no valid YAML: ${tab ? 'a tab cannot indent' : reason}`,
    {
      facts: [
        `${file}:${number}:${column + 1}`,
        `${number} | ${source.replaceAll('\t', '→')}`,
        `${' '.repeat(number.length)} | ${' '.repeat(Math.max(0, column))}^`,
      ],
      hint: hintFor(reason, tab, text, row),
      cause: error,
    },
  );
}

function hintFor(reason: string, tab: boolean, text: string, row: number): string {
  if (tab) return 'indent with spaces';
  if (!/duplicated mapping key/.test(reason)) return 'correct this line';
  const key = /^\s*(?:- )?("?[^":\s]+"?)\s*:/.exec(text.split('\n')[row] ?? '')?.[1] ?? 'the key';
  return `keep one of the two ${key} keys`;
}
