import type { OwnApp } from '../../discover/argocd/app.ts';
import type { DiscoveredApp } from '../../discover/types.ts';
import type { Warning } from '../../errors.ts';
import { namespaceOf } from '../../object.ts';
import { withoutLogins } from '../../printable.ts';
import type { TreeApps } from './tree-apps.ts';

/**
 * The apps of this repository, each once. The live object counts; one that only git declares is added, unless the cluster
 * has another app of that name.
 */
export function withTree(
  live: readonly OwnApp[],
  { declared, apps }: Pick<TreeApps, 'declared' | 'apps'>,
): { readonly apps: readonly DiscoveredApp[]; readonly warnings: readonly Warning[] } {
  const known = ours(live, declared);
  const ids = new Set(live.map(({ id }) => id));
  const own = new Set(known.map(({ id }) => id));
  const added = apps.filter((app) => !ids.has(app.id) && !known.some((one) => isPlaced(app, one)));
  const others = apps.filter(({ id }) => ids.has(id) && !own.has(id));
  return {
    apps: [
      ...known.map(({ isOurs: _, ...app }): DiscoveredApp => {
        return { ...app, origin: declared.has(app.id) ? 'both' : 'cluster' };
      }),
      ...added.map((app): DiscoveredApp => ({ ...app, origin: 'tree' })),
    ],
    warnings: others.map(({ id, root }) => ({
      code: 'ANOTHER_APP',
      message: `${id} of git (${withoutLogins(root.path)}) is left out: the cluster has an app of that name that deploys something else`,
      hint: 'give one of the two another name',
      app: id,
    })),
  };
}

/** What git declares without a namespace is where whatever applies it puts it: the cluster knows it by another id. */
function isPlaced(declared: Pick<OwnApp, 'object' | 'root'>, live: OwnApp): boolean {
  const { object, root } = declared;
  return (
    namespaceOf(object) === null &&
    object.kind === live.object.kind &&
    object.metadata.name === live.object.metadata.name &&
    root.path === live.root.path
  );
}

/**
 * What deploys this repository, and what that declares in turn, or git itself: a chart from elsewhere with values that are
 * ours.
 */
export function ours(all: readonly OwnApp[], declared: ReadonlySet<string> = new Set()): readonly OwnApp[] {
  const byId = new Map(all.map((app) => [app.id, app]));
  const found = (app: OwnApp, seen: ReadonlySet<string>): boolean => {
    if (app.isOurs || (app.root.helm?.chart !== undefined && declared.has(app.id))) return true;
    const parent = app.parent === null ? undefined : byId.get(app.parent);
    return parent !== undefined && !seen.has(parent.id) && found(parent, new Set([...seen, parent.id]));
  };
  return all.filter((app) => found(app, new Set([app.id])));
}
