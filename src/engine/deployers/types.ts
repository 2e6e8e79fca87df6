import type { DeployerSettings } from '../../guard/types.ts';
import type { KubeObject } from '../../object.ts';
import type { Cluster } from '../types.ts';

/** What a deployer's own object says of itself and of the objects it answers for. */
export interface DeployerFacts {
  readonly settings: DeployerSettings | null;
  /** Whether it lists the object as its own; null: it cannot be told. A mark that it does not know is a copied one. */
  readonly declares: (live: KubeObject) => boolean | null;
  /** Everything it lists as its own; null: it cannot be told. */
  readonly objects: readonly Tracked[] | null;
  /** The git commit that it deployed last, in full; null: unknown, or no commit (a chart's version, a digest). */
  readonly deployed: string | null;
  /** A commit whose apply was begun and did not finish. */
  readonly unfinished: string | null;
}

/** An object in an inventory. */
export interface Tracked {
  readonly group: string;
  readonly kind: string;
  /** null: none, or the release's own (Helm). */
  readonly namespace: string | null;
  readonly name: string;
}

export type Asking = Pick<Cluster, 'http' | 'discovery'>;

/** Of a deployer that cannot be asked. */
export const UNKNOWN: DeployerFacts = {
  settings: null,
  declares: () => null,
  objects: null,
  deployed: null,
  unfinished: null,
};
