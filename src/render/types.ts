import type { GitopsError, Warning } from '../errors.ts';
import type { JsonObject, KubeObject } from '../object.ts';
import type { Path } from '../path.ts';
import type { Tree } from '../tree.ts';

export type { Tree };

export type RootKind = 'plain' | 'kustomize' | 'helm' | 'jsonnet';

/** A program of the repository's own that prints manifests: whoever makes a root of it has seen to it that it is trusted. */
export interface RenderCommand {
  readonly argv: readonly string[];
  /** Relative to the tree. */
  readonly cwd: string;
}

/** One directory (or file, or standard input) that renders to a set of objects; `sources`: several of them. */
export interface Root {
  readonly kind: RootKind | 'command' | 'sources' | 'unrendered';
  /** Relative to the tree, `/` separated, `.` for its top; a file for `-f file`; `-` for standard input. */
  readonly path: string;
  /** Plain roots: descend into subdirectories. */
  readonly recurse?: boolean;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** Plain roots: read as Argo CD reads a directory, which has rules of its own for what belongs to it. */
  readonly directory?: ArgoDirectory;
  readonly helm?: HelmOptions;
  readonly jsonnet?: JsonnetOptions;
  readonly kustomize?: KustomizeOptions;
  readonly command?: RenderCommand;
  /** `sources`: rendered one after the other; of an object that two of them declare the last counts. */
  readonly sources?: readonly Root[];
  /** `unrendered`: why nothing here can render it. */
  readonly unrendered?: Unrendered;
  /** Namespace of objects that declare none; Helm's release namespace. */
  readonly namespace?: string;
  /** Whose annotations say that an object is a hook; undefined: Helm's, on what Helm renders. */
  readonly hooks?: 'argocd';
  /**
   * Files and directories of the tree, there or not, that decided what this root is: as they change, it may become
   * another one.
   */
  readonly decidedBy?: readonly string[];
}

/** Directories that begin with a dot count as well. */
export interface ArgoDirectory {
  /** In the globs of Argo CD, whose `*` matches `/` too. */
  readonly include?: string;
  readonly exclude?: string;
  /** Names need not end in yaml, yml or json. */
  readonly anyExtension?: boolean;
}

export interface HelmOptions {
  readonly release?: string;
  /** Relative to the tree's top. */
  readonly values?: readonly string[];
  /** Value files that are not there are passed over. */
  readonly ignoreMissingValues?: boolean;
  /** YAML that counts more than the files. */
  readonly inlineValues?: string;
  /** What `--set`, or where text is asked for `--set-string`, would say; they count more than all values. */
  readonly parameters?: readonly HelmParameter[];
  /** What `--set-file` would say; paths are relative to the tree's top. */
  readonly fileParameters?: readonly { readonly name: string; readonly path: string }[];
  readonly skipCrds?: boolean;
  readonly skipTests?: boolean;
  readonly skipSchemaValidation?: boolean;
  /** The release's namespace, where it is another than that of objects that declare none. */
  readonly namespace?: string;
  /** What the chart is told of the cluster, whatever it is; undefined: as it is. */
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  /** A chart from elsewhere: the root's path is then only a name for it. */
  readonly chart?: RemoteChart;
  /** Values that are not git's: what is rendered with them is not kept. */
  readonly fromCluster?: boolean;
  /** Of them those that Secrets hold: never shown. */
  readonly secrets?: readonly string[];
  /** What is changed, one after the other, in what the chart gives, as Flux does it. */
  readonly postRenderers?: readonly PostRenderer[];
  /** Set on every object after that. */
  readonly commonMetadata?: CommonPairs;
}

/** As fields of a kustomization whose only resource is what was rendered. */
export interface PostRenderer {
  readonly patches: readonly JsonObject[];
  readonly images: readonly KustomizeImage[];
}

export interface HelmParameter {
  readonly name: string;
  readonly value: string;
  readonly forceString: boolean;
}

/** A chart as a repository of charts has it. */
export interface RemoteChart {
  /** `https://…`, or `oci://…` up to the chart's name. */
  readonly repository: string;
  readonly name: string;
  /** A version, or a range of them; undefined: the newest. */
  readonly version?: string;
}

/** What a deployer changes in a kustomization before it is built, and in what it builds. */
export interface KustomizeOptions {
  /** Where the directory has no kustomization.yaml, one that lists its manifests is made up, as Flux does. */
  readonly generate?: boolean;
  /** Flux builds not the repository but an archive of it, which leaves files out. */
  readonly source?: FluxSource;
  readonly namespace?: string;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly images?: readonly KustomizeImage[];
  readonly replicas?: readonly { readonly name: string; readonly count: number }[];
  /** As a kustomization has them; they come after its own. */
  readonly patches?: readonly JsonObject[];
  /** Relative to the root's directory; they come after its own. */
  readonly components?: readonly string[];
  readonly ignoreMissingComponents?: boolean;
  readonly labels?: CommonMetadata & {
    readonly withoutSelector: boolean;
    readonly includeTemplates: boolean;
  };
  readonly annotations?: CommonMetadata;
  /** Of the kustomization's `buildMetadata`, where there are any. */
  readonly buildMetadata?: readonly string[];
  /** Set on every object that was built. */
  readonly commonMetadata?: CommonPairs;
  /** Of `kustomize build`, all that count, without those that run programs; undefined: whatever it takes. */
  readonly flags?: readonly string[];
  /** What charts are told of the cluster, whatever it is; undefined: as it is. */
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
  /** Variables that are put into what was built, as Flux does after it. */
  readonly substitute?: Substitution;
}

export interface FluxSource {
  /** `spec.ignore` of a GitRepository; every `.sourceignore` counts as well. */
  readonly ignore: string | null;
  /** Files and directories of the tree: an archive of these alone was made of the first one; absent: of everything. */
  readonly only?: readonly string[];
}

export interface CommonPairs {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface CommonMetadata {
  readonly pairs: Readonly<Record<string, string>>;
  /** Else one that the kustomization sets itself is an error. */
  readonly force: boolean;
}

/** `*` keeps what the kustomization says. */
export interface KustomizeImage {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

export interface Substitution {
  readonly variables: Readonly<Record<string, string>>;
  /** A variable without a value and without a default is an error. */
  readonly strict: boolean;
  /** Values that are not git's: what they are put into is not kept. */
  readonly fromCluster?: boolean;
  /** Of them those that Secrets hold: never shown. */
  readonly secrets?: readonly string[];
}

export interface Unrendered {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

export interface JsonnetOptions {
  /** Library directories, relative to the tree's top, besides the root's own `vendor` and `lib`. */
  readonly libs?: readonly string[];
  readonly extVars?: Readonly<Record<string, string>>;
  readonly tlas?: Readonly<Record<string, string>>;
  /** The same, whose values are expressions. */
  readonly extCode?: Readonly<Record<string, string>>;
  readonly tlaCode?: Readonly<Record<string, string>>;
  /**
   * Exactly these files of the tree, as Argo CD evaluates those of a directory: each gives an object or a list of them,
   * and imports are looked for in the directory and in `libs`.
   */
  readonly files?: readonly string[];
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
  /** Its controller makes it for the app, and compares it with nothing afterwards. */
  readonly made?: true;
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
  /** A whole source could not be rendered: what is missing here may well be declared there. */
  readonly partial?: true;
}

/** Looks up the line that declares an object (empty path) or one of its fields; null: cannot be told. */
export type Locate = (manifest: Manifest, path: Path) => Promise<FieldSource | null>;
