import { isArray, isObject, type Json, type JsonObject, objectAt } from '../../object.ts';
import type { Path, Step } from '../../path.ts';
import { type KnownChange, removes, sets } from './changes.ts';

export type PatchType = 'strategic' | 'merge' | 'json';

/** Lists whose items a strategic merge patch tells apart, by the key that Kubernetes' own types name. */
const MERGE_KEYS = new Map<string, readonly string[]>([
  ...['containers', 'initContainers', 'ephemeralContainers', 'volumes', 'env', 'imagePullSecrets', 'secrets']
    .concat('resourceClaims', 'webhooks', 'validations')
    .map((list) => [list, ['name']] as const),
  ['ports', ['containerPort', 'port']],
  ['volumeMounts', ['mountPath']],
  ['volumeDevices', ['devicePath']],
  ['topologySpreadConstraints', ['topologyKey']],
  ['hostAliases', ['ip']],
  ['podIPs', ['ip']],
  ['hostIPs', ['ip']],
  ['conditions', ['type']],
  ['addresses', ['type']],
  ['ownerReferences', ['uid']],
]);
/** Maps whose keys may be mere digits. */
const MAPS = [
  'labels',
  'annotations',
  'data',
  'stringData',
  'binaryData',
  'matchLabels',
  'nodeSelector',
  'selector',
];

/**
 * The fields that a patch names; null: it is no patch of this type, and kubectl refuses it.
 * The server may still find them to be as they are.
 */
export function patchChanges(patch: Json, type: PatchType): readonly KnownChange[] | null {
  if (type === 'json') return isArray(patch) ? patch.flatMap(operationChanges) : null;
  if (!isObject(patch)) return null;
  return type === 'merge' ? mergeChanges([], patch) : strategicChanges([], patch);
}

/** RFC 7386: null removes, anything but a map replaces. */
function mergeChanges(path: Path, value: Json): readonly KnownChange[] {
  if (value === null) return [removes(path)];
  if (!isObject(value)) return [sets(path, value)];
  const entries = Object.entries(value);
  if (entries.length === 0) return path.length === 0 ? [] : [sets(path, value)];
  return entries.flatMap(([key, item]) => mergeChanges([...path, key], item));
}

function strategicChanges(path: Path, value: JsonObject): readonly KnownChange[] {
  // these directives take away what the patch does not name
  if (value.$patch === 'delete') return [removes(path)];
  if (value.$patch !== undefined || value.$retainKeys !== undefined) return [sets(path)];
  const entries = Object.entries(value);
  if (entries.length === 0) return path.length === 0 ? [] : [sets(path, value)];
  return entries.flatMap(([key, item]) => {
    const directive = /^\$(setElementOrder|deleteFromPrimitiveList)\/(.*)$/s.exec(key);
    if (directive !== null) return [sets([...path, directive[2] ?? ''])];
    if (item === null) return [removes([...path, key])];
    if (isObject(item)) return strategicChanges([...path, key], item);
    return isArray(item) ? listChanges([...path, key], key, item) : [sets([...path, key], item)];
  });
}

function listChanges(path: Path, name: string, list: readonly Json[]): readonly KnownChange[] {
  if (name === 'finalizers') return list.map((value) => sets([...path, { value }], value));
  const key = MERGE_KEYS.get(name)?.find((one) => list.some((item) => objectAt(item)[one] !== undefined));
  const items = list.filter(isObject);
  const isMerged = key !== undefined && items.length === list.length;
  if (!isMerged || items.some((item) => item[key] === undefined)) return [sets(path, list)];
  return items.flatMap((item) => itemChanges(path, key, item));
}

function itemChanges(path: Path, key: string, item: JsonObject): readonly KnownChange[] {
  const { [key]: id = '', ...rest } = item;
  const at = [...path, { keys: { [key]: id } }];
  return Object.keys(rest).length === 0 ? [sets(at, item)] : strategicChanges(at, rest);
}

/** RFC 6902; a `test` changes nothing. */
function operationChanges(operation: Json): readonly KnownChange[] {
  const { op, path, from, value } = objectAt(operation);
  if (typeof path !== 'string') return [];
  const at = pointer(path);
  if (op === 'remove') return [removes(at)];
  if (op === 'add' || op === 'replace') return [sets(at, path.endsWith('/-') ? undefined : value)];
  if (op === 'copy') return [sets(at)];
  return op === 'move' && typeof from === 'string' ? [removes(pointer(from)), sets(at)] : [];
}

/** `/spec/containers/0/image`; what is appended, `/-`, changes the list. */
function pointer(text: string): Path {
  const segments = text.split('/').slice(1);
  const words = segments.map((word) => word.replaceAll('~1', '/').replaceAll('~0', '~'));
  const steps: readonly Step[] = words.map((word, index) => {
    const isIndex = /^(0|[1-9]\d*)$/.test(word) && !MAPS.includes(words[index - 1] ?? '');
    return isIndex ? Number(word) : word;
  });
  return words.at(-1) === '-' ? steps.slice(0, -1) : steps;
}
