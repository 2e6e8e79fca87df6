import type { IgnoreRule } from '../drift/ignore/ignore.ts';
import type { ManagerLists } from '../drift/owners/managers.ts';
import type { HelmOptions, JsonnetOptions, RenderCommand, RootKind } from '../render/types.ts';
import type { GuardSettings, PrePushSettings } from './settings.ts';

/** `.gitops.yaml`. */
export interface Config {
  readonly environments: readonly Environment[];
  /** What renders apps that controllers deploy, in place of what they render them with. */
  readonly renders: readonly RenderEntry[];
  /** Clusters that an Argo CD knows, for who may not ask it. */
  readonly clusters: readonly RegisteredCluster[];
  readonly ignore: readonly IgnoreRule[];
  readonly guard: GuardSettings;
  readonly managers: ManagerLists;
  readonly prePush: PrePushSettings;
}

/** A cluster as Argo CD's Secret of it would tell. */
export interface RegisteredCluster {
  readonly name: string;
  readonly server: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly project?: string;
}

/** A name for contexts and the apps in them. */
export interface Environment {
  readonly name: string;
  /** Without any binding: the context of the environment's own name. */
  readonly contexts: readonly string[];
  readonly server?: string;
  /** uid of the namespace kube-system. */
  readonly clusterId?: string;
  /** Branches that deploy here, names or globs; none: the remote's HEAD branch. */
  readonly branches: readonly string[];
  readonly apps: readonly AppEntry[];
}

/** A command for the apps of a name, for those of a directory, or for both at once. */
export interface RenderEntry {
  /** As `status` calls it, with or without its deployer. */
  readonly app?: string;
  /** Of their manifests, relative to the top of the repository. */
  readonly path?: string;
  readonly render: RenderCommand;
  readonly isTrusted?: true;
}

export interface AppEntry {
  readonly name?: string;
  /** Relative to the top of the repository, `.` for the top itself. */
  readonly root: string;
  readonly namespace?: string;
  readonly recurse?: boolean;
  readonly kind?: RootKind;
  readonly helm?: HelmOptions;
  readonly jsonnet?: JsonnetOptions;
  /** Runs only where somebody said so of exactly this one. */
  readonly render?: RenderCommand;
  readonly isTrusted?: true;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}
