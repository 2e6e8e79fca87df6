import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type ScalarTag,
  stringify,
  type Tags,
  type YAMLMap,
} from 'yaml';
import type { Json } from '../object.ts';
import type { Path, Step } from '../path.ts';
import { indexOfItem } from './items.ts';
import { FLOAT, INTEGER, NOT_FINITE, readFloat, readInteger } from './numbers.ts';

const write = ({ value }: { value: unknown }): string => String(value);

const OURS: readonly ScalarTag[] = [
  {
    tag: 'tag:yaml.org,2002:int',
    default: true,
    identify: (value) => Number.isInteger(value),
    test: INTEGER,
    resolve: (text) => readInteger(text) ?? readFloat(text) ?? text,
    stringify: write,
  },
  {
    tag: 'tag:yaml.org,2002:float',
    default: true,
    identify: (value) => typeof value === 'number',
    // What is not finite is no number of JSON; it stands here for writing: such a text needs quotes.
    test: new RegExp(`${FLOAT.source}|${NOT_FINITE.source}`),
    resolve: (text) => readFloat(text) ?? text,
    stringify: write,
  },
  {
    tag: 'tag:yaml.org,2002:binary',
    resolve: (text) => Buffer.from(text, 'base64').toString('utf8'),
  },
];

const REPLACED = new Set(['int', 'float', 'timestamp', 'binary'].map((name) => `tag:yaml.org,2002:${name}`));
/** Line breaks of YAML 1.1 that are none to the parser of this project. */
const OLD_BREAKS = /[\u0085\u2028\u2029]/g;

/** YAML as kubectl reads it, for the parser that keeps positions: value for value what `bulk.ts` reads. */
export const kubernetesYaml = {
  version: '1.1',
  customTags: (tags: Tags): Tags => [
    ...tags.filter((tag) => typeof tag === 'string' || !REPLACED.has(tag.tag)).map(safelyWritten),
    ...OURS,
  ],
} as const;

function safelyWritten(tag: Tags[number]): Tags[number] {
  if (typeof tag === 'string' || tag.collection !== undefined) return tag;
  if (tag.tag === 'tag:yaml.org,2002:merge')
    return { ...tag, identify: (value) => typeof value === 'symbol' };
  if (tag.tag !== 'tag:yaml.org,2002:str') return tag;
  return {
    ...tag,
    stringify: (item, context, onComment, onChompKeep) => {
      const escaped = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
      const isHostile = typeof item.value === 'string' && item.value.search(OLD_BREAKS) >= 0;
      if (isHostile) item.type = 'QUOTE_DOUBLE';
      const written = tag.stringify?.(item, context, onComment, onChompKeep) ?? '';
      return isHostile ? written.replace(OLD_BREAKS, escaped) : written;
    },
  };
}

/** One YAML document with the place of everything in it. */
export interface Positioned {
  /** 1-based line, within the text, of the key (or list item) that declares a field; null: it is not there. */
  readonly lineOf: (path: Path) => number | null;
  /** The value written at a path. */
  readonly valueOf: (path: Path) => Json | undefined;
  /** Offsets of the value written at a path, for replacing it in the text; null: it is not there, or empty. */
  readonly rangeOf: (path: Path) => readonly [start: number, end: number] | null;
}

export function parsePositioned(text: string): Positioned {
  const counter = new LineCounter();
  const document = parseDocument(text, { ...kubernetesYaml, lineCounter: counter, logLevel: 'silent' });
  const find = (path: Path) => walk(document, path);
  return {
    lineOf: (path) => {
      const found = find(path);
      return found?.offset === undefined ? null : counter.linePos(found.offset).line;
    },
    valueOf: (path) => {
      const found = find(path);
      return found === null ? undefined : toJson(found.node, document);
    },
    rangeOf: (path) => {
      const [start, end] = find(path)?.node?.range ?? [];
      return start === undefined || end === undefined || start === end ? null : [start, end];
    },
  };
}

/** The line of a field in one document's text; `item`: the path starts in `items[item]` of a List. */
export function locateInDocument(text: string, path: Path, item: number | null): number | null {
  return locateIn(parsePositioned(text), text, path, item);
}

/** `locateInDocument` for a document that is asked about more than once. */
export function locateIn(
  positioned: Positioned,
  text: string,
  path: Path,
  item: number | null,
): number | null {
  const whole: Path = item === null ? path : ['items', item, ...path];
  if (whole.length > 0) return positioned.lineOf(whole);
  const first = text.split('\n').findIndex((line) => /^\s*[^\s#]/.test(line));
  return first < 0 ? null : first + 1;
}

/** A syntax error in a YAML text, as the parser words it, with the source and a caret; null: it parses. */
export function syntaxError(text: string): string | null {
  const document = parseDocument(text, { ...kubernetesYaml, logLevel: 'silent', prettyErrors: true });
  return document.errors[0]?.message ?? null;
}

/** Block style; what kubectl would read as something else than text is quoted. */
export function toYaml(value: Json): string {
  return stringify(value, { ...kubernetesYaml, lineWidth: 0, aliasDuplicateObjects: false });
}

interface Found {
  readonly node: Node | null;
  readonly offset: number | undefined;
}

function walk(document: Document, path: Path): Found | null {
  let at: Found = { node: document.contents, offset: document.contents?.range?.[0] };
  for (const step of path) {
    const next = child(resolved(at.node, document), step, document);
    if (next === null) return null;
    at = next;
  }
  return at;
}

function resolved(node: Node | null, document: Document): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node;
}

function child(node: Node | null, step: Step, document: Document): Found | null {
  if (typeof step === 'string') return isMap(node) ? inMap(node, step, document) : null;
  if (!isSeq(node)) return null;
  const items = node.items.map((item) => (isNode(item) ? item : null));
  const index =
    typeof step === 'number'
      ? step
      : indexOfItem(
          items.map((item) => toJson(resolved(item, document), document)),
          step,
        );
  const found = items[index];
  return found === undefined ? null : { node: found, offset: found?.range?.[0] };
}

/** A map's own keys win over merged ones, and of several merged maps the first. */
function inMap(map: YAMLMap, key: string, document: Document): Found | null {
  const pair = map.items.find((one) => keyOf(one) === key);
  if (pair !== undefined) {
    const { key: name, value } = pair;
    return { node: isNode(value) ? value : null, offset: isScalar(name) ? name.range?.[0] : undefined };
  }
  for (const merge of map.items.filter((one) => isMerge(one))) {
    const from = isNode(merge.value) ? resolved(merge.value, document) : null;
    const maps = isSeq(from)
      ? from.items.map((item) => (isNode(item) ? resolved(item, document) : null))
      : [from];
    for (const one of maps) {
      const found = isMap(one) ? inMap(one, key, document) : null;
      if (found !== null) return found;
    }
  }
  return null;
}

/** Keys resolve like values (`on` is the key `true`). */
function keyOf(pair: Pair): string | null {
  return isScalar(pair.key) && !isMerge(pair) ? String(pair.key.value) : null;
}

function isMerge({ key }: Pair): boolean {
  return isScalar(key) && (typeof key.value === 'symbol' || (key.value === '<<' && key.type === 'PLAIN'));
}

function isNode(value: unknown): value is Node {
  return isMap(value) || isScalar(value) || isSeq(value) || isAlias(value);
}

function toJson(node: Node | null, document: Document): Json | undefined {
  if (node === null) return null;
  const value: unknown = node.toJS(document);
  return isJson(value) ? value : undefined;
}

/** A document of the schema above holds nothing but JSON. */
function isJson(value: unknown): value is Json {
  return value !== undefined;
}
