import type { Deps } from '../deps.ts';
import { managedNamespace } from '../discover/created-namespace.ts';
import { newMask } from '../drift/secrets/mask.ts';
import { EXIT, GitopsError, ManifestError, UsageError, type Warning } from '../errors.ts';
import { mapLimit } from '../io.ts';
import { describe, groupOf, type KubeObject, nameOf, namespaceOf } from '../object.ts';
import { renderRoot } from '../render/render.ts';
import { isForCluster, isFromCluster, secretsOf } from '../render/sources.ts';
import type { Manifest, Root, Target, Tree } from '../render/types.ts';
import { type App, keyOf } from './types.ts';

export interface Rendered {
  readonly app: App;
  readonly manifests: readonly Manifest[];
  /** What each deploy makes anew: never compared, but applied. */
  readonly perDeploy: readonly Manifest[];
  readonly digest: string | undefined;
  /** Why nothing of it could be rendered. */
  readonly problem?: GitopsError;
  /** Something of it is missing: what it does not declare may be declared all the same. */
  readonly partial?: true;
}

export interface AllRendered {
  readonly apps: readonly Rendered[];
  readonly problems: readonly GitopsError[];
  readonly warnings: readonly Warning[];
}

const NO_TARGET: Target = { kubeVersion: null, apiVersions: [] };

/** Renders every app; one that does not render is a problem and hides no other. Only charts ask for the cluster. */
export async function renderApps(
  apps: readonly App[],
  tree: Tree,
  target: () => Promise<Target>,
  deps: Deps,
): Promise<AllRendered> {
  const problems: GitopsError[] = [];
  const warnings: Warning[] = [];
  const rendered = await mapLimit(apps, 4, async (app): Promise<Rendered> => {
    try {
      const rendering = await renderRoot(
        app.root,
        tree,
        isForCluster(app.root) ? await target() : NO_TARGET,
        deps,
      );
      const hide = hiderFor(app.root);
      problems.push(...rendering.problems.map(hide.error));
      warnings.push(...rendering.warnings.map(hide.warning));
      const isWhole = rendering.problems.length === 0 && rendering.partial !== true;
      const { perDeploy } = rendering;
      const manifests = withNamespace(rendering.manifests, app);
      const digest = isFromCluster(app.root) ? undefined : rendering.digest;
      return { app, manifests, perDeploy, digest, ...(isWhole ? {} : { partial: true }) };
    } catch (error) {
      if (
        !(error instanceof GitopsError) ||
        error.exitCode === EXIT.cancelled ||
        error.exitCode === EXIT.usage
      )
        throw error;
      const problem = hiderFor(app.root).error(error);
      problems.push(problem);
      return { app, manifests: [], perDeploy: [], digest: undefined, problem, partial: true };
    }
  });
  return { apps: rendered, problems, warnings };
}

/** With the namespace that its controller makes, unless the app declares one itself. */
function withNamespace(manifests: readonly Manifest[], { controlled }: App): readonly Manifest[] {
  const object = controlled === undefined ? null : managedNamespace(controlled);
  if (object === null) return manifests;
  const isIt = (one: KubeObject) => one.kind === 'Namespace' && one.metadata.name === object.metadata.name;
  if (manifests.some((manifest) => isIt(manifest.object))) return manifests;
  const origin = { file: null, document: null, line: null, item: null };
  return [...manifests, { object, origin, made: true }];
}

/** What a renderer complains of may quote what it was given. */
function hiderFor(root: Root) {
  const { spread } = newMask();
  for (const secret of secretsOf(root)) spread.learn(secret);
  const text = (one: string) => spread.text(one);
  return {
    warning: (one: Warning): Warning => ({ ...one, message: text(one.message) }),
    error: (one: GitopsError): GitopsError => {
      if (spread.isEmpty()) return one;
      const hint = one.hint === undefined ? undefined : text(one.hint);
      // its cause would show them
      return new ManifestError(one.code, text(one.message), { facts: one.facts.map(text), hint });
    },
  };
}

/**
 * Two roots that declare the same object cannot both be meant for one cluster: never guessed between. Apps of controllers
 * can, and take it from each other: that is told, as Argo CD does with its SharedResourceWarning. Those that only git
 * declares, and not one entry of it, are roots like any other.
 */
export function refuseOverlap(
  rendered: readonly Rendered[],
  defaultNamespace: string,
  entries: ReadonlyMap<string, readonly string[]> = new Map(),
): readonly Warning[] {
  const entryOf = ({ app }: Rendered) =>
    app.controlled?.origin === 'tree'
      ? [...entries].find(([, ids]) => ids.includes(app.ref.name))?.[0]
      : undefined;
  const declared = new Map<string, Rendered>();
  const shared = new Map<string, Shared>();
  for (const one of rendered) {
    for (const { object } of one.manifests) {
      const namespace = namespaceOf(object) ?? one.app.root.namespace ?? defaultNamespace;
      const key = keyOf(groupOf(object.apiVersion), object.kind, namespace, object.metadata.name);
      const other = declared.get(key);
      declared.set(key, one);
      if (other === undefined || other.app === one.app) continue;
      const [entry, otherEntry] = [entryOf(one), entryOf(other)];
      const areApart = entry !== undefined && otherEntry !== undefined && entry !== otherEntry;
      if (areApart || one.app.controlled === undefined || other.app.controlled === undefined)
        throw ambiguousRoots(object, one, other, rendered);
      const apps = [other.app.ref.name, one.app.ref.name] as const;
      const known = shared.get(apps.join());
      shared.set(apps.join(), { apps, object: known?.object ?? object, count: (known?.count ?? 0) + 1 });
    }
  }
  return [...shared.values()].map(sharedWarning);
}

/** Objects that two apps declare, and the first of them. */
interface Shared {
  readonly apps: readonly [one: string, other: string];
  readonly object: KubeObject;
  readonly count: number;
}

function sharedWarning({ apps: [one, other], object, count }: Shared): Warning {
  const more = count === 1 ? '' : ` and ${count - 1} more`;
  return {
    code: 'SHARED_OBJECT',
    message: `${describe(nameOf(object))}${more} is declared by ${one} and by ${other}: each takes it from the other`,
    hint: 'leave it in one of the two apps',
    app: other,
    object: nameOf(object),
  };
}

function ambiguousRoots(
  object: KubeObject,
  one: Rendered,
  other: Rendered,
  rendered: readonly Rendered[],
): UsageError {
  return new UsageError(
    'AMBIGUOUS_ROOTS',
    `${describe(nameOf(object))} is rendered by ${other.app.root.path} and by ${one.app.root.path}`,
    {
      facts: rendered.map(
        ({ app, manifests }) => `  ${app.root.path}  (${app.root.kind}, ${manifests.length} objects)`,
      ),
      hint: `name the root that this cluster runs: kubectl gitops diff ./${one.app.root.path}`,
    },
  );
}
