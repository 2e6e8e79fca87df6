import type { ObjectBlame, ObjectDrift } from '../drift/types.ts';
import type { Warning } from '../errors.ts';

export interface Summary {
  readonly apps: number;
  readonly objects: number;
  readonly inSync: number;
  readonly drifted: number;
  readonly pending: number;
  readonly conflict: number;
  readonly absent: number;
  readonly orphan: number;
  readonly unknown: number;
  /** Absent where nobody asked for it. */
  readonly unmanaged?: number;
  /** Changes, not objects. */
  readonly ignored: number;
}

/** What `diff` found, before any output form. Values of Secrets are masked when it is built, never later. */
export interface DriftReport {
  readonly context: string | null;
  readonly server: string | null;
  readonly repository: {
    readonly revision: string | null;
    readonly branch: string | null;
    readonly dirty: boolean;
  } | null;
  readonly summary: Summary;
  /** Only those not in sync; with `--show-ignored` also those with ignored changes. */
  readonly objects: readonly ObjectDrift[];
  readonly warnings: readonly Warning[];
}

export type OutputForm = 'text' | 'json' | 'yaml' | 'name' | 'diff';

export interface TextStyle {
  readonly color: boolean;
  /** Aligned for people; false when piped. */
  readonly tty: boolean;
  readonly columns: number;
  /** Milliseconds since the epoch: "12 days ago" is relative to it. */
  readonly now: number;
}

/** What `blame` tells of the objects asked for. Values of Secrets are masked when it is built, never later. */
export interface BlameReport extends Pick<DriftReport, 'context' | 'server' | 'repository' | 'warnings'> {
  readonly summary: {
    readonly objects: number;
    readonly inSync: number;
    readonly unknown: number;
    /** Declared fields; of these, those that differ live, and those whose line is not committed. */
    readonly fields: number;
    readonly differing: number;
    readonly uncommitted: number;
    /** Fields that only live has. */
    readonly onlyLive: number;
    /** Of those that differ and those that only live has. */
    readonly ignored: number;
  };
  readonly objects: readonly ObjectBlame[];
}
