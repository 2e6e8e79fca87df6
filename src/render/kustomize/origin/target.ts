import { groupOf, type Json, type JsonObject, objectAt, stringOr } from '../../../object.ts';
import type { Candidate } from './candidates.ts';
import type { Patch } from './patches.ts';

/** Whether a patch is for an object; null: the selector is more than can be told from here. */
export function appliesTo(patch: Patch, candidate: Candidate, rendered: JsonObject): boolean | null {
  const { target, value } = patch;
  if (target === null) return isNamed(value, candidate);
  const version = stringOr(rendered.apiVersion, '').split('/').at(-1) ?? '';
  const fits = (field: string, values: readonly string[]) => {
    const wanted = target[field];
    if (typeof wanted !== 'string' || wanted === '') return true;
    const pattern = new RegExp(`^(?:${wanted})$`);
    return values.some((one) => pattern.test(one));
  };
  try {
    const fitting =
      fits('group', [candidate.group]) &&
      fits('version', [version]) &&
      fits('kind', [candidate.kind]) &&
      fits('name', candidate.names);
    if (!fitting) return false;
  } catch {
    return null;
  }
  const selectors = ['labelSelector', 'annotationSelector', 'namespace'];
  return selectors.some((field) => target[field] !== undefined) ? null : true;
}

function isNamed(value: Json, { group, kind, names, namespace, namespaces }: Candidate): boolean {
  const { apiVersion, kind: patched } = objectAt(value);
  const metadata = objectAt(value, 'metadata');
  const { name } = metadata;
  const isOther =
    patched !== kind ||
    groupOf(stringOr(apiVersion, '')) !== group ||
    typeof name !== 'string' ||
    !names.includes(name);
  if (isOther) return false;
  // a namespace the object had once, or one of its namesakes has
  const other = metadata.namespace !== undefined && metadata.namespace !== namespace;
  return other ? namespaces.includes(stringOr(metadata.namespace, '')) : true;
}
