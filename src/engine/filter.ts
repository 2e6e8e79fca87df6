import type { KindNames } from '../discover/builtin-kinds.ts';
import type { ObjectTarget } from '../discover/targets.ts';
import { UsageError } from '../errors.ts';
import { groupOf, type KubeObject, objectAt, versionOf } from '../object.ts';
import { parseSelector } from '../patterns/selector.ts';

/** Which objects a command is about: `kind/name` targets and a label selector. Throws UsageError for unknown kinds. */
export function objectFilter(
  objects: readonly ObjectTarget[],
  selector: string | undefined,
  discovery: { readonly resources: readonly KindNames[] },
): (object: KubeObject) => boolean {
  const wanted = objects.map((target) => ({ target, resources: resourcesOf(target, discovery) }));
  const labels = selector === undefined ? () => true : parseSelector(selector);
  return (object) => {
    if (!labels(objectAt(object.metadata.labels))) return false;
    return (
      wanted.length === 0 ||
      wanted.some(
        ({ target, resources }) =>
          target.name === object.metadata.name && resources.some((one) => serves(one, object)),
      )
    );
  };
}

/** Whether objects are of a kind, in whichever of its versions. */
export function serves(
  resource: Pick<KindNames, 'apiVersion' | 'kind'>,
  { apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>,
): boolean {
  return resource.kind === kind && groupOf(resource.apiVersion) === groupOf(apiVersion);
}

/** As `resourcesNamed`; throws UsageError where the cluster serves none. */
export function resourcesOf<T extends KindNames>(
  { kind, name }: ObjectTarget,
  discovery: { readonly resources: readonly T[] },
): readonly T[] {
  const found = resourcesNamed(kind, discovery);
  if (found.length > 0) return found;
  throw new UsageError('NO_SUCH_KIND', `the cluster serves no kind "${kind}" (of ${kind}/${name})`, {
    hint: 'see: kubectl api-resources',
  });
}

/**
 * What a word names, in the server's own order of preference: `deploy`, `deployments`, `deployments.apps`,
 * `deployments.v1.apps`, `Deployment`, as kubectl takes them.
 */
export function resourcesNamed<T extends KindNames>(
  kind: string,
  { resources }: { readonly resources: readonly T[] },
): readonly T[] {
  const [word = '', ...rest] = kind.split('.');
  const lower = word.toLowerCase();
  const named = resources.filter(
    (one) =>
      one.plural === lower ||
      one.singular === lower ||
      one.kind.toLowerCase() === lower ||
      one.shortNames.includes(lower),
  );
  if (rest.length === 0) return named;
  const versioned = named.filter(
    ({ apiVersion }) => `${versionOf(apiVersion)}.${groupOf(apiVersion)}` === rest.join('.'),
  );
  return versioned.length > 0
    ? versioned
    : named.filter(({ apiVersion }) => groupOf(apiVersion) === rest.join('.'));
}
