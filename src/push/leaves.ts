import type { Deployer } from '../drift/types.ts';
import type { DeployerSettings } from '../guard/types.ts';
import { type KubeObject, objectAt, stringOr } from '../object.ts';

/** What becomes of a live object that has left git, by its deployer's own rules. `deployer`: null where nobody is known. */
export function leavesWords(
  live: KubeObject,
  deployer: Deployer | null,
  settings: DeployerSettings | null,
): string {
  const kept = keptBy(live, deployer);
  if (kept !== null) return `it stays, for ${kept} says so`;
  switch (deployer) {
    case 'argocd':
      if (settings === null) return 'Argo CD deletes it at a sync that prunes';
      return settings.prune === true
        ? 'Argo CD deletes it at the next sync'
        : 'Argo CD deletes it when somebody syncs with pruning';
    case 'flux':
      if (settings?.suspended === true) return 'Flux is suspended here, and deletes it when it is resumed';
      return settings?.prune === false
        ? 'Flux does not prune here: it stays until somebody deletes it'
        : 'Flux deletes it at the next reconciliation';
    case 'helm':
      return 'the next helm upgrade deletes it';
    case 'gitops':
      return 'kubectl gitops apply --prune deletes it';
    default:
      return 'nobody is known to prune it: it stays until somebody deletes it';
  }
}

/** The object's own word against being deleted. */
function keptBy({ metadata }: KubeObject, deployer: Deployer | null): string | null {
  const annotations = objectAt(metadata.annotations);
  const labels = objectAt(metadata.labels);
  const options = stringOr(annotations['argocd.argoproj.io/sync-options'], '').split(',');
  if (deployer === 'argocd' && options.some((one) => one.trim() === 'Prune=false'))
    return 'its sync option Prune=false';
  const flux = 'kustomize.toolkit.fluxcd.io/prune';
  if (
    deployer === 'flux' &&
    stringOr(annotations[flux], stringOr(labels[flux], '')).toLowerCase() === 'disabled'
  )
    return `${flux}: disabled`;
  if (annotations['helm.sh/resource-policy'] === 'keep' && (deployer === 'helm' || deployer === 'flux'))
    return 'helm.sh/resource-policy: keep';
  return null;
}
