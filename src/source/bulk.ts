import {
  boolYaml11Tag,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
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
import { messageOf } from '../errors.ts';
import type { Json } from '../object.ts';
import { furtherValues } from './json-stream.ts';
import { NOT_FINITE, NUMERIC_FIRST, readFloat, readInteger } from './numbers.ts';
import { yamlError } from './yaml-error.ts';

class NotFinite extends Error {}

const integer = defineScalarTag<number>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: NUMERIC_FIRST,
  identify: () => false,
  resolve: (text) => readInteger(text) ?? NOT_RESOLVED,
});

const float = defineScalarTag<number>('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: NUMERIC_FIRST,
  identify: () => false,
  resolve: (text) => {
    if (NOT_FINITE.test(text)) throw new NotFinite(text);
    return readFloat(text) ?? NOT_RESOLVED;
  },
});

const binary = defineScalarTag('tag:yaml.org,2002:binary', {
  identify: () => false,
  resolve: (text) => Buffer.from(text, 'base64').toString('utf8'),
});

const map = defineMappingTag<Record<string, unknown>>('tag:yaml.org,2002:map', {
  ...mapTag,
  identify: () => false,
  addPair: (to, key, value) => (key === null ? 'null key' : mapTag.addPair(to, key, value)),
});

/** Tags that nobody has defined, such as `!foo`: kubectl reads past them. */
const anyTag = { matchByTagPrefix: true } as const;
const foreign = [
  defineScalarTag('!', { ...anyTag, identify: () => false, resolve: (text) => text }),
  defineMappingTag<Record<string, unknown>>('!', { ...map, ...anyTag }),
  defineSequenceTag<unknown[]>('!', { ...seqTag, ...anyTag, identify: () => false }),
];

/** YAML 1.1 with 1.2's octals and without its timestamps and sexagesimals: what kubectl's parser does. */
const KUBECTL = new Schema([
  ...[nullYaml11Tag, boolYaml11Tag, integer, float, mergeTag, binary],
  ...[strTag, seqTag, map, ...foreign],
]);

/** One document of a YAML stream. */
export interface TextDocument {
  /** 0-based, counting documents with content. */
  readonly index: number;
  /** 1-based line of the stream on which `text` begins. */
  readonly line: number;
  readonly text: string;
}

/**
 * Splits a stream at lines that begin with `---`, and between JSON values that follow each other; documents
 * without content are left out.
 */
export function splitDocuments(stream: string): readonly TextDocument[] {
  const text = stream.startsWith('\uFEFF') ? stream.slice(1) : stream;
  const documents: TextDocument[] = [];
  const marker = /^(?:---(?=\s|$)|\.\.\.\s*$)/gm;
  let from = 0;
  let line = 1;
  const add = (to: number) => {
    const body = text.slice(from, to);
    const starts = /^\s*\{/.test(body) ? [0, ...furtherValues(body)] : [0];
    for (const [nth, start] of starts.entries()) {
      const part = body.slice(start, starts[nth + 1]);
      if (hasContent(part))
        documents.push({ index: documents.length, line: line + count(body, 0, start), text: part });
    }
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
    throw yamlError(complaint(error, text), { lines: text.split('\n'), file, line }, error);
  }
}

/** The schema above makes nothing but JSON; only an empty document is undefined. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}

function complaint(error: unknown, text: string): Parameters<typeof yamlError>[0] {
  if (error instanceof YAMLException && error.mark)
    return { reason: error.reason, row: error.mark.line, column: error.mark.column };
  if (!(error instanceof NotFinite)) return { reason: messageOf(error), row: 0, column: 0 };
  const before = text.slice(0, Math.max(0, text.indexOf(error.message))).split('\n');
  const reason = `${error.message} is no number that JSON has`;
  return { reason, row: before.length - 1, column: before.at(-1)?.length ?? 0 };
}
