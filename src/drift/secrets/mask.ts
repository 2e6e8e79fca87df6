import type { ObjectName } from '../../errors.ts';
import { isArray, isObject, type Json, type JsonObject, type KubeObject, sameJson } from '../../object.ts';
import type { Path } from '../../path.ts';
import { openSpread, type Spread } from './spread.ts';
import type { Change, ObjectBlame, ObjectDrift } from '../types.ts';

/** Gives every distinct secret value one name for the whole report, so that equality stays visible. */
export interface Mask {
  readonly value: (secret: Json) => string;
  /** Replaces secrets that stand in a text, such as a server's message. */
  readonly text: (text: string) => string;
  /** Secrets that stand in other objects than Secrets. */
  readonly spread: Spread;
  /** Learns what nobody may see of one object, however short or common it is. */
  readonly hide: (hidden: Hidden) => void;
  readonly isHidden: (object: ObjectName, value: Json) => boolean;
  /** Nothing but Secrets has anything to hide. */
  readonly isEmpty: () => boolean;
}

/** Values of an object that is no Secret, and that git keeps to itself all the same. */
export interface Hidden {
  readonly object: ObjectName;
  readonly values: readonly Json[];
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
  const spread = openSpread(value);
  const text = (from: string): string => {
    let masked = spread.text(from);
    for (const [secret, name] of names) {
      if (secret.length < 4) continue;
      masked = masked.replaceAll(secret, name);
      const plain = Buffer.from(secret, 'base64').toString('utf8');
      if (plain.length >= 4) masked = masked.replaceAll(plain, name);
    }
    return masked;
  };
  const hidden = new Map<string, Set<string>>();
  return {
    value,
    text,
    spread,
    hide: ({ object, values }) => {
      values.forEach(spread.learn);
      const known = hidden.get(textOf(object)) ?? new Set();
      hidden.set(textOf(object), known);
      for (const one of values.flatMap(leavesOf)) known.add(JSON.stringify(one));
    },
    isHidden: (object, one) => hidden.get(textOf(object))?.has(JSON.stringify(one)) === true,
    isEmpty: () => spread.isEmpty() && hidden.size === 0,
  };
}

function textOf({ apiVersion, kind, namespace, name }: ObjectName): string {
  return JSON.stringify([apiVersion, kind, namespace, name]);
}

function leavesOf(value: Json): readonly Json[] {
  if (isArray(value)) return value.flatMap(leavesOf);
  return isObject(value) ? Object.values(value).flatMap(leavesOf) : [value];
}

const SECRET_FIELDS = new Set(['data', 'stringData']);

export function isSecret(object: { readonly apiVersion: string; readonly kind: string }): boolean {
  return object.kind === 'Secret' && object.apiVersion === 'v1';
}

/** A report's entry without any secret value: those of Secrets, in every place they can stand. */
export function maskDrift(drift: ObjectDrift, mask: Mask): ObjectDrift {
  const isOpen = !isSecret(drift.object);
  if (isOpen && mask.isEmpty()) return drift;
  const changes = drift.changes.map((change) => maskChange(change, drift.object, mask));
  const { sides, error, because } = drift;
  const side = (one: Json | undefined) => {
    const masked = isOpen ? one : maskObject(one, mask);
    return masked === undefined ? undefined : maskOpen(masked, drift.object, mask);
  };
  return {
    ...drift,
    changes,
    because: because === null ? null : mask.spread.text(because),
    ...(error === null ? {} : { error: maskError(error, isOpen, mask) }),
    ...(sides === undefined ? {} : { sides: { git: side(sides.git), live: side(sides.live) } }),
  };
}

/** The same for a blamed object. */
export function maskBlame(blame: ObjectBlame, mask: Mask): ObjectBlame {
  const isOpen = !isSecret(blame.object);
  if (isOpen && mask.isEmpty()) return blame;
  const { error } = blame;
  return {
    ...blame,
    fields: blame.fields.map((field) => maskChange(field, blame.object, mask)),
    error: error === null ? null : maskError(error, isOpen, mask),
  };
}

type Refusal = NonNullable<ObjectDrift['error']>;

function maskError({ message, hint, ...error }: Refusal, isOpen: boolean, mask: Mask): Refusal {
  const text = isOpen ? mask.spread.text : mask.text;
  return { ...error, message: text(message), hint: hint === null ? null : mask.spread.text(hint) };
}

type Sides = Pick<Change, 'path' | 'git' | 'live' | 'because'>;

function maskChange<T extends Sides>(change: T, object: ObjectName, mask: Mask): T {
  const { git, live, path, because } = change;
  const isOpen = !isSecret(object);
  const at = (value: Json) => (isOpen ? maskOpen(value, object, mask) : maskAt(path, value, mask));
  const text = isOpen ? mask.spread.text : mask.text;
  return {
    ...change,
    ...(git === undefined ? {} : { git: at(git) }),
    ...(live === undefined ? {} : { live: at(live) }),
    because: because === null ? null : text(because),
  };
}

/** A value of an object that is no Secret. */
function maskOpen(value: Json, object: ObjectName, mask: Mask): Json {
  const hide = (one: Json): Json => {
    if (isArray(one)) return one.map(hide);
    if (isObject(one)) return Object.fromEntries(Object.entries(one).map(([key, item]) => [key, hide(item)]));
    return mask.isHidden(object, one) ? mask.value(one) : one;
  };
  return mask.spread.json(hide(value));
}

/** Where git has a secret live may have an older one: what stands there is learned too, before anything is shown. */
export function learnReplaced(changes: readonly Sides[], { spread }: Mask): void {
  if (spread.isEmpty()) return;
  for (const { git, live } of changes) {
    if (git === undefined || live === undefined || sameJson(spread.json(git), git)) continue;
    spread.learn(live);
  }
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
