import type { ProblemCode } from '../config/settings.ts';
import type { ObjectName } from '../errors.ts';

export type PushVerdict = 'allow' | 'warn' | 'block';
export type Severity = 'error' | 'warning' | 'info';
export type PushRootStatus = 'valid' | 'invalid' | 'unrendered' | 'broken-before' | 'removed';

export interface PushRef {
  readonly remoteRef: string;
  /** null: nothing was there. */
  readonly base: string | null;
  /** null: the push deletes it. */
  readonly head: string | null;
  readonly environments: readonly string[];
}

/** A root that the push affects. */
export interface PushRoot {
  readonly root: string;
  /** As the mark of its objects has it: `argocd/shop-web`; absent: no controller deploys it. */
  readonly app?: string;
  readonly environment: string | null;
  readonly status: PushRootStatus;
  readonly objects: number;
  readonly changed: number;
  readonly created: number;
  readonly deleted: number;
}

export interface Problem {
  readonly severity: Severity;
  readonly code: ProblemCode;
  /** Where it was met; null: in git itself, or nobody configured any environment. */
  readonly environment: string | null;
  readonly root: string | null;
  /** Of that root: `argocd/shop-web`; absent: no controller deploys it. */
  readonly app?: string;
  readonly object: ObjectName | null;
  readonly path: string | null;
  readonly message: string;
  readonly hint: string | null;
  readonly source: ProblemSource | null;
}

/** A line of head's; of what it has no longer, the line where that was. */
export interface ProblemSource {
  readonly file: string;
  readonly line: number | null;
  /** What of it is in head no longer; absent: nothing. */
  readonly gone?: 'line' | 'file';
}

/** What a push, or the range that `validate` was given, would do. Values of Secrets are never in it. */
export interface PushReport {
  readonly verdict: PushVerdict;
  readonly refs: readonly PushRef[];
  readonly roots: readonly PushRoot[];
  readonly problems: readonly Problem[];
  readonly elapsedMs: number;
}

/** A problem before anybody said how severe it is. */
export interface Found extends Omit<Problem, 'severity' | 'environment'> {
  /** It would stop a push by its code, and here it does not: its deployer replaces the object, say. */
  readonly softened?: true;
}
