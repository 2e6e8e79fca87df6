import type { Health } from '../../health/types.ts';

/** Why nothing happens by itself, and what somebody has to do about it. */
export interface Stop {
  readonly why: string;
  /** One command or imperative sentence; null: nobody knows. */
  readonly hint: string | null;
}

/** What the objects of its deployer say of an app at one moment, as far as a wait is about it. Revisions are as written. */
export interface Observation {
  readonly deployed: readonly string[];
  /** What the deployer knows of the branch that the app follows. */
  readonly seen: readonly string[];
  /** What it tries to deploy, or tried last. */
  readonly tried: readonly string[];
  readonly health: Health;
  /** The health was told after the last sync had ended. */
  readonly isFresh: boolean;
  /** It was told in the very second in which that sync ended: whether before or after cannot be told. */
  readonly isClose: boolean;
  readonly busy: boolean;
  /** Why the last attempt failed, where another one follows. */
  readonly retried: Failure | null;
  /** Why it failed for good. */
  readonly failed: string | null;
  /** Why it cannot be compared or fetched. */
  readonly broken: Failure | null;
  /** Why nothing happens unasked. */
  readonly idle: Stop | null;
  /** Why nothing new is fetched for it. */
  readonly unfed: Stop | null;
  /** How the artifact that it is deployed from is made; null: there is none. */
  readonly packing: Packing | null;
  /** Why nobody can tell which commit it is at. */
  readonly untold: Stop | null;
  /** What has to be ready before it. */
  readonly waitsFor: string | null;
  /** Differs each time that the deployer has looked at it. */
  readonly round: string;
}

/** An artifact between the repository and an app. */
export interface Packing {
  /** What its own sources have, as `seen`. */
  readonly fetched: readonly string[];
  /** Why it could not be made the last time. */
  readonly failure: Failure | null;
  /** Why it is not made anew. */
  readonly stopped: Stop | null;
}

export interface Failure {
  readonly message: string;
  /** Trying again cannot help. */
  readonly isHopeless: boolean;
}

/**
 * Where a commit stands beside the one that is waited for: it contains it, is contained in it, neither; `unfetched`: it
 * is not in this repository; `none`: there is none.
 */
export type Relation = 'contains' | 'older' | 'other' | 'unfetched' | 'none';

/** What git and the other apps add to it. */
export interface Standing {
  /** `3f2c1aa`, as people are told. */
  readonly wanted: string;
  readonly deployed: Relation;
  readonly seen: Relation;
  readonly tried: Relation;
  /** Of what its artifact is to be made of; `none` where it has no artifact. */
  readonly fetched: Relation;
  /** Of what it has seen, in short; null: nothing. */
  readonly seenName: string | null;
  /** The app's part of git differs between the deployed commit and the wanted one; null: that cannot be told. */
  readonly isTouched: boolean | null;
  /** What it follows does not lead to the wanted commit: a tag, a release branch. */
  readonly followsOther: boolean;
  /** What it has seen came after the wait began. */
  readonly isNews: boolean;
  /** Its deployer has not looked at it since the wait began. */
  readonly isStale: boolean;
  /** What keeps it from ever getting there, as others tell: a path that is gone, a dependency that failed. */
  readonly blocked: Stop | null;
  /** What keeps it for now: a closed window. */
  readonly held: string | null;
  /** What its own workloads say, where the deployer does not tell; null: they are not looked at, or are fine. */
  readonly workloads: Health | null;
  /** Why Pods of it do not start. */
  readonly pods: Failure | null;
}

/** What a set of observations means for the wait. */
export type Decision =
  /** Once this was true for `after` milliseconds; absent: at once. */
  | { readonly is: 'done'; readonly how: 'live' | 'unaffected' | 'elsewhere'; readonly after?: number }
  | { readonly is: 'waiting'; readonly why: string }
  /** It cannot get there, once this was true for `after` milliseconds. */
  | { readonly is: 'stuck'; readonly why: string; readonly hint: string | null; readonly after: number };
