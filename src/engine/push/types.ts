import type { Connection } from '../../cluster/login/kubeconfig.ts';
import type { Environment } from '../../config/types.ts';
import type { GitopsError, Warning } from '../../errors.ts';
import type { ObjectChanges } from '../../push/changes.ts';
import type { Found, PushRootStatus } from '../../push/types.ts';
import type { Manifest } from '../../render/types.ts';
import type { ControllerObjects } from '../controlled/objects.ts';
import type { App } from '../types.ts';
import type { Foreseeing } from './foresee.ts';

/** Hands a problem on as soon as it is found: what comes after may never be. */
export type Tell = (...found: readonly Found[]) => void;

/** A cluster that what is pushed is meant for. */
export interface Destination {
  /** null: nobody configured any, the current context stands for it. */
  readonly environment: Environment | null;
  /** A ref of the push is deployed there; else everything said is advice. */
  readonly deploys: boolean;
  /** Looks up the way there, or why there is none; null: nobody wants to ask it. */
  readonly way: (() => Connection | GitopsError) | null;
  /** Its cluster, or why it cannot be reached, where that is known already. */
  readonly reached?: Foreseeing | GitopsError | null;
  /** What its controllers deploy of the repository; absent: nobody knows of any, and the tree tells which roots there are. */
  readonly controlled?: Controlled;
}

/** The apps of the controllers of a cluster, each as the ends of a push have it. */
export interface Controlled {
  readonly before: readonly App[];
  readonly after: readonly App[];
  /** Of what makes apps, what does so no longer. */
  readonly broken: readonly Found[];
  /** When they were asked, in milliseconds since 1970, where that cannot be done now; null: they were. */
  readonly asOf: number | null;
  /** What the controllers were told, as the cluster has it; null: nobody was asked. */
  readonly objects: ControllerObjects | null;
}

/** Objects as they were and as they will be. */
export interface Sides {
  /** Everything there was and will be. */
  readonly before: readonly Manifest[];
  readonly after: readonly Manifest[];
  readonly changes: ObjectChanges<Manifest>;
}

/** An object that a root declares more than once. */
export interface Repeat {
  /** The last one, which counts. */
  readonly manifest: Manifest;
  readonly warning: Warning;
}

/** A root that the push affects, rendered as it was and as it will be. */
export interface RootPush extends Sides {
  /** As head has it; as base had it where it is gone. */
  readonly app: App;
  /** As base had it; null: it had none. */
  readonly was: App | null;
  readonly status: Exclude<PushRootStatus, 'invalid'>;
  /** What each deploy of it makes anew, which is compared with nothing live. */
  readonly perDeploy: Sides;
  /** What stands twice since the push. */
  readonly repeats: readonly Repeat[];
}

/** What the deadline may leave unasked, as people name it. */
export type Outstanding = Set<string>;
