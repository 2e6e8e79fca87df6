import type { Warning } from '../errors.ts';
import type { KubeObject } from '../object.ts';
import type { Root } from '../render/types.ts';

/** An app as the object of a controller declares it: an Application, a Kustomization, a HelmRelease. */
export interface ControlledApp {
  /** As the mark of its objects has it: `argocd/shop`, `argocd/team_shop`, `flux/flux-system/apps`, `flux-helm/shop/api`. */
  readonly id: string;
  readonly deployer: 'argocd' | 'flux';
  /** The object as the cluster stores it; as git declares it where the cluster has none. */
  readonly object: KubeObject;
  /** What of this repository it deploys. A root that nothing here can render says why. */
  readonly root: Root;
  /** The branch, tag or commit that it follows, as it is written; null: the default branch. */
  readonly revision: string | null;
  /** Where it goes; null: to the cluster that its object lives in. */
  readonly destination: { readonly server: string | null; readonly name: string | null } | null;
  /** Apps that must be ready before it is applied. */
  readonly dependsOn: readonly string[];
  /** What declares the object, where that is another app of this repository. */
  readonly parent: string | null;
  /** What is odd about it and does not keep it from being compared. */
  readonly warnings: readonly Warning[];
}

/** Who declares an app: the live object, git, or both; what the cluster does not have counts as git declares it. */
export type AppOrigin = 'cluster' | 'tree' | 'both';

export interface DiscoveredApp extends ControlledApp {
  readonly origin: AppOrigin;
}
