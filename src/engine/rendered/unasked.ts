import { environmentNamed } from '../../config/choice.ts';
import type { Config, Environment } from '../../config/types.ts';
import type { Deps } from '../../deps.ts';
import { type BuiltinKind, builtinKinds } from '../../discover/builtin-kinds.ts';
import { type ObjectTarget, readTargets, type Targets } from '../../discover/targets.ts';
import { UsageError, type Warning } from '../../errors.ts';
import { type KubeObject, namespaceOf } from '../../object.ts';
import { isForCluster, secretsOf } from '../../render/sources.ts';
import { NOTHING_DISCOVERED } from '../controlled/discovered.ts';
import { objectFilter, resourcesNamed, serves } from '../filter.ts';
import { appNames, selectApps } from '../open/apps.ts';
import { configOf } from '../open/environment.ts';
import { behindWarning, openWorkspace } from '../open/workspace.ts';
import type { Query, Say } from '../query.ts';
import { type Rendered, renderApps } from '../render.ts';
import { landed } from './landed.ts';
import type { RenderedApps } from './types.ts';

/** What a chart is told where no cluster is asked. */
const NOWHERE = { kubeVersion: null, apiVersions: [] } as const;

/**
 * What git declares, as far as nobody but git must be asked: the roots of paths, those of an environment, else those
 * found in the tree. Throws UsageError where it takes a cluster to know what is meant.
 */
export async function renderUnasked(query: Query, deps: Deps, say: Say): Promise<RenderedApps> {
  const workspace = await openWorkspace(deps, query);
  try {
    const config = configOf(workspace, deps);
    const { dir } = workspace.tree;
    const place = { cwd: deps.cwd, top: workspace.repository?.top ?? dir, dir };
    const targets = await readTargets(query, appNames(config, []), place);
    const environment = environmentMeant(config, targets, query);
    const { apps } = await selectApps(targets, environment, NOTHING_DISCOVERED, workspace.tree);
    say(`rendering ${apps.length} roots`);
    const { apps: rendered, problems, warnings } = await renderApps(apps, workspace.tree, untold, deps);
    const shown = shownOf(rendered, targets, query);
    return {
      apps: shown,
      spread: rendered.flatMap(({ app }) => secretsOf(app.root)),
      problems: [...missing(targets.objects, shown), ...problems],
      warnings: [...warnings, ...workspace.warnings, ...behindWarning(workspace), ...untoldCharts(rendered)],
    };
  } finally {
    await workspace.dispose();
  }
}

async function untold() {
  return NOWHERE;
}

/** The one of `--env`, the only one, or the only one that configures the paths. */
function environmentMeant(config: Config | null, targets: Targets, { env }: Query): Environment | null {
  if (env !== undefined) {
    if (config !== null) return environmentNamed(config, env);
    throw new UsageError('NO_CONFIG', `--env ${env}: there is no .gitops.yaml that could name it`, {
      hint: 'write .gitops.yaml at the top of the repository, or leave out --env',
    });
  }
  const environments = config?.environments ?? [];
  const isPathAlone = targets.roots.length > 0 && targets.apps.length === 0;
  const meant = environments.filter(({ apps }) =>
    apps.some(({ root, name }) =>
      isPathAlone ? targets.roots.some(({ path }) => path === root) : isNamed(targets, name ?? root),
    ),
  );
  const [first, ...more] = meant;
  if (first === undefined) return null;
  if (more.length === 0) return first;
  throw new UsageError('AMBIGUOUS_ENVIRONMENT', `${meant.length} environments of .gitops.yaml may be meant`, {
    facts: meant.map(({ name, apps }) => `  ${name}  ${apps.map(({ root }) => root).join(', ')}`),
    hint: `name the one that is meant: --env ${first.name}`,
  });
}

function isNamed({ apps }: Targets, name: string): boolean {
  return apps.length === 0 || apps.includes(name);
}

function shownOf(rendered: readonly Rendered[], targets: Targets, query: Query): RenderedApps['apps'] {
  const resources = builtinKinds();
  const custom = targets.objects.flatMap((one) => kindsLike(one, rendered, resources));
  const isWanted = objectFilter(targets.objects, query.selector, { resources: [...resources, ...custom] });
  return rendered.map(({ app, manifests, perDeploy }) => ({
    ref: app.ref,
    objects: [...manifests, ...perDeploy].flatMap((manifest) => {
      const fallback = app.root.namespace ?? query.namespace ?? null;
      const namespace = landing(manifest.object, fallback, resources);
      const isElsewhere = query.namespace !== undefined && namespace !== query.namespace;
      return isElsewhere || !isWanted(manifest.object) ? [] : [landed(manifest, namespace)];
    }),
  }));
}

/** Of a kind that is not Kubernetes' own nobody here knows whether it has a namespace. */
function landing(object: KubeObject, fallback: string | null, kinds: readonly BuiltinKind[]): string | null {
  const known = kinds.find((one) => serves(one, object));
  if (known === undefined) return namespaceOf(object);
  return known.namespaced ? (namespaceOf(object) ?? fallback) : null;
}

/** Kinds that git declares objects of, by the name of the kind alone: their plurals are the cluster's. */
function kindsLike(
  { kind }: ObjectTarget,
  rendered: readonly Rendered[],
  builtin: readonly BuiltinKind[],
): readonly BuiltinKind[] {
  if (resourcesNamed(kind, { resources: builtin }).length > 0) return [];
  const objects = rendered.flatMap(({ manifests, perDeploy }) => [...manifests, ...perDeploy]);
  const [word = ''] = kind.toLowerCase().split('.');
  return objects
    .filter(({ object }) => object.kind.toLowerCase() === word)
    .map(({ object: { apiVersion, kind: own } }) => ({
      apiVersion,
      kind: own,
      plural: word,
      singular: word,
      shortNames: [],
      namespaced: true,
    }));
}

function missing(objects: readonly ObjectTarget[], shown: RenderedApps['apps']): readonly UsageError[] {
  const names = new Set(shown.flatMap((app) => app.objects.map(({ metadata }) => metadata.name)));
  return objects
    .filter(({ name }) => !names.has(name))
    .map(
      ({ kind, name }) =>
        new UsageError('NO_SUCH_OBJECT', `git declares no ${kind}/${name}`, {
          hint: 'see what there is: kubectl gitops render --render-only',
        }),
    );
}

function untoldCharts(rendered: readonly Rendered[]): readonly Warning[] {
  const roots = rendered.filter(({ app }) => isForCluster(app.root)).map(({ app }) => app.root.path);
  if (roots.length === 0) return [];
  return [
    {
      code: 'NO_CLUSTER_ASKED',
      message: `charts are told of no cluster, and may render another way for one: ${roots.join(', ')}`,
      hint: 'leave out --render-only',
    },
  ];
}
