import { type ApplyRecord, applySetId } from '../../applyset/parent.ts';
import { groupOf, namespaceOf } from '../../object.ts';
import { membersOf } from '../deployers/applyset.ts';
import { type App, type Cluster, type Item, itemKey, keyOf } from '../types.ts';
import type { Prune } from './types.ts';

/** Members of the set that git no longer declares. What another owner made, or another set claims, is never among them. */
export async function leftGit(
  app: App,
  record: ApplyRecord,
  items: readonly Item[],
  cluster: Cluster,
): Promise<readonly Prune[]> {
  const declared = new Set(items.map(itemKey));
  const members = await membersOf(applySetId(record), record, cluster);
  return members
    .filter(
      ({ live: { apiVersion, kind, metadata }, live }) =>
        metadata.ownerReferences === undefined &&
        !declared.has(keyOf(groupOf(apiVersion), kind, namespaceOf(live), metadata.name)),
    )
    .map((member) => ({ app, ...member }));
}
