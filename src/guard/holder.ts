import type { Mark } from '../drift/owners/marks.ts';
import { groupOf, type KubeObject, namespaceOf, objectAt, stringOr } from '../object.ts';
import type { Holder } from './types.ts';

export type Named = Omit<Holder, 'via' | 'settings'>;

/**
 * The deployment that a live object belongs to, by its valid mark or else by what tools write whose apps are not ours to
 * know; null: none. What names another object (copied by a replicator, or by hand) is no mark. The table of marks is each
 * tool's own documentation.
 */
export function holderOf(live: KubeObject, mark: Mark | null): Named | null {
  return mark === null ? otherTool(live) : namedBy(mark);
}

/** What a mark calls itself, in the words of its tool. */
export function namedBy({ id, deployer }: Mark): Named {
  const [tool = '', ...rest] = id.split('/');
  const name = rest.join('/');
  switch (tool) {
    case 'argocd':
      return { deployer: 'argocd', tool: 'Argo CD Application', name: argoName(name) };
    case 'flux':
      return { deployer: 'flux', tool: 'Flux Kustomization', name };
    case 'flux-helm':
      return { deployer: 'flux', tool: 'Flux HelmRelease', name };
    case 'helm':
      return { deployer: 'helm', tool: 'Helm release', name };
    default:
      return { deployer, tool: 'ApplySet', name };
  }
}

/** An Application of another namespace than Argo CD's own is tracked as `namespace_name`. */
function argoName(tracked: string): string {
  const at = tracked.indexOf('_');
  return at < 0 ? tracked : `${tracked.slice(0, at)}/${tracked.slice(at + 1)}`;
}

function otherTool(live: KubeObject): Named | null {
  const { metadata } = live;
  const labels = objectAt(metadata.labels);
  const annotations = objectAt(metadata.annotations);
  const kapp = stringOr(labels['kapp.k14s.io/app'], null);
  if (kapp !== null && identifies(stringOr(annotations['kapp.k14s.io/identity'], ''), live))
    return { deployer: 'none', tool: 'kapp app', name: kapp };
  const kluctl = stringOr(labels['kluctl.io/discriminator'], null);
  if (kluctl !== null && annotations['kluctl.io/deployment-item-dir'] !== undefined)
    return { deployer: 'none', tool: 'kluctl deployment', name: kluctl };
  const inventory = stringOr(annotations['config.k8s.io/owning-inventory'], null);
  if (inventory !== null) return { deployer: 'none', tool: 'kpt inventory', name: inventory };
  if (annotations['configmanagement.gke.io/managed'] === 'enabled')
    return {
      deployer: 'none',
      tool: 'Config Sync',
      name: stringOr(annotations['configsync.gke.io/manager'], ''),
    };
  const fleet = stringOr(labels['objectset.rio.cattle.io/hash'], null);
  if (fleet !== null && annotations['objectset.rio.cattle.io/id'] !== undefined)
    return {
      deployer: 'none',
      tool: 'Fleet bundle',
      name: stringOr(annotations['objectset.rio.cattle.io/owner-name'], fleet),
    };
  return null;
}

/** kapp writes `v1;namespace/group/Kind/name;version`. */
function identifies(identity: string, live: KubeObject): boolean {
  const [, id] = identity.split(';');
  return id === [namespaceOf(live) ?? '', groupOf(live.apiVersion), live.kind, live.metadata.name].join('/');
}
