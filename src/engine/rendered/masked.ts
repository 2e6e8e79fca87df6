import { isCipher, isEncrypted } from '../../drift/secrets/encrypted.ts';
import { isSecret, learnSecret, type Mask, newMask } from '../../drift/secrets/mask.ts';
import { isArray, isObject, type Json, type JsonObject, type KubeObject, objectAt } from '../../object.ts';
import type { RenderedApps } from './types.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * Without the value of any Secret, of what SOPS encrypted, and of what a Secret put into other objects; equal values have
 * equal marks. All values of a Secret are in `data`, where no server takes a mark for a value.
 */
export function masked({ apps, spread }: Pick<RenderedApps, 'apps' | 'spread'>): RenderedApps['apps'] {
  const mask = newMask();
  const all = apps.flatMap(({ objects }) => objects);
  for (const object of all) learnSecret(object, mask);
  for (const secret of spread) mask.spread.learn(secret);
  return apps.map(({ ref, objects }) => ({ ref, objects: objects.map((one) => maskedObject(one, mask)) }));
}

/** Objects that git has encrypted: what is applied in their place nobody here can tell. */
export function encryptedIn(apps: RenderedApps['apps']): readonly KubeObject[] {
  return apps.flatMap(({ objects }) => objects.filter(isEncrypted));
}

function maskedObject(object: KubeObject, mask: Mask): KubeObject {
  const { apiVersion, kind } = object;
  const open = isEncrypted(object) ? withoutCiphers(object, mask) : object;
  const shown = isSecret(object) ? withoutValues(open, mask) : open;
  const whole = isSecret(object) || isEncrypted(object) ? withoutCopy(shown) : shown;
  const rest = objectAt(mask.spread.json(whole));
  const { name } = objectAt(rest.metadata);
  const metadata = {
    ...objectAt(rest.metadata),
    name: typeof name === 'string' ? name : object.metadata.name,
  };
  return { ...rest, apiVersion, kind, metadata };
}

/** SOPS' own field goes: whoever decrypts the object takes it out, and it is about values that are not shown. */
function withoutCiphers({ sops: _, ...object }: JsonObject, mask: Mask): JsonObject {
  return objectAt(marked(object, mask));
}

function marked(value: Json, mask: Mask): Json {
  if (typeof value === 'string') return isCipher(value) ? mask.value(value) : value;
  if (isArray(value)) return value.map((one) => marked(one, mask));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, marked(one, mask)]));
}

function withoutValues({ data, stringData, ...secret }: JsonObject, mask: Mask): JsonObject {
  const values = [data, stringData].flatMap((field) => Object.entries(objectAt(field)));
  // what SOPS encrypted has its mark already
  const mark = (value: Json) =>
    typeof value === 'string' && /^\*\*\*\d+$/.test(value) ? value : mask.value(value);
  if (values.length === 0) return secret;
  return { ...secret, data: Object.fromEntries(values.map(([key, value]) => [key, mark(value)])) };
}

/** `kubectl apply` keeps the whole object in an annotation. */
function withoutCopy(object: JsonObject): JsonObject {
  const metadata = objectAt(object.metadata);
  const annotations = objectAt(metadata.annotations);
  if (annotations[LAST_APPLIED] === undefined) return object;
  const kept = Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED);
  return { ...object, metadata: { ...metadata, annotations: Object.fromEntries(kept) } };
}
