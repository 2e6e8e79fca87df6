import { compare } from '../../../drift/compare.ts';
import { type Entry, isDeployer } from '../../../drift/fields.ts';
import { isSecret } from '../../../drift/secrets/mask.ts';
import { isReordered } from '../../../drift/order.ts';
import type { Change, ObjectDrift } from '../../../drift/types.ts';
import { valueAt } from '../../../drift/values.ts';
import { type Json, type KubeObject, sameJson } from '../../../object.ts';
import { formatPath, type Path } from '../../../path.ts';
import type { Found } from '../../../push/types.ts';
import { setBy, valueWords } from '../../../push/words.ts';
import { fieldType, itemType, type Typed, UNTYPED } from '../../../schema.ts';

/** What an object was before the push and what it will be, as the server would be sent it, and of which type it is. */
export interface Before {
  readonly base: KubeObject;
  readonly head: KubeObject;
  readonly type: Typed;
}

/**
 * What somebody set in the cluster and the push would take away: live against the deployed revision, never against
 * what was pushed before, for two pushes before a sync are innocent. Other live changes of the object are told in one
 * warning: its deployer may take them away along with it.
 */
export function overwrites(drift: ObjectDrift, before: Before, deployer: readonly Entry[]): readonly Found[] {
  const { changes, object, app, source } = drift;
  const live = changes.filter(
    (change) => change.ignoredBy === null && change.moved !== 'git' && !isBrought(change, before),
  );
  const isTaken = (change: Change) => isTouched(change, before);
  const taken = live
    .filter((change) => isTaken(change) && !isOwn(change, deployer))
    .map(
      (change): Found => ({
        code: 'OVERWRITES_LIVE',
        root: app?.root ?? null,
        object,
        path: formatPath(change.path),
        message: sentence(change, before, isSecret(object)),
        hint: hintOf(change, isSecret(object)),
        source: change.source ?? source,
      }),
    );
  const [first, ...more] = live.filter((change) => !isTaken(change));
  if (first === undefined) return taken;
  const others = more.length === 0 ? '' : `, and ${more.length} more of its fields`;
  return [
    ...taken,
    {
      code: 'LIVE_DRIFT',
      root: app?.root ?? null,
      object,
      path: formatPath(first.path),
      message: `${setBy(first.owner)} ${liveWords(first, isSecret(object))}${others}: not in git, and not touched by this push`,
      hint: `see it: kubectl gitops diff ${object.kind.toLowerCase()}/${object.name}${object.namespace === null ? '' : ` -n ${object.namespace}`}`,
      source: first.source ?? source,
    },
  ];
}

/**
 * What lives already and was in no commit before: whoever made it may not expect that git takes it over. `deployer`: the
 * entries of one that has marked the object as its own; none of anybody else's.
 */
export function takenOver(
  { changes, object, app, source }: ObjectDrift,
  deployer: readonly Entry[],
): readonly Found[] {
  const [first, ...more] = changes.filter((change) => change.ignoredBy === null && !isOwn(change, deployer));
  if (first === undefined) return [];
  const others = more.length === 0 ? '' : `, and ${more.length} more of its fields are otherwise`;
  return [
    {
      code: 'LIVE_DRIFT',
      root: app?.root ?? null,
      object,
      path: formatPath(first.path),
      message: `it lives already, and comes into git with this push: ${setBy(first.owner)} ${liveWords(first, isSecret(object))}${others}`,
      hint: `see what would change: kubectl gitops diff ${object.kind.toLowerCase()}/${object.name}${object.namespace === null ? '' : ` -n ${object.namespace}`}`,
      source: first.source ?? source,
    },
  ];
}

/** What the deployer set is git's own, though no commit that is here tells which. */
function isOwn({ owner }: Change, deployer: readonly Entry[]): boolean {
  return owner !== null && isDeployer(owner, deployer);
}

/** `your push sets replicas 3→4, but kubectl scale set it to 10 on 20 Nov`. */
function sentence(change: Change, { base, head, type }: Before, secret: boolean): string {
  const name = formatPath(change.path.slice(-1)).replace(/^\./, '');
  const was = valueAt(base, change.path, type);
  const will = valueAt(head, change.path, type);
  return `your push ${pushWords(name, was, will, secret)}, but ${setBy(change.owner)} ${liveWords(change, secret)}`;
}

function pushWords(name: string, was: Json | undefined, will: Json | undefined, secret: boolean): string {
  if (will === undefined) return `takes ${name} out`;
  if (secret) return `changes ${name}`;
  return was === undefined
    ? `sets ${name} to ${valueWords(will)}`
    : `sets ${name} ${valueWords(was)}→${valueWords(will)}`;
}

function liveWords({ live, owner }: Change, secret: boolean): string {
  const when = owner?.time == null ? '' : ` on ${dayOf(owner.time)}`;
  if (live === undefined) return `took it out${when}`;
  return secret ? `set it to another value${when}` : `set it to ${valueWords(live)}${when}`;
}

function hintOf({ live }: Change, secret: boolean): string {
  const what = live === undefined || secret ? 'what is live' : valueWords(live);
  return `take ${what} into git, or give it up: GITOPS_HOOK=warn git push`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dayOf(time: string): string {
  const [, month = '1', day = '1'] = time.slice(0, 10).split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ''}`;
}

/** What neither live nor git had before: nobody can have taken it out. */
function isBrought({ class: what, path }: Change, { base, type }: Before): boolean {
  return what === 'missing' && valueAt(base, path, type) === undefined;
}

/**
 * Whether a push changes, brings or takes away a field that live has otherwise. A default that git begins to declare
 * counts: it is set from then on. Of what is merged as one value, any part of it counts.
 */
function isTouched(change: Change, { base, head, type }: Before): boolean {
  // another order of the items says nothing of what is in them
  if (isReordered(change, valueAt(head, change.path, type) ?? null))
    return compare(base, head, type).reordered.some(
      ({ path }) => formatPath(path) === formatPath(change.path),
    );
  const whole = mergedAt(change.path, type);
  return !sameJson(valueAt(base, whole, type), valueAt(head, whole, type));
}

/** The value around a field that the server merges as one; the field's own path where that is itself. */
function mergedAt(path: Path, type: Typed): Path {
  let at = type;
  for (const [index, step] of path.entries()) {
    const { node } = at;
    const isAtomic = typeof step === 'number' || ('atomic' in node && node.atomic === true);
    if (index > 0 && isAtomic) return path.slice(0, index);
    at = typeof step === 'string' ? (fieldType(at, step) ?? UNTYPED) : itemType(at);
  }
  return path;
}
