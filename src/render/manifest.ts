import { GitopsError, type Warning } from '../errors.ts';
import { isArray, isObject, type Json, type JsonObject, objectAt, stringOr } from '../object.ts';
import { parseYaml, splitDocuments, type TextDocument } from '../source/bulk.ts';
import { bad, checked, type Place } from './check.ts';
import type { Manifest, Origin, Rendering } from './types.ts';

export interface ReadOptions {
  /** A document without apiVersion and kind is an error (`-f FILE`), not somebody else's YAML (a directory). */
  readonly strict: boolean;
}

export type Read = Pick<Rendering, 'manifests' | 'perDeploy' | 'problems' | 'warnings'>;

/** What tools keep beside manifests, in the same form: a directory may hold it, no cluster does. */
const TOOLS =
  /^(?:kustomize\.config\.k8s\.io|kubectl-gitops|skaffold|kind\.x-k8s\.io|k3d\.io|ctlptl\.dev|tanka\.dev)\//;

/** A value that should be an object of Kubernetes, and where it was read. */
export interface Value {
  readonly value: Json;
  readonly origin: Origin;
  readonly text?: TextDocument;
}

/** Every object of a YAML or JSON stream; a bad document is a problem and hides no other. */
export function readManifests(stream: string, file: string, options: ReadOptions): Read {
  const values: Value[] = [];
  const problems: GitopsError[] = [];
  for (const document of splitDocuments(stream)) {
    try {
      values.push(...valuesOf(parseYaml(document.text, file, document.line), document, file, options));
    } catch (error) {
      if (!(error instanceof GitopsError)) throw error;
      if (options.strict || mayBeManifest(document)) problems.push(error);
    }
  }
  const read = checkAll(values);
  return { ...read, problems: [...problems, ...read.problems] };
}

/** Sorts values into objects and what is wrong with the others. */
export function checkAll(values: readonly Value[]): Read {
  const manifests: Manifest[] = [];
  const perDeploy: Manifest[] = [];
  const problems: GitopsError[] = [];
  const warnings: Warning[] = [];
  for (const { value, origin, text } of values) {
    const place: Place = {
      ...origin,
      ...(text === undefined ? {} : { text: text.text, textLine: text.line }),
    };
    const named = withGeneratedName(value);
    if (named !== null) warnings.push(generated(value, place));
    try {
      const manifest = { object: checked(named ?? value, place), origin };
      (named === null ? manifests : perDeploy).push(manifest);
    } catch (error) {
      if (!(error instanceof GitopsError)) throw error;
      problems.push(error);
    }
  }
  return { manifests, perDeploy, problems, warnings };
}

/** A file that no parser reads may be a template or a tool's; what names a kind is meant for the cluster. */
function mayBeManifest({ text }: TextDocument): boolean {
  return /^\s*["']?(?:apiVersion|kind)["']?\s*:/m.test(text);
}

function valuesOf(
  value: Json,
  document: TextDocument,
  file: string,
  { strict }: ReadOptions,
): readonly Value[] {
  const origin = { file, document: document.index, line: firstLine(document), item: null };
  if (value === null) return [];
  if (!strict && isObject(value) && TOOLS.test(stringOr(value.apiVersion, ''))) return [];
  const given = isObject(value) && (value.apiVersion !== undefined || value.kind !== undefined);
  if (!given) {
    if (!strict) return [];
    const what = isObject(value) ? 'has neither apiVersion nor kind' : 'is no Kubernetes object';
    const place = { ...origin, text: document.text, textLine: document.line };
    throw bad(place, [], what, 'write apiVersion, kind and metadata, or leave the file out');
  }
  const items = itemsOf(value);
  if (items === null) return [{ value, origin, text: document }];
  return items.map((item, index) => ({ value: item, origin: { ...origin, item: index }, text: document }));
}

/** The objects of a list, which lend from it what they leave out, as kubectl reads them; null: it is none. */
export function itemsOf(value: JsonObject): readonly Json[] | null {
  const kind = stringOr(value.kind, '');
  if (!kind.endsWith('List')) return null;
  const { items } = value;
  if (kind === 'List' && items == null) return [];
  if (!isArray(items)) return null;
  if (kind === 'List') return items;
  const lent = { apiVersion: value.apiVersion ?? null, kind: kind.slice(0, -'List'.length) };
  return items.map((item) => (isObject(item) && item.kind === undefined ? { ...lent, ...item } : item));
}

/** What the server keeps of a generateName before the five characters that it makes up. */
const LONGEST_BASE = 58;

/** The object under a name as the server might make one; null: it has one of its own. */
function withGeneratedName(value: Json): JsonObject | null {
  const metadata = objectAt(value, 'metadata');
  const { name, generateName } = metadata;
  if (typeof generateName !== 'string' || (name !== undefined && name !== null && name !== '')) return null;
  return {
    ...objectAt(value),
    metadata: { ...metadata, name: `${generateName.slice(0, LONGEST_BASE)}xxxxx` },
  };
}

/** Every apply makes another one: there is nothing in the cluster to compare it with. */
function generated(value: Json, { file, line }: Place): Warning {
  const { generateName } = objectAt(value, 'metadata');
  const at = line === null ? String(file) : `${file}:${line}`;
  return {
    code: 'GENERATED_NAME',
    message: `${at}: ${stringOr(objectAt(value).kind, 'an object')} with generateName ${stringOr(generateName, '')} is not compared`,
    hint: 'give it metadata.name if it should be',
  };
}

/** Line of the document's first content, comments skipped. */
function firstLine({ text, line }: TextDocument): number {
  const start = /^[^\S\n]*[^\s#]/m.exec(text)?.index ?? 0;
  let lines = line;
  for (let at = text.indexOf('\n'); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
