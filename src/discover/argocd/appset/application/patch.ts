import { TemplateError } from '../../../../gotemplate/values/budget.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../../../object.ts';
import { readYaml } from '../yaml.ts';
import { conform } from './conform.ts';
import { APPLICATION, type Shape } from './fields.ts';

/**
 * `templatePatch` applied to an Application: a strategic merge patch, in which lists replace, save for finalizers. The
 * project stays as it was. Throws TemplateError.
 */
export function patched(application: JsonObject, text: string): JsonObject {
  const patch = readYaml(text, 'templatePatch');
  if (patch === null) return application;
  if (!isObject(patch)) throw new TemplateError('templatePatch is no map once its parameters are in it');
  conform(patch, APPLICATION, 'templatePatch');
  const merged = conform(mergeMap(application, patch, APPLICATION, ''), APPLICATION, 'templatePatch');
  const { metadata, spec } = isObject(merged) ? merged : {};
  const { project: _, ...rest } = isObject(spec) ? spec : {};
  const { project } = isObject(application.spec) ? application.spec : {};
  return { metadata: metadata ?? {}, spec: project === undefined ? rest : { ...rest, project } };
}

function mergeMap(original: JsonObject, patch: JsonObject, shape: Shape, at: string): JsonObject {
  const directive = patch.$patch;
  if (directive === 'delete') return {};
  if (directive === 'replace') return withoutDirective(patch);
  if (directive !== undefined && directive !== 'merge')
    throw new TemplateError(
      `templatePatch${at} has $patch: ${JSON.stringify(directive)}, which Kubernetes does not know`,
    );
  const merged = new Map(Object.entries(original));
  for (const [key, value] of Object.entries(withoutDirective(patch))) {
    if (key.startsWith('$')) throw new TemplateError(`templatePatch${at}.${key} is not supported here`);
    const present = merged.get(key);
    if (value === null) merged.delete(key);
    else if (present === undefined) merged.set(key, withoutNulls(value));
    else merged.set(key, mergeValue(present, value, shape, key, `${at}.${key}`));
  }
  return Object.fromEntries(merged);
}

function mergeValue(present: Json, value: Json, shape: Shape, key: string, at: string): Json {
  const inner = shapeOf(shape, key);
  if (isObject(present) && isObject(value)) {
    // Kubernetes looks for a field of this name in a type that has none.
    if (shape === 'raw')
      throw new TemplateError(`templatePatch${at} cannot be merged: Argo CD does not know its type`);
    return mergeMap(present, value, inner, at);
  }
  if (!isArray(present) || !isArray(value)) return value;
  if (shape === 'raw')
    throw new TemplateError(`templatePatch${at} cannot be merged: Argo CD does not know its type`);
  return at === '.metadata.finalizers' ? united(present, value) : value;
}

/** Both lists without doubles, as strategicpatch orders them: the patch's order holds, and else that of `present`. */
function united(present: readonly Json[], patch: readonly Json[]): readonly Json[] {
  const waiting = present.filter((item) => !patch.includes(item));
  const merged: Json[] = [];
  for (const item of new Set(patch)) {
    const rank = present.indexOf(item);
    while (rank >= 0 && waiting[0] !== undefined && present.indexOf(waiting[0]) < rank)
      merged.push(...waiting.splice(0, 1));
    merged.push(item);
  }
  return [...merged, ...waiting];
}

function shapeOf(shape: Shape, key: string): Shape {
  if (typeof shape === 'string') return 'raw';
  if ('fields' in shape) return shape.fields[key] ?? 'raw';
  return 'map' in shape ? shape.map : shape.list;
}

function withoutDirective({ $patch: _, ...rest }: JsonObject): JsonObject {
  return rest;
}

function withoutNulls(value: Json): Json {
  if (!isObject(value)) return value;
  const entries = Object.entries(withoutDirective(value)).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}
