import { GitopsError, ManifestError } from '../errors.ts';
import { isArray, isObject, type Json, type KubeObject } from '../object.ts';
import type { Path } from '../path.ts';
import { parseYaml, splitDocuments, type TextDocument } from '../source/bulk.ts';
import { locateInDocument } from '../source/positions.ts';
import type { Manifest, Origin } from './types.ts';

export interface ReadOptions {
  /** A document without apiVersion and kind is an error (`-f FILE`), not somebody else's YAML (a directory). */
  readonly strict: boolean;
}

export interface Read {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly GitopsError[];
}

/** Every object of a YAML or JSON stream; a bad document is a problem and hides no other. */
export function readManifests(stream: string, file: string, options: ReadOptions): Read {
  const manifests: Manifest[] = [];
  const problems: GitopsError[] = [];
  for (const document of splitDocuments(stream)) {
    try {
      const value = parseYaml(document.text, file, document.line);
      manifests.push(...objectsOf(value, document, file, options));
    } catch (error) {
      if (!(error instanceof GitopsError)) throw error;
      problems.push(error);
    }
  }
  return { manifests, problems };
}

function objectsOf(
  value: Json,
  document: TextDocument,
  file: string,
  { strict }: ReadOptions,
): readonly Manifest[] {
  const place = { file, document: document.index, line: firstLine(document) };
  if (value === null) return [];
  if (!isObject(value)) {
    if (!strict) return [];
    throw bad(place, 'is no Kubernetes object', 'write apiVersion, kind and metadata');
  }
  if (value.apiVersion === undefined && value.kind === undefined) {
    if (!strict) return [];
    throw bad(place, 'has neither apiVersion nor kind', 'write apiVersion and kind, or leave the file out');
  }
  if (typeof value.kind === 'string' && value.kind.endsWith('List') && isArray(value.items)) {
    return value.items.map((item, index) => ({
      object: checked(item, place),
      origin: { ...place, item: index },
    }));
  }
  return [{ object: checked(value, place), origin: { ...place, item: null } }];
}

/** Throws ManifestError where a value cannot be an object of Kubernetes. */
export function checked(value: Json, place: Pick<Origin, 'file' | 'line'>): KubeObject {
  if (!isObject(value))
    throw bad(place, 'holds an item that is no object', 'write apiVersion, kind and metadata');
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || apiVersion === '')
    throw bad(place, 'lacks apiVersion', 'write for example apiVersion: apps/v1');
  if (typeof kind !== 'string' || kind === '')
    throw bad(place, 'lacks kind', 'write for example kind: Deployment');
  if (!isObject(metadata)) throw bad(place, `(${kind}) has no metadata`, 'write metadata: {name: NAME}');
  const { name } = metadata;
  if (name !== undefined && typeof name !== 'string') {
    throw bad(
      place,
      `(${kind}) has a metadata.name that is no string: ${JSON.stringify(name)}`,
      `quote it: name: "${String(name)}"`,
    );
  }
  if (name === undefined || name === '') {
    if (typeof metadata.generateName === 'string') {
      throw new ManifestError(
        'GENERATED_NAME',
        `${where(place)}: ${kind} has generateName: it has no identity to compare`,
        {
          hint: 'give it metadata.name, or leave it out of what is compared',
        },
      );
    }
    throw bad(place, `(${kind}) has no metadata.name`, 'write metadata: {name: NAME}');
  }
  const { namespace } = metadata;
  if (namespace !== undefined && namespace !== null && typeof namespace !== 'string') {
    throw bad(place, `(${kind} ${name}) has a metadata.namespace that is no string`, 'quote it');
  }
  for (const map of ['labels', 'annotations']) {
    const given = metadata[map];
    if (given !== undefined && given !== null && !isObject(given))
      throw bad(place, `(${kind} ${name}) has ${map} that are no map`, `write ${map}: {KEY: VALUE}`);
  }
  return { ...value, apiVersion, kind, metadata: { ...metadata, name } };
}

function bad(place: Pick<Origin, 'file' | 'line'>, what: string, hint: string): ManifestError {
  return new ManifestError('NOT_KUBERNETES', `${where(place)} ${what}`, { hint });
}

function where({ file, line }: Pick<Origin, 'file' | 'line'>): string {
  return line === null ? String(file) : `${file}:${line}`;
}

/** Line of the document's first content, comments skipped. */
function firstLine({ text, line }: TextDocument): number {
  const offset = text.split('\n').findIndex((one) => /^\s*[^\s#]/.test(one));
  return line + Math.max(0, offset);
}

/** The line of a field in a plain file's text. */
export function locateInStream(
  stream: string,
  { document, item }: Pick<Origin, 'document' | 'item'>,
  path: Path,
): number | null {
  const found = splitDocuments(stream).find((one) => one.index === document);
  if (found === undefined) return null;
  const line = locateInDocument(found.text, path, item);
  return line === null ? null : found.line + line - 1;
}
