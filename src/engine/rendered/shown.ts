import { type BuiltinKind, builtinKinds } from '../../discover/builtin-kinds.ts';
import type { ObjectTarget, Targets } from '../../discover/targets.ts';
import { UsageError } from '../../errors.ts';
import { type KubeObject, namespaceOf } from '../../object.ts';
import { objectFilter, resourcesNamed, serves } from '../filter.ts';
import type { Query } from '../query.ts';
import type { Rendered } from '../render.ts';
import { inOrder, landed } from './landed.ts';
import type { RenderedApps } from './types.ts';

/** The objects that are wanted, where they land as far as that is known without a cluster: Kubernetes' own kinds are. */
export function shownOf(rendered: readonly Rendered[], targets: Targets, query: Query): RenderedApps['apps'] {
  const resources = builtinKinds();
  const custom = targets.objects.flatMap((one) => kindsLike(one, rendered, resources));
  const isWanted = objectFilter(targets.objects, query.selector, { resources: [...resources, ...custom] });
  return rendered.map((one) => ({
    ref: one.app.ref,
    objects: inOrder(one).flatMap((manifest) => {
      const fallback = one.app.root.namespace ?? query.namespace ?? null;
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

/** The objects asked for that git does not declare. */
export function missing(
  objects: readonly ObjectTarget[],
  shown: RenderedApps['apps'],
): readonly UsageError[] {
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
