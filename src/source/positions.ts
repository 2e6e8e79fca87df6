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
import { isObject, type Json } from '../object.ts';
import type { Path, Step } from '../path.ts';

const octal12: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  format: 'OCT12',
  identify: () => false,
  test: /^[-+]?0o[0-7_]+$/,
  resolve: (text) => Number.parseInt(text.replace(/_|0o/g, ''), 8),
};

/** The same reading of YAML as the fast parser's, with positions: needed for drifted fields only, it is slow. */
const KUBECTL = {
  version: '1.1',
  merge: true,
  customTags: (tags: Tags): Tags => [
    octal12,
    ...tags.filter(
      (tag) =>
        typeof tag === 'string' ||
        (tag.tag !== 'tag:yaml.org,2002:timestamp' && (!('format' in tag) || tag.format !== 'TIME')),
    ),
  ],
} as const;

/** One YAML document with the place of everything in it. */
export interface Positioned {
  /** 1-based line, within the text, of the key (or list item) that declares a field; null: it is not there. */
  readonly lineOf: (path: Path) => number | null;
  /** The value written at a path. */
  readonly valueOf: (path: Path) => Json | undefined;
}

export function parsePositioned(text: string): Positioned {
  const counter = new LineCounter();
  const document = parseDocument(text, { ...KUBECTL, lineCounter: counter, logLevel: 'silent' });
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
  };
}

/** The line of a field in one document's text; `item`: the path starts in `items[item]` of a List. */
export function locateInDocument(text: string, path: Path, item: number | null): number | null {
  const whole: Path = item === null ? path : ['items', item, ...path];
  const positioned = parsePositioned(text);
  if (whole.length > 0) return positioned.lineOf(whole);
  const first = text.split('\n').findIndex((line) => /^\s*[^\s#]/.test(line));
  return first < 0 ? null : first + 1;
}

export function toYaml(value: Json): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
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
  const items = node.items.filter(
    (item): item is Node => isMap(item) || isScalar(item) || isSeq(item) || isAlias(item),
  );
  const found =
    typeof step === 'number'
      ? items[step]
      : items.find((item) => matches(resolved(item, document), step, document));
  return found === undefined ? null : { node: found, offset: found.range?.[0] };
}

function inMap(map: YAMLMap, key: string, document: Document): Found | null {
  const pair = map.items.find((one) => keyOf(one) === key);
  if (pair !== undefined) {
    const { key: name, value } = pair;
    return { node: isNode(value) ? value : null, offset: isScalar(name) ? name.range?.[0] : undefined };
  }
  for (const merge of map.items.filter((one) => keyOf(one) === '<<')) {
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
  if (!isScalar(pair.key)) return null;
  return typeof pair.key.value === 'symbol' ? '<<' : String(pair.key.value);
}

/** List-map items match by the keys they write; a key they leave out has the server's default. */
function matches(node: Node | null, step: Exclude<Step, string | number>, document: Document): boolean {
  const value = toJson(node, document);
  if ('value' in step) return value === step.value;
  if (!isObject(value)) return false;
  const written = Object.entries(step.keys).filter(([key]) => value[key] !== undefined);
  return written.length > 0 && written.every(([key, wanted]) => value[key] === wanted);
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
