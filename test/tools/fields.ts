import { isArray, isObject, type Json, type JsonObject } from '../../src/object.ts';
import type { Path, Step } from '../../src/path.ts';

export interface Leaf {
  readonly path: Path;
  readonly value: Json;
}

/** Every scalar of an object with the path that the API server's schema would give it, for the kinds used in tests. */
export function leavesOf(value: Json, path: Path = []): readonly Leaf[] {
  if (isArray(value)) {
    return value.flatMap((item, index) => leavesOf(item, [...path, itemStep(item, index, value)]));
  }
  if (!isObject(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, one]) => leavesOf(one, [...path, key]));
}

function itemStep(item: Json, index: number, list: readonly Json[]): Step {
  const keys = ['name', 'containerPort', 'port'].find((key) =>
    list.every((one) => isObject(one) && one[key] !== undefined),
  );
  if (keys === undefined || !isObject(item)) return index;
  const value = (key: string): Json => item[key] ?? null;
  if (keys === 'name' && item.containerPort === undefined) return { keys: { name: value('name') } };
  const port = item.containerPort === undefined ? 'port' : 'containerPort';
  return { keys: { [port]: value(port), protocol: item.protocol ?? 'TCP' } };
}

/** Another value in the place of a scalar's only occurrence in a line; null: it occurs there not once. */
export function mutated(line: string, value: Json): string | null {
  const text = String(value);
  const written = text.includes(':') ? [text, text.split(/[:@]/).at(-1) ?? text] : [text];
  for (const one of written) {
    const at = line.lastIndexOf(one);
    if (at < 0 || one === '') continue;
    return line.slice(0, at) + other(one) + line.slice(at + one.length);
  }
  return null;
}

function other(text: string): string {
  if (text === 'true') return 'false';
  if (text === 'false') return 'true';
  return /^\d/.test(text) ? `9${text}` : `${text}x`;
}

export function withoutHash(name: string): string {
  return name.replace(/-[a-z0-9]{10}$/, '');
}

export function identityOf({
  kind,
  metadata,
}: {
  readonly kind: string;
  readonly metadata: JsonObject;
}): string {
  return `${kind} ${String(metadata.namespace ?? '')}/${withoutHash(String(metadata.name))}`;
}
