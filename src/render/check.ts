import { ManifestError } from '../errors.ts';
import { isObject, type Json, type KubeObject } from '../object.ts';
import { linesOf } from './helm/template.ts';
import type { Origin } from './types.ts';

/** Where a value was read, for what is said of it. */
export interface Place extends Pick<Origin, 'file' | 'line'> {
  readonly item?: number | null;
  /** The document's text and the line of the file on which it begins: errors show the line that is wrong. */
  readonly text?: string;
  readonly textLine?: number;
}

/** A value as an object without `status`, which is the cluster's. Throws ManifestError where it cannot be one. */
export function checked(value: Json, place: Place): KubeObject {
  if (!isObject(value))
    throw bad(
      place,
      [],
      `holds ${kindOf(value)} where an object belongs`,
      'write apiVersion, kind and metadata',
    );
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || apiVersion === '')
    throw bad(
      place,
      ['apiVersion'],
      lacks('apiVersion', apiVersion),
      'write for example apiVersion: apps/v1',
    );
  if (typeof kind !== 'string' || kind === '')
    throw bad(place, ['kind'], lacks('kind', kind), 'write for example kind: Deployment');
  if (!isObject(metadata)) {
    const what =
      metadata === undefined ? `(${kind}) has no metadata` : `(${kind}) has metadata that are no map`;
    throw bad(place, ['metadata'], what, hintFor(apiVersion, 'write metadata: {name: NAME}'));
  }
  const { name } = metadata;
  if (typeof name !== 'string' || name === '') throw badName(place, apiVersion, kind, name);
  const { status: _, ...rest } = value;
  return { ...rest, apiVersion, kind, metadata: checkedMetadata({ ...metadata, name }, kind, place) };
}

function checkedMetadata(
  metadata: KubeObject['metadata'],
  kind: string,
  place: Place,
): KubeObject['metadata'] {
  const { name, namespace } = metadata;
  const object = `(${kind} ${name})`;
  if (namespace !== undefined && namespace !== null && typeof namespace !== 'string') {
    const hint = `quote it: namespace: "${String(namespace)}"`;
    throw bad(
      place,
      ['metadata', 'namespace'],
      `${object} has a namespace that is ${kindOf(namespace)}`,
      hint,
    );
  }
  for (const field of ['labels', 'annotations']) {
    const map = metadata[field];
    if (map === undefined || map === null) continue;
    if (!isObject(map)) {
      const what = `${object} has ${field} that are ${kindOf(map)}`;
      throw bad(place, ['metadata', field], what, `write ${field}: {KEY: VALUE}`);
    }
    const wrong = Object.entries(map).find(([, one]) => one !== null && typeof one !== 'string');
    if (wrong === undefined) continue;
    const [key, one] = wrong;
    const what = `${object} has ${field} with ${key}: ${JSON.stringify(one)}, which is ${kindOf(one)}, no text`;
    throw bad(place, ['metadata', field, key], what, `quote it: ${key}: ${JSON.stringify(String(one))}`);
  }
  return metadata;
}

function badName(place: Place, apiVersion: string, kind: string, name: Json | undefined): ManifestError {
  const path = ['metadata', 'name'];
  if (name === undefined || name === '' || name === null) {
    const hint = hintFor(apiVersion, 'write metadata: {name: NAME}');
    return bad(place, path, `(${kind}) has no metadata.name`, hint);
  }
  const hint = isObject(name) ? 'write a name' : `quote it: name: "${String(name)}"`;
  return bad(place, path, `(${kind}) has a metadata.name that is ${kindOf(name)}, no text`, hint);
}

function hintFor(apiVersion: string, otherwise: string): string {
  return apiVersion.startsWith('kustomize.config.k8s.io/')
    ? 'render its directory instead: -k DIRECTORY'
    : otherwise;
}

function lacks(field: string, value: Json | undefined): string {
  return value === undefined || value === null || value === ''
    ? `lacks ${field}`
    : `has ${field}: ${JSON.stringify(value)}, which is ${kindOf(value)}, no text`;
}

function kindOf(value: Json): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

/** NOT_KUBERNETES with the line of the field that is wrong, or of the closest one above it that is there. */
export function bad(place: Place, path: readonly string[], what: string, hint: string): ManifestError {
  const { text, textLine = 1 } = place;
  const number = place.item == null ? '' : ` items[${place.item}]`;
  const own = text === undefined || place.item != null ? null : lineOf(text, path);
  const line = own === null ? place.line : textLine + own - 1;
  const source = line === null || text === undefined ? undefined : text.split('\n')[line - textLine];
  const at = line === null ? String(place.file) : `${place.file}:${line}`;
  const facts = source === undefined ? [] : [`${line} | ${source.replace(/\r$/, '')}`];
  return new ManifestError('NOT_KUBERNETES', `${at}${number} ${what}`, { facts, hint });
}

function lineOf(text: string, path: readonly string[]): number | null {
  for (let length = path.length; length > 0; length--) {
    const [found, ...others] = linesOf(text, path.slice(0, length));
    if (found !== undefined && others.length === 0) return found.line;
  }
  return null;
}
