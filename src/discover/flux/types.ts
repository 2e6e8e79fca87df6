import type { Warning } from '../../errors.ts';
import type { KubeObject } from '../../object.ts';
import type { FluxSource, Unrendered } from '../../render/types.ts';
import type { ControlledApp } from '../types.ts';

/** Another object that one of Flux's names. */
export interface Reference {
  /** Of the API group; `''` is the core group. */
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** The object; `absent`: there is none; `unreadable`: whether there is one, and what it holds, cannot be told. */
export type Found = KubeObject | 'absent' | 'unreadable';

/** What the readers of Flux's objects must be told; they ask for nothing themselves. */
export interface Surroundings {
  /** Whether a URL is one of this repository. */
  readonly isThis: (url: string) => boolean;
  /** An object as the cluster stores it, or else as git declares it. */
  readonly find: (reference: Reference) => Promise<Found>;
  /** What is not there yet and will be, where git is asked; undefined: what is absent is missing. */
  readonly unborn?: Unborn;
}

/** What git tells of objects that controllers make once git is deployed. */
export interface Unborn {
  /** The ArtifactGenerator that makes an ExternalArtifact. */
  readonly generatorOf: (artifact: Reference) => Promise<Found>;
  /** What a source, of which `path` is asked for, is made to be when Flux is installed; null: nothing tells. */
  readonly sourceOf: (reference: Reference, path: string) => Source | null;
}

/** The part of this repository that a source of Flux hands on. */
export interface OwnSource extends FluxSource {
  /** The branch, tag, commit, range of versions or full ref that it follows; null: unknown. */
  readonly revision: string | null;
  readonly warnings: readonly Warning[];
}

/** What a source is; `elsewhere`: why it cannot be rendered from this repository. */
export type Source = { readonly own: OwnSource } | { readonly elsewhere: Unrendered };

/** An app of Flux, and what it waits for. */
export interface FluxApp extends ControlledApp {
  readonly deployer: 'flux';
  /** Ids of the apps that must be ready before it is applied. */
  readonly dependsOn: readonly string[];
}
