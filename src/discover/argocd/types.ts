import type { Warning } from '../../errors.ts';
import type { JsonObject } from '../../object.ts';
import type { View } from '../../view.ts';
import type { BuildEnvironment } from './source/environment.ts';
import type { ArgoSettings } from './settings.ts';

/** What decides, besides the Application itself, what it deploys. */
export interface Surroundings {
  /** This repository, as it is at the revision that is asked about. */
  readonly view: View;
  /** Whether a URL is this repository. */
  readonly isThis: (repoURL: string) => boolean;
  /** null: they could not be read. */
  readonly settings: ArgoSettings | null;
  /** As Argo CD calls the app: `team_shop` where it stands outside of Argo CD's own namespace; undefined: its name. */
  readonly instance?: string;
  /** The commit that is asked about; null: there is none yet, or it is not known. */
  readonly commit?: string | null;
  /** What `HEAD` means; undefined: not known. */
  readonly defaultBranch?: string;
}

/** One source, and what it is read with. */
export interface SourceReading {
  /** With what files beside it say. */
  readonly source: JsonObject;
  /** Of its manifests, relative to the tree; null: they are not in it. */
  readonly path: string | null;
  readonly view: View;
  readonly settings: ArgoSettings | null;
  /** The Application's name: a release is called like it. */
  readonly name: string;
  readonly environment: BuildEnvironment;
  /** Sources that others name: `$values`, and whether it is this tree; null: there is one source only. */
  readonly refs: ReadonlyMap<string, boolean> | null;
  readonly warn: (warning: Warning) => void;
}
