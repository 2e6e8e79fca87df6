import type { GitopsError } from '../../../errors.ts';
import type { KubeObject } from '../../../object.ts';
import type { View } from '../../../view.ts';

/** A cluster that Argo CD knows: what its Secret says, or `.gitops.yaml`. */
export interface ArgoCluster {
  readonly name: string;
  readonly server: string;
  /** Of its Secret; the one that marks the Secret as a cluster's is added where it is missing. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly project?: string | undefined;
}

export interface ExpansionContext {
  /** This repository at the revision that is asked about. */
  readonly view: View;
  /** Whether a URL is that of this repository. */
  readonly isThis: (repoURL: string) => boolean;
  /** Whether the revision of a git generator is the one that `view` shows. Default: every one is. */
  readonly isRevision?: (revision: string) => boolean;
  /** In the order of the names of their Secrets; null: not known. The cluster that Argo CD runs in is added. */
  readonly clusters: readonly ArgoCluster[] | null;
}

/** A generator that only the cluster or another service can answer. */
export interface Unexpanded {
  /** Where it stands: `generators[1].matrix.generators[0].scmProvider`. */
  readonly generator: string;
  /** A clause: why. */
  readonly reason: string;
  /** An imperative sentence. */
  readonly hint: string | null;
}

export interface Expansion {
  readonly applications: readonly KubeObject[];
  /** With any of these Argo CD changes no Application at all, save for those of DUPLICATE_APPLICATION. */
  readonly problems: readonly GitopsError[];
  readonly unexpanded: readonly Unexpanded[];
}
