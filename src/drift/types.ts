import type { ObjectName } from '../errors.ts';
import type { Json } from '../object.ts';
import type { Path } from '../path.ts';
import type { BreakGlass } from './break-glass.ts';

export type ChangeClass = 'changed' | 'missing' | 'extra' | 'stale';
export type Moved = 'live' | 'git' | 'both';
export type Fate = 'reverted' | 'pending' | 'kept' | 'blocked' | 'ignored' | 'unknown';
export type ObjectStatus =
  | 'inSync'
  | 'drifted'
  | 'pending'
  | 'conflict'
  | 'absent'
  | 'orphan'
  | 'unmanaged'
  | 'unknown';
export type Deployer = 'argocd' | 'flux' | 'helm' | 'gitops' | 'none';

/** The field manager that set a live field; `time` is its entry's last change, so "at or before". */
export interface Owner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly subresource: string | null;
  readonly time: string | null;
}

/** Where git declares something, and the commit that last touched that line. */
export interface Source {
  readonly file: string;
  readonly line: number | null;
  readonly commit: string | null;
  readonly author: string | null;
  /** RFC 3339, as committed. */
  readonly time: string | null;
}

export interface Change {
  readonly path: Path;
  readonly class: ChangeClass;
  readonly moved: Moved;
  /** Absent (not null) on the side that lacks the field. */
  readonly git?: Json;
  readonly live?: Json;
  readonly owner: Owner | null;
  readonly source: Source | null;
  readonly fate: Fate | null;
  readonly because: string | null;
  /** Name of the rule that makes it no drift; null: it counts. */
  readonly ignoredBy: string | null;
}

export interface AppRef {
  readonly name: string;
  readonly deployer: Deployer;
  readonly root: string;
  readonly deployedRevision: string | null;
}

/** One object of the report. */
export interface ObjectDrift {
  readonly object: ObjectName;
  readonly status: ObjectStatus;
  readonly moved: Moved | null;
  readonly fate: Fate | null;
  readonly because: string | null;
  readonly owner: Owner | null;
  readonly compared: 'server' | 'local';
  readonly app: AppRef | null;
  readonly source: Pick<Source, 'file' | 'line'> | null;
  readonly changes: readonly Change[];
  /** Of an unmanaged one: when it was made, RFC 3339; null: the server does not say. */
  readonly created?: string | null;
  /** The reason that somebody gave for changing it past git. */
  readonly breakGlass?: BreakGlass;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
  /**
   * Both sides of the whole object for unified diffs: live as stored and live with git's values put back, both
   * without managedFields and status. Absent where one cannot be had.
   */
  readonly sides?: { readonly git: Json | undefined; readonly live: Json | undefined };
}

/** Where git declares a field that is blamed, and whether that line is only in the work tree so far. */
export interface BlameSource extends Source {
  readonly uncommitted: boolean;
}

/** One field of a declared object, or one that only live has (`extra`, `stale`). */
export interface BlamedField extends Omit<Change, 'class' | 'moved' | 'source'> {
  /** null: live has what git declares. */
  readonly class: ChangeClass | null;
  readonly moved: Moved | null;
  readonly source: BlameSource | null;
}

/** One object with a line for each of its fields. */
export interface ObjectBlame extends Omit<ObjectDrift, 'changes' | 'sides'> {
  /** As git orders them; what only live has comes last. */
  readonly fields: readonly BlamedField[];
}
