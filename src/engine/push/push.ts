import type { PrePushSettings } from '../../config/settings.ts';
import type { Config } from '../../config/types.ts';
import type { Targets } from '../../discover/targets.ts';
import type { ControlledApp } from '../../discover/types.ts';
import type { LocatedRepository } from '../../git/repository.ts';
import type { Query } from '../query.ts';
import type { PushedCommit } from './commits/commit.ts';
import type { FindDefault } from './commits/stand-in-config.ts';
import type { Destination } from './types.ts';

/** A ref and where it goes. */
export interface JudgedRef {
  readonly remoteRef: string;
  readonly base: string | null;
  readonly head: string | null;
}

/** What is judged, and who is asked about it. */
export interface Push {
  readonly repository: LocatedRepository;
  readonly refs: readonly JudgedRef[];
  readonly destinations: (
    config: Config | null,
    refs: readonly JudgedRef[],
  ) => Promise<readonly Destination[]>;
  /** What of it is wanted, by the commit that is judged; null: everything. */
  readonly only: ((head: PushedCommit, apps: readonly ControlledApp[]) => Promise<Targets>) | null;
  /** Whether refs deploy what follows a revision, null being the default branch; null: whatever it follows is judged. */
  readonly follows: ((refs: readonly JudgedRef[], revision: string | null) => boolean) | null;
  /** Where a configuration may come from if that of what is pushed cannot be read; null: then nothing is judged. */
  readonly findDefault: FindDefault | null;
  /** As `GITOPS_HOOK` or `gitops.prePush` says; null: as configured. */
  readonly mode: 'warn' | 'block' | null;
  /** By hand nobody waits for the end of a push. */
  readonly hasDeadline: boolean;
  readonly query: Query;
}

export const DEFAULTS: PrePushSettings = {
  timeout: 30_000,
  unreachable: 'warn',
  plaintext: [],
  rules: new Map(),
};
