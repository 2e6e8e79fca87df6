import { compare } from '../../drift/compare.ts';
import type { Change, ObjectDrift } from '../../drift/types.ts';
import type { KubeObject } from '../../object.ts';
import { formatPath, type Path } from '../../path.ts';
import type { Typed } from '../../schema.ts';
import type { Found } from '../../push/types.ts';

/** The fields that a push changes, brings or takes away. */
export function touchedPaths(base: KubeObject, head: KubeObject, type: Typed): readonly Path[] {
  return [...compare(head, base, type).differences, ...compare(base, head, type).differences].map(
    ({ path }) => path,
  );
}

/**
 * What somebody set in the cluster and the push would take away: live against the deployed revision, never against
 * what was pushed before, for two pushes before a sync are innocent. Other live drift of the object comes along unsaid.
 */
export function overwrites(
  { object, app, changes }: ObjectDrift,
  touched: readonly Path[],
): readonly Found[] {
  return changes
    .filter(({ ignoredBy, moved }) => ignoredBy === null && moved !== 'git')
    .filter(({ path }) => touched.some((one) => overlap(one, path)))
    .map((change) => ({
      code: 'OVERWRITES_LIVE',
      root: app?.root ?? null,
      object,
      path: formatPath(change.path),
      message: sentence(change),
      hint: `take it into git, or give it up: GITOPS_HOOK=warn git push`,
      source: change.source,
    }));
}

function sentence({ owner, git, live }: Change): string {
  const who = owner === null ? 'somebody' : owner.manager;
  const when = owner?.time == null ? '' : ` on ${owner.time.slice(0, 10)}`;
  const what = live === undefined ? 'took it out' : `set it to ${JSON.stringify(live)}`;
  const push = git === undefined ? 'your push takes it out' : `your push sets it to ${JSON.stringify(git)}`;
  return `${push}, but ${who} ${what}${when}`;
}

function overlap(a: Path, b: Path): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return formatPath(long.slice(0, short.length)) === formatPath(short);
}
