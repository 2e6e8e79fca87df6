import type { Warning } from '../../errors.ts';
import type { KubeObject } from '../../object.ts';
import type { Root } from '../../render/types.ts';
import type { View } from '../../view.ts';
import type { ArgoCluster } from '../argocd/appset/types.ts';
import type { ArgoSettings } from '../argocd/settings.ts';
import type { Surroundings } from '../flux/types.ts';
import type { ControlledApp } from '../types.ts';

/** What the look through a tree must be told; it asks for nothing else. */
export interface TreeSurroundings {
  readonly view: View;
  /** Whether a URL is this repository. */
  readonly isThis: (url: string) => boolean;
  /** Renders a root as its deployer would. What it throws as a GitopsError is that root's problem alone. */
  readonly render: (root: Root) => Promise<readonly KubeObject[]>;
  readonly commit: string | null;
  /** What the cluster has of an object that git does not declare; `absent` where there is no cluster. */
  readonly find: Surroundings['find'];
  /** AppProjects of the cluster. */
  readonly projects: readonly KubeObject[];
  readonly settingsOf: (home: string) => ArgoSettings | null;
  /** The clusters that Argo CD knows; null: not known. */
  readonly clusters: () => Promise<readonly ArgoCluster[] | null>;
}

/** What is applied by hand, or by nobody yet, and the apps that follow from it. */
export interface Entry {
  /** The directory that stands for it: `clusters/prod`, `bootstrap/prod`. */
  readonly path: string;
  readonly apps: readonly ControlledApp[];
  readonly warnings: readonly Warning[];
  /** What several brought that were made this one. */
  readonly parts?: readonly Pick<Entry, 'path' | 'apps'>[];
}
