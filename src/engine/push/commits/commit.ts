import { ConfigFault } from '../../../config/error.ts';
import { CONFIG_FILE, configIn, MISNAMED, parsedYaml } from '../../../config/parse.ts';
import type { Config, Environment } from '../../../config/types.ts';
import type { Deps } from '../../../deps.ts';
import type { LazyCommits } from '../../../git/commits/lazy.ts';
import type { ExtractedTree } from '../../../git/commits/trees.ts';
import type { Push } from '../../../git/commits/view.ts';
import { partFor, renderAt } from '../../../render/lazy.ts';
import { outlineOf } from '../../../render/plain/outline.ts';
import { globsOf } from '../../../render/plain/plain-files.ts';
import { openReads } from '../../../render/reads.ts';
import { isBelow } from '../../../render/tree-files.ts';
import type { Manifest, Rendering, Root, Target } from '../../../render/types.ts';
import { openStore } from '../../../store.ts';
import { VERSION } from '../../../version.ts';
import type { View } from '../../../view.ts';
import { appsIn } from '../../open/apps.ts';
import { withTrust } from '../../trust/trust.ts';
import type { App } from '../../types.ts';

/** One end of a push: what it configures, and what its roots render to. Laid out only when something must be read as files. */
export interface PushedCommit extends AsyncDisposable {
  readonly oid: string;
  readonly config: Config | null;
  readonly has: (file: string) => boolean;
  /** The apps of an environment that are there, or where nobody configured any the roots that are. */
  readonly apps: (environment: Environment | null) => Promise<readonly App[]>;
  /** Roots that an environment configures, and that are not there. */
  readonly missing: (environment: Environment) => readonly string[];
  /** Of each root, whether a path can change what it renders to. */
  readonly readsOf: (roots: readonly Root[]) => Promise<readonly ((path: string) => boolean)[]>;
  /** Of these files, the manifests that none of the roots reads. */
  readonly unread: (
    files: readonly string[],
    roots: () => Promise<readonly Root[]>,
  ) => Promise<readonly string[]>;
  /** Contents of every file that a root is rendered from. */
  readonly textsOf: (root: Root) => Promise<readonly string[]>;
  /** What these files of a root say of themselves before they are parsed. */
  readonly outline: (root: Root, files: readonly string[]) => Promise<readonly Manifest[]>;
  /** These are the ones that will be rendered: no more than what they read need be laid out for them. */
  readonly narrow: (roots: readonly Root[]) => Promise<void>;
  readonly render: (root: Root, target: Target, deps: Deps) => Promise<Rendering>;
  /** With the files of the roots that it was narrowed to, at least. */
  readonly tree: () => Promise<ExtractedTree>;
}

/** Not what tools keep out of sight, and not what is made up for tests. */
const MANIFEST = /^(?!\.|.*\/\.|(?:.*\/)?(?:testdata|fixtures|tests?)\/).*\.ya?ml$/;
/** What is no tool's own. */
const OWN_VERSION = /^apiVersion: *["']?(?!kustomize\.|kubectl-gitops\/|kind\.x-k8s\.io|skaffold)/m;

/** An object of a cluster, as far as can be seen; no kustomization, and no template of one. */
function isManifest(text: string): boolean {
  return OWN_VERSION.test(text) && /^kind:/m.test(text) && !text.includes('{{');
}

/**
 * Throws UsageError INVALID_CONFIG where the commit configures what cannot be read. `top`: the work tree, in which its
 * commands are trusted. `known`: its configuration, if it was read.
 */
export async function openCommit(
  lazily: LazyCommits,
  top: string,
  oid: string,
  view: View,
  { settle }: Pick<Push, 'settle'>,
  deps: Deps,
  known?: Config | null,
): Promise<PushedCommit> {
  const config = known === undefined ? await configOf(view, settle, top, deps) : known;
  let narrowed: readonly Root[] = [];
  let part: () => readonly string[] | null = () => null;
  const own = lazily(oid, { view, settle, part: () => part() });
  const whole = lazily(oid, { view, settle, part: () => null });
  const readsOf = async (roots: readonly Root[]) => {
    const isWanted = await globsOf(roots);
    return settle(() => roots.map(openReads(view, isWanted)).map(({ touches }) => touches));
  };
  return {
    oid,
    config,
    has: (file) => view.kindOf(file) === 'file',
    apps: (environment) => settle(() => appsIn(environment, view)),
    missing: ({ apps }) => apps.map(({ root }) => root).filter((root) => view.kindOf(root) === null),
    readsOf,
    unread: async (files, roots) => {
      const looks = (file: string) => MANIFEST.test(file) && view.kindOf(file) === 'file';
      const candidates = await settle(() =>
        files.filter(looks).filter((file) => isManifest(view.read(file)?.toString('utf8') ?? '')),
      );
      if (candidates.length === 0) return [];
      const reads = await readsOf(await roots());
      return candidates.filter((file) => !reads.some((touches) => touches(file)));
    },
    textsOf: async (root) => {
      const [touches = () => false] = await readsOf([root]);
      const files = [...(view.paths?.keys() ?? [])].filter(touches);
      return settle(() => files.map((file) => view.read(file)?.toString('utf8') ?? ''));
    },
    outline: async (root, files) => {
      const own = files.filter((file) => isBelow(file, root.path) && MANIFEST.test(file));
      return settle(() => own.flatMap((file) => outlineOf(view.read(file)?.toString('utf8') ?? '', file)));
    },
    narrow: async (roots) => {
      const isWanted = await globsOf(roots);
      narrowed = roots;
      part = () => partFor(roots, view, isWanted);
    },
    render: (root, target, asked) => renderAt(root, narrowed.includes(root) ? own : whole, target, asked),
    tree: () => own.laidOut(),
    [Symbol.asyncDispose]: async () => {
      await own[Symbol.asyncDispose]();
      await whole[Symbol.asyncDispose]();
    },
  };
}

/**
 * What a commit configures; null: nothing. Its commands are trusted as that very commit writes them. Throws UsageError
 * INVALID_CONFIG.
 */
export async function configOf(
  view: View,
  settle: Push['settle'],
  top: string,
  deps: Deps,
): Promise<Config | null> {
  const text = await settle(() => view.read(CONFIG_FILE)?.toString('utf8'));
  try {
    const config = configIn(text, view.kindOf(MISNAMED) === 'file', rememberedIn(view, deps));
    return config === null ? null : withTrust(config, top, deps);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    throw (await import('../../../config/place.ts')).placed(error);
  }
}

/** A configuration of hundreds of apps is parsed once: every push reads it. */
function rememberedIn(view: View, deps: Deps): typeof parsedYaml {
  return (source) => {
    const store = openStore(deps, 'configs');
    const key = `${VERSION}-${(view.digest(source.file) ?? '').replace(':', '-')}`;
    const kept = store.read(key);
    if (kept !== undefined) return kept;
    const value = parsedYaml(source);
    store.write(key, value ?? null);
    return value;
  };
}
