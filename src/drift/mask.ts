import { isArray, isObject, type Json, type JsonObject, type KubeObject } from '../object.ts';
import type { Path } from '../path.ts';
import type { Change, ObjectBlame, ObjectDrift } from './types.ts';

/** Gives every distinct secret value one name for the whole report, so that equality stays visible. */
export interface Mask {
  readonly value: (secret: Json) => string;
  /** Replaces secrets that stand in a text, such as a server's message. */
  readonly text: (text: string) => string;
}

export function newMask(): Mask {
  const names = new Map<string, string>();
  const value = (secret: Json): string => {
    const key = typeof secret === 'string' ? secret : JSON.stringify(secret);
    const known = names.get(key);
    if (known !== undefined) return known;
    const name = `***${names.size + 1}`;
    names.set(key, name);
    return name;
  };
  const text = (from: string): string => {
    let masked = from;
    for (const [secret, name] of names) {
      if (secret.length < 4) continue;
      masked = masked.replaceAll(secret, name);
      const plain = Buffer.from(secret, 'base64').toString('utf8');
      if (plain.length >= 4) masked = masked.replaceAll(plain, name);
    }
    return masked;
  };
  return { value, text };
}

const SECRET_FIELDS = new Set(['data', 'stringData']);

export function isSecret(object: { readonly apiVersion: string; readonly kind: string }): boolean {
  return object.kind === 'Secret' && object.apiVersion === 'v1';
}

/** A report's entry without any secret value: those of Secrets, in every place they can stand. */
export function maskDrift(drift: ObjectDrift, mask: Mask): ObjectDrift {
  if (!isSecret(drift.object)) return drift;
  const changes = drift.changes.map((change) => maskChange(change, mask));
  const { sides, error } = drift;
  return {
    ...drift,
    changes,
    ...(error === null ? {} : { error: { ...error, message: mask.text(error.message) } }),
    ...(sides === undefined
      ? {}
      : { sides: { git: maskObject(sides.git, mask), live: maskObject(sides.live, mask) } }),
  };
}

/** The same for a blamed object. */
export function maskBlame(blame: ObjectBlame, mask: Mask): ObjectBlame {
  if (!isSecret(blame.object)) return blame;
  const { error } = blame;
  return {
    ...blame,
    fields: blame.fields.map((field) => maskChange(field, mask)),
    error: error === null ? null : { ...error, message: mask.text(error.message) },
  };
}

function maskChange<T extends Pick<Change, 'path' | 'git' | 'live' | 'because'>>(change: T, mask: Mask): T {
  const { git, live, path, because } = change;
  return {
    ...change,
    ...(git === undefined ? {} : { git: maskAt(path, git, mask) }),
    ...(live === undefined ? {} : { live: maskAt(path, live, mask) }),
    because: because === null ? null : mask.text(because),
  };
}

function maskAt(path: Path, value: Json, mask: Mask): Json {
  const [top, ...rest] = path;
  if (typeof top !== 'string' || !SECRET_FIELDS.has(top)) return value;
  return rest.length === 0 ? maskValues(value, mask) : mask.value(value);
}

function maskValues(value: Json, mask: Mask): Json {
  if (isArray(value)) return value.map((item) => mask.value(item));
  if (!isObject(value)) return mask.value(value);
  return Object.fromEntries(Object.entries(value).map(([key, secret]) => [key, mask.value(secret)]));
}

export function maskObject(object: Json | undefined, mask: Mask): Json | undefined {
  if (!isObject(object)) return object;
  const masked: Record<string, Json> = { ...object };
  for (const field of SECRET_FIELDS) {
    const value = object[field];
    if (value !== undefined) masked[field] = maskValues(value, mask);
  }
  return masked;
}

/** Learns every value of a Secret first, so that no later text can carry one. */
export function learnSecret(object: KubeObject | undefined, mask: Mask): void {
  if (object === undefined || !isSecret(object)) return;
  for (const field of SECRET_FIELDS) maskValues(object[field] ?? {}, mask);
}

/** An object as shown in a diff: without what only the server writes and the copy that last-applied holds. */
export function presentable(object: KubeObject): JsonObject {
  const { status: _status, metadata, ...rest } = object;
  const {
    managedFields,
    resourceVersion,
    uid,
    creationTimestamp,
    generation,
    selfLink,
    annotations,
    ...kept
  } = metadata;
  void [managedFields, resourceVersion, uid, creationTimestamp, generation, selfLink];
  const shown = isObject(annotations)
    ? Object.fromEntries(
        Object.entries(annotations).filter(
          ([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration',
        ),
      )
    : {};
  const { apiVersion, kind, ...body } = rest;
  return {
    apiVersion,
    kind,
    metadata: { ...kept, ...(Object.keys(shown).length === 0 ? {} : { annotations: shown }) },
    ...body,
  };
}
