import { isArray, isObject, type Json } from '../../../object.ts';
import type { Step } from '../../../path.ts';
import { indexOfItem } from '../../../source/items.ts';
import type { Sources } from '../../field.ts';
import type { Patch } from './patches.ts';
import { ABSENT, type Effect, type Field, LOST, setTo } from './stage.ts';

/** What a strategic merge patch does to a field. */
export function mergeEffect(patch: Patch, field: Field, sources: Sources): Effect {
  const { path } = field;
  let at: Json = patch.value;
  let replaced = false;
  for (const [depth, step] of path.entries()) {
    // null takes out what is there
    if (at === null) return ABSENT;
    const directive = directiveIn(at);
    if (directive === 'delete') return ABSENT;
    if (directive === 'replace') replaced = true;
    else if (directive !== null) return LOST;
    const next = inside(at, step);
    if (next === undefined) return replaced || (isArray(at) && replacesList(step, field)) ? ABSENT : null;
    at = next;
    if (depth === path.length - 1) break;
  }
  if (at === null || directiveIn(at) === 'delete') return ABSENT;
  const line = sources.positioned(patch.text).lineOf(path);
  return setTo(at, line === null ? null : patch.place(line));
}

/** `$patch: replace` and its kin, which a map holds, or a list as one of its items. */
function directiveIn(value: Json): Json {
  if (isArray(value)) {
    const marked = value.find((item) => isObject(item) && item.$patch === 'replace');
    return marked === undefined ? null : 'replace';
  }
  if (!isObject(value)) return null;
  const other = Object.keys(value).some((key) =>
    /^\$(retainKeys|setElementOrder|deleteFromPrimitiveList)/.test(key),
  );
  return other ? 'other' : (value.$patch ?? null);
}

function inside(at: Json, step: Step): Json | undefined {
  if (typeof step === 'string') return isObject(at) ? at[step] : undefined;
  if (!isArray(at)) return undefined;
  return typeof step === 'number' ? at[step] : at[indexOfItem(at, step)];
}

/** Of the kinds that kustomize knows, lists with keys are merged; any other list is replaced as a whole. */
export function replacesList(step: Step, { candidate }: Field): boolean {
  if (typeof step === 'number') return true;
  return candidate.group.includes('.') && !candidate.group.endsWith('.k8s.io');
}
