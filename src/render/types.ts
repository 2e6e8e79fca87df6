import type { GitopsError, Warning } from '../errors.ts';
import type { KubeObject } from '../object.ts';
import type { Path } from '../path.ts';
import type { Tree } from '../tree.ts';

export type { Tree };

export type RootKind = 'plain' | 'kustomize' | 'helm' | 'jsonnet';

/** One directory (or file, or standard input) that renders to a set of objects. */
export interface Root {
  readonly kind: RootKind;
  /** Relative to the tree, `/` separated, `.` for its top; a file for `-f file`; `-` for standard input. */
  readonly path: string;
  /** Plain roots: descend into subdirectories. */
  readonly recurse?: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly helm?: HelmOptions;
  readonly jsonnet?: JsonnetOptions;
  /** Namespace of objects that declare none; Helm's release namespace. */
  readonly namespace?: string;
}

export interface HelmOptions {
  readonly release?: string;
  /** Relative to the tree's top. */
  readonly values?: readonly string[];
}

export interface JsonnetOptions {
  /** Library directories, relative to the tree's top, besides the root's own `vendor` and `lib`. */
  readonly libs?: readonly string[];
  readonly extVars?: Readonly<Record<string, string>>;
  readonly tlas?: Readonly<Record<string, string>>;
}

/** What the renderers must know of the cluster that the objects are meant for. */
export interface Target {
  /** `v1.36.3`; null when there is no cluster to ask. */
  readonly kubeVersion: string | null;
  /** As `helm --api-versions` takes them: `apps/v1`, `apps/v1/Deployment`. */
  readonly apiVersions: readonly string[];
}

export interface FieldSource {
  readonly file: string;
  /** 1-based; null when the file is certain and the line is not. */
  readonly line: number | null;
}

/** A desired object and the way back to what declares it. */
export interface Manifest {
  readonly object: KubeObject;
  /** Where it comes from, as far as rendering itself tells; exact lines are looked up only when asked for. */
  readonly origin: Origin;
}

export interface Origin {
  /** Relative to the tree; null: not known. */
  readonly file: string | null;
  /** 0-based index of the YAML document in `file`. */
  readonly document: number | null;
  /** 1-based line on which the document's content starts. */
  readonly line: number | null;
  /** Index in `items` when the document is a List. */
  readonly item: number | null;
}

export interface Rendering {
  readonly manifests: readonly Manifest[];
  /**
   * What each deploy makes anew: Helm's hooks, and objects with a generateName, which here have a name that the server
   * might make of it. No live object is to be as they are.
   */
  readonly perDeploy: readonly Manifest[];
  /** Files or documents that could not be read; the rest is in `manifests` all the same. */
  readonly problems: readonly GitopsError[];
  readonly warnings: readonly Warning[];
  /** Identifies the content, for what is remembered of it; absent: nothing is. */
  readonly digest?: string;
  /** A part of it came from the network: the next time it may be another. */
  readonly fetched?: true;
}

/** Looks up the line that declares an object (empty path) or one of its fields; null: cannot be told. */
export type Locate = (manifest: Manifest, path: Path) => Promise<FieldSource | null>;
