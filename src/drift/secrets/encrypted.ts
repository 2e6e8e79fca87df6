import { isArray, isObject, type Json, type JsonObject, type KubeObject, objectAt } from '../../object.ts';
import type { Path } from '../../path.ts';
import { isSecret } from './mask.ts';

/** An object that SOPS encrypted, as far as it can be compared. */
export interface ComparedByKeys {
  /** Without SOPS' own field; where git has an encrypted value it has the live one, so that only the keys tell. */
  readonly object: KubeObject;
  /** Fields whose values git keeps to itself: nothing is to be said of them but that they are there. */
  readonly hidden: readonly Path[];
}

/** Whether git has an object encrypted by SOPS: what Flux asks of it, too. */
export function isEncrypted(object: KubeObject): boolean {
  return objectAt(object.sops).mac !== undefined;
}

/**
 * What git declares of an encrypted object, its values taken from the live one. A key that live lacks has an empty value:
 * it is missing, whatever it is. `stringData` of a Secret becomes `data`, where the cluster has it.
 */
export function comparedByKeys(desired: KubeObject, live: KubeObject | null): ComparedByKeys {
  const { sops: _, ...rest } = desired;
  const { apiVersion, kind, metadata } = desired;
  const hidden: Path[] = [];
  const written = isSecret(desired) ? withoutStringData(rest) : rest;
  const object = revealed(written, live ?? undefined, [], hidden);
  return { object: { ...objectAt(object), apiVersion, kind, metadata }, hidden };
}

/** What the sides have where git keeps a value to itself: never shown, whatever kind of object it is. */
export function hiddenValues(desired: KubeObject, sides: readonly KubeObject[]): readonly Json[] {
  if (!isEncrypted(desired)) return [];
  return sides.flatMap((side) =>
    comparedByKeys(desired, side).hidden.flatMap((path) => at(side, path) ?? []),
  );
}

function at(object: Json, path: Path): Json | undefined {
  let found: Json | undefined = object;
  for (const step of path) {
    if (isArray(found) && typeof step === 'number') found = found[step];
    else found = isObject(found) && typeof step === 'string' ? found[step] : undefined;
  }
  return found;
}

function withoutStringData({ stringData, ...secret }: JsonObject): JsonObject {
  const texts = Object.entries(objectAt(stringData)).map(([key, value]) => [key, inData(value)] as const);
  if (texts.length === 0) return secret;
  return { ...secret, data: { ...objectAt(secret.data), ...Object.fromEntries(texts) } };
}

function inData(value: Json): Json {
  return typeof value !== 'string' || isCipher(value) ? value : Buffer.from(value).toString('base64');
}

/** What SOPS leaves in place of a value. */
export function isCipher(value: string): boolean {
  return /^ENC\[[A-Z0-9_]+,data:/.test(value) && value.endsWith(']');
}

function revealed(value: Json, live: Json | undefined, path: Path, hidden: Path[]): Json {
  if (typeof value === 'string' && isCipher(value)) {
    hidden.push(path);
    return live ?? '';
  }
  if (isArray(value)) {
    const items = isArray(live) && live.length === value.length ? live : [];
    return value.map((item, index) => revealed(item, items[index], [...path, index], hidden));
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    const at = isObject(live) && Object.hasOwn(live, key) ? live[key] : undefined;
    return [key, revealed(item, at, [...path, key], hidden)] as const;
  });
  return Object.fromEntries(entries);
}
