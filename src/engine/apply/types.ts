import type { ApplyRecord } from '../../applyset/parent.ts';
import type { Resource } from '../../cluster/discovery.ts';
import type { Deployer } from '../../drift/types.ts';
import type { GitopsError, Warning } from '../../errors.ts';
import type { Holder } from '../../guard/types.ts';
import type { KubeObject } from '../../object.ts';
import type { DriftReport } from '../../output/types.ts';
import type { App, Cluster, Item, Unresolved } from '../types.ts';

export type Action = 'create' | 'change' | 'keep';

/** One object that will be applied, as it was when the plan was made. */
export interface Step {
  readonly item: Item;
  readonly live: KubeObject | null;
  readonly action: Action;
  /** Managers whose fields become ours. */
  readonly takesOver: readonly string[];
}

/** One object that leaves the cluster because it left git. */
export interface Prune {
  readonly app: App;
  readonly resource: Resource;
  readonly live: KubeObject;
}

/** What is applied together, and the record it leaves; null: `-f` leaves none. */
export interface AppPlan {
  readonly app: App;
  readonly deployer: Deployer;
  readonly steps: readonly Step[];
  /** Of kinds that this apply itself brings. */
  readonly later: readonly Unresolved[];
  readonly prunes: readonly Prune[];
  readonly record: ApplyRecord | null;
  /** A commit whose apply did not finish. */
  readonly unfinished: string | null;
}

export interface Plan {
  readonly cluster: Cluster;
  readonly report: DriftReport;
  readonly apps: readonly AppPlan[];
  readonly revision: string | null;
  /** Why nothing may be applied; empty: it may. */
  readonly refusals: readonly GitopsError[];
  /** The controllers that deploy some of it. */
  readonly holders: readonly Holder[];
  /** Whether a reason may override a refusal. */
  readonly breakGlass: boolean;
  readonly warnings: readonly Warning[];
}

export type Done = 'created' | 'changed' | 'unchanged' | 'pruned';

export interface Outcome {
  readonly object: KubeObject;
  /** As the server answered; null: it refused, or the object is gone. */
  readonly stored: KubeObject | null;
  readonly done: Done | null;
  readonly error: GitopsError | null;
  readonly warnings: readonly string[];
}
