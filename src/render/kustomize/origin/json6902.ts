import { isArray, isObject, type Json, objectAt } from '../../../object.ts';
import type { Path, Step } from '../../../path.ts';
import { indexOfItem } from '../../../source/items.ts';
import type { Sources } from '../../field.ts';
import type { Patch } from './patches.ts';
import { ABSENT, after, type Effect, type Field, LOST, setTo } from './stage.ts';

/** What a JSON patch does to a field. */
export function jsonPatchEffect(patch: Patch, field: Field, sources: Sources): Effect {
  let effect: Effect = null;
  if (!isArray(patch.value)) return effect;
  for (const [index, operation] of patch.value.entries()) {
    const one = operationEffect(patch, index, operation, field, sources);
    if (one !== null) effect = effect === null ? one : after(effect, one, field);
  }
  return effect;
}

function operationEffect(
  patch: Patch,
  index: number,
  operation: Json,
  field: Field,
  sources: Sources,
): Effect {
  const { op, path, from, value } = objectAt(operation);
  if (typeof path !== 'string' || op === 'test') return null;
  if (op === 'move' && typeof from === 'string' && reaches(stepsOf(from), operation, field) !== 'no')
    return LOST;
  const steps = stepsOf(path);
  const reached = reaches(steps, operation, field);
  if (reached === 'no') return null;
  if (reached === 'perhaps' || op === 'move' || op === 'copy') return LOST;
  if (op === 'remove') return ABSENT;
  const rest = field.path.slice(steps.length);
  const where: Path = [index, 'value', ...rest];
  const positioned = sources.positioned(patch.text);
  const written = rest.length === 0 ? value : positioned.valueOf(where);
  const line = positioned.lineOf(where);
  return written === undefined ? ABSENT : setTo(written, line === null ? null : patch.place(line));
}

function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

type Reach = 'yes' | 'no' | 'perhaps';

/** Whether an operation at `steps` sets, or takes out, the field or something that holds it. */
function reaches(steps: readonly string[], operation: Json, field: Field): Reach {
  const { path } = field;
  if (steps.length > path.length) return 'no';
  let list: Json | undefined = field.declared;
  let reach: Reach = 'yes';
  for (const [depth, written] of steps.entries()) {
    const step = path[depth];
    if (step === undefined) return 'no';
    if (typeof step === 'string') {
      if (step !== written) return 'no';
      list = isObject(list) ? list[step] : undefined;
      continue;
    }
    const isLast = depth === steps.length - 1;
    const one = isLast
      ? reachesItem(written, step, operation, field, depth)
      : entersItem(written, step, list, field, depth);
    if (one === 'no') return 'no';
    if (one === 'perhaps') reach = 'perhaps';
    const items: readonly Json[] = isArray(list) ? list : [];
    list = typeof step === 'number' ? items[step] : items[indexOfItem(items, step)];
  }
  return reach;
}

/** `/containers/0/…`: whose index that was, when the patch was applied, is certain only if nobody moved it since. */
function entersItem(
  written: string,
  step: Exclude<Step, string>,
  list: Json | undefined,
  { pointer }: Field,
  depth: number,
): Reach {
  const isThere = pointer[depth] === written;
  if (typeof step === 'number') return isThere ? 'yes' : 'no';
  const item = isArray(list) ? list[Number(written)] : undefined;
  const wasThere = item !== undefined && indexOfItem([item], step) === 0;
  if (wasThere && isThere) return 'yes';
  return wasThere || isThere ? 'perhaps' : 'no';
}

/** `/containers/-`, `/args/2`: the item as a whole. */
function reachesItem(
  written: string,
  step: Exclude<Step, string>,
  operation: Json,
  { rendered, path, pointer }: Field,
  depth: number,
): Reach {
  const { op, value } = objectAt(operation);
  if (typeof step !== 'number') {
    // taken out, the item would not be rendered; another one in its place has other keys
    return op !== 'remove' && value !== undefined && indexOfItem([value], step) === 0 ? 'yes' : 'no';
  }
  if (written === '-') return step === lengthOf(rendered, path.slice(0, depth), pointer) - 1 ? 'yes' : 'no';
  const index = Number(written);
  if (index === step && op !== 'remove') return 'yes';
  // the items behind it move
  return index <= step && op !== 'replace' ? 'perhaps' : 'no';
}

function lengthOf(rendered: Json, path: Path, pointer: readonly string[]): number {
  let at: Json | undefined = rendered;
  for (const [depth] of path.entries()) {
    const key = pointer[depth] ?? '';
    if (isArray(at)) at = at[Number(key)];
    else at = isObject(at) ? at[key] : undefined;
  }
  return isArray(at) ? at.length : 0;
}
