import { isOneOf } from '../../discover/repository-url.ts';
import type { DiscoveredApp } from '../../discover/types.ts';
import type { Warning } from '../../errors.ts';
import { repositoryUrls } from '../../git/remotes.ts';
import type { Repository } from '../../git/repository.ts';
import type { View } from '../../view.ts';
import type { Cluster } from '../types.ts';
import { goesTo } from './destinations.ts';
import { liveApps } from './live-apps.ts';
import { ours } from './merge.ts';
import { type ControllerObjects, controllerObjects, hasControllers, unreadWarnings } from './objects.ts';

/** The apps of a repository that a cluster's controllers have, and where they go. What only git declares is not among them. */
export interface KnownApps {
  readonly here: readonly DiscoveredApp[];
  readonly elsewhere: readonly DiscoveredApp[];
}

export async function knownApps(
  objects: ControllerObjects,
  cluster: Cluster,
  repository: Repository,
  view: View,
): Promise<KnownApps> {
  const isThis = isOneOf(await repositoryUrls(repository));
  const own = { isThis, view, commit: repository.head };
  const all = ours(await liveApps(objects, own, cluster));
  const apps = all.map(({ isOurs: _, ...app }): DiscoveredApp => ({ ...app, origin: 'cluster' }));
  return {
    here: apps.filter((app) => goesTo(app, cluster)),
    elsewhere: apps.filter((app) => !goesTo(app, cluster)),
  };
}

/** The same, asked of the cluster; null for objects: it has no controllers. */
export async function askKnownApps(
  cluster: Cluster,
  repository: Repository,
  view: View,
): Promise<
  KnownApps & { readonly objects: ControllerObjects | null; readonly warnings: readonly Warning[] }
> {
  if (!hasControllers(cluster)) return { here: [], elsewhere: [], objects: null, warnings: [] };
  const objects = await controllerObjects(cluster);
  const apps = await knownApps(objects, cluster, repository, view);
  return { ...apps, objects, warnings: unreadWarnings(objects) };
}
