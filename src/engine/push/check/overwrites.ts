import { compare } from '../../../drift/compare.ts';
import { isSecret } from '../../../drift/mask.ts';
import type { Change, ObjectDrift } from '../../../drift/types.ts';
import { valueAt } from '../../../drift/values.ts';
import type { Json, KubeObject } from '../../../object.ts';
import { formatPath, type Path } from '../../../path.ts';
import type { Found } from '../../../push/types.ts';
import { setBy, valueWords } from '../../../push/words.ts';
import type { Typed } from '../../../schema.ts';

/** The fields that a push changes, brings or takes away. */
export function touchedPaths(base: KubeObject, head: KubeObject, type: Typed): readonly Path[] {
  return [...compare(head, base, type).differences, ...compare(base, head, type).differences].map(
    ({ path }) => path,
  );
}

/** What an object was before the push, and of which type it is. */
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
export function overwrites(drift: ObjectDrift, before: Before): readonly Found[] {
  const { changes, object, app, source } = drift;
  const touched = touchedPaths(before.base, before.head, before.type);
  const live = changes.filter(({ ignoredBy, moved }) => ignoredBy === null && moved !== 'git');
  const isTaken = ({ path }: Change) => touched.some((one) => overlap(one, path));
  const taken = live.filter(isTaken).map(
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

function overlap(a: Path, b: Path): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return formatPath(long.slice(0, short.length)) === formatPath(short);
}
