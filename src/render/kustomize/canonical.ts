import { isArray, isObject, type Json, type JsonObject } from '../../object.ts';

/** The fields of a kustomization that name files, and what those hold: kustomize does not look at upper and lower case. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  resources: [],
  bases: [],
  components: [],
  crds: [],
  configurations: [],
  generators: [],
  transformers: [],
  validators: [],
  patches: ['path'],
  patchesJson6902: ['path'],
  patchesStrategicMerge: [],
  replacements: ['path'],
  openapi: ['path'],
  configMapGenerator: ['name', 'env', 'envs', 'files'],
  secretGenerator: ['name', 'env', 'envs', 'files'],
  helmGlobals: ['chartHome'],
  helmCharts: ['name', 'version', 'chartHome', 'valuesFile', 'additionalValuesFiles'],
  helmChartInflationGenerator: ['chartName', 'chartVersion', 'chartHome', 'values'],
};

/** A kustomization with these fields as they are usually written; null: one stands there twice. */
export function canonical(content: JsonObject): JsonObject | null {
  const top = renamed(content, Object.keys(FIELDS));
  if (top === null) return null;
  const fields: Record<string, Json> = { ...top };
  for (const [field, names] of Object.entries(FIELDS)) {
    const value = top[field];
    if (value === undefined || names.length === 0) continue;
    const items = (isArray(value) ? value : [value]).map((one) =>
      isObject(one) ? renamed(one, names) : one,
    );
    if (items.some((one) => one === null)) return null;
    fields[field] = isArray(value) ? items.filter((one) => one !== null) : (items[0] ?? null);
  }
  return fields;
}

/** null: two keys have the same name. Every map is looked at; most have nothing to rename. */
export function renamed(map: JsonObject, names: readonly string[]): JsonObject | null {
  const usual = new Map(names.map((name) => [name.toLowerCase(), name]));
  const keys = Object.keys(map);
  const isUsual = (key: string) => (usual.get(key.toLowerCase()) ?? key) === key;
  if (keys.every(isUsual)) return map;
  const entries = Object.entries(map).map(
    ([key, value]) => [usual.get(key.toLowerCase()) ?? key, value] as const,
  );
  const result = Object.fromEntries(entries);
  return Object.keys(result).length === keys.length ? result : null;
}
