import type { KubeObject } from '../../object.ts';
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
}

/** An app of Flux, and what it waits for. */
export interface FluxApp extends ControlledApp {
  readonly deployer: 'flux';
  /** Ids of the apps that must be ready before it is applied. */
  readonly dependsOn: readonly string[];
}
