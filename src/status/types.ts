import type { Deployer } from '../drift/types.ts';
import type { Warning } from '../errors.ts';
import type { HealthState } from '../health/types.ts';
import type { DriftReport } from '../output/types.ts';

export type AppState =
  | 'synced'
  /** Git has newer commits that touch it. */
  | 'behind'
  | 'syncing'
  /** It is at its commit, and not well. */
  | 'degraded'
  /** Its last sync failed, or it cannot be compared. */
  | 'failed'
  | 'suspended'
  /** Live objects have left its commit. */
  | 'drifted'
  | 'unknown';

/** One app, as its controller and git tell of it. */
export interface AppStatus {
  /** `argocd/shop`, `flux/flux-system/apps`, or the name of a root. */
  readonly name: string;
  readonly kind: 'Application' | 'Kustomization' | 'HelmRelease' | 'root';
  readonly deployer: Deployer;
  readonly root: string;
  /** The branch, tag or version that it follows, as written; null: what is pushed. */
  readonly follows: string | null;
  /** The cluster it goes to, where that is another than its own object's. */
  readonly destination: string | null;
  readonly parent: string | null;
  readonly dependsOn: readonly string[];
  readonly state: AppState;
  readonly deployed: DeployedCommit | null;
  /** Commits that touch it and are not deployed; null: that cannot be told. */
  readonly behind: number | null;
  readonly health: HealthState;
  readonly healthMessage: string | null;
  /** Objects that left git; null: not compared. */
  readonly drifted: number | null;
  /** Why it is not synced, in one line. */
  readonly error: string | null;
}

export interface DeployedCommit {
  readonly revision: string;
  /** null: the commit is not in this repository, or it is none. */
  readonly subject: string | null;
  readonly author: string | null;
  /** RFC 3339. */
  readonly time: string | null;
}

/** What `status` tells. */
export interface StatusReport extends Pick<DriftReport, 'context' | 'server' | 'repository'> {
  readonly apps: readonly AppStatus[];
  readonly warnings: readonly Warning[];
}
