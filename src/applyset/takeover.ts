import type { Entry } from '../drift/fields.ts';
import { isArray, isObject, type Json, type JsonObject, type KubeObject, objectAt } from '../object.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * managedFields in which everything that the deployers before us own is ours: only then does a field that leaves git
 * leave the cluster. The rule is client-go's csaupgrade, for every entry that deployed this object. null: nothing to do.
 */
export function takenOver(
  live: KubeObject,
  deployers: readonly Entry[],
  manager: string,
): readonly Json[] | null {
  const entries = isArray(live.metadata.managedFields) ? live.metadata.managedFields.filter(isObject) : [];
  const others = entries.filter(
    (entry) =>
      entry.manager !== manager &&
      entry.subresource === undefined &&
      deployers.some(
        ({ manager: name, operation }) => name === entry.manager && operation === entry.operation,
      ),
  );
  if (others.length === 0) return null;
  const own = entries.find((entry) => entry.manager === manager && entry.operation === 'Apply');
  const fields = [...others, ...(own === undefined ? [] : [own])]
    .map((entry) => withoutLastApplied(objectAt(entry.fieldsV1)))
    .reduce(union, {});
  const [first] = others;
  const taken = {
    manager,
    operation: 'Apply',
    apiVersion: own?.apiVersion ?? first?.apiVersion ?? live.apiVersion,
    ...(own?.time === undefined ? {} : { time: own.time }),
    fieldsType: 'FieldsV1',
    fieldsV1: fields,
  };
  return [taken, ...entries.filter((entry) => entry !== own && !others.includes(entry))];
}

/** Both sets of fields; a leaf is an empty map. */
function union(a: JsonObject, b: JsonObject): JsonObject {
  const both: Record<string, Json> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const other = both[key];
    both[key] = isObject(other) && isObject(value) ? union(other, value) : value;
  }
  return both;
}

/** The annotation that only client-side apply reads goes with it. */
function withoutLastApplied(fields: JsonObject): JsonObject {
  const metadata = objectAt(fields['f:metadata']);
  const { [`f:${LAST_APPLIED}`]: _gone, ...annotations } = objectAt(metadata['f:annotations']);
  if (_gone === undefined) return fields;
  return { ...fields, 'f:metadata': { ...metadata, 'f:annotations': annotations } };
}

export function hasLastApplied(live: KubeObject): boolean {
  return objectAt(live.metadata.annotations)[LAST_APPLIED] !== undefined;
}

/** A JSON patch that does it, and only if the object is still the one that was read. */
export function takeoverPatch(live: KubeObject, fields: readonly Json[]): readonly Json[] {
  return [
    { op: 'test', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion ?? null },
    { op: 'replace', path: '/metadata/managedFields', value: fields },
    ...(hasLastApplied(live)
      ? [{ op: 'remove', path: `/metadata/annotations/${LAST_APPLIED.replaceAll('/', '~1')}` }]
      : []),
  ];
}
