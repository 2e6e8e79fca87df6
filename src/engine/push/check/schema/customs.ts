import { getOne } from '../../../../cluster/live.ts';
import { type Definition, definitionOf, sameSchema } from '../../../../crd/definitions.ts';
import { normalizeDesired } from '../../../../drift/normalize.ts';
import { groupOf, type KubeObject, namespaceOf, versionOf } from '../../../../object.ts';
import { isBuiltinGroup } from '../../../../push/builtin-groups.ts';
import type { Manifest } from '../../../../render/types.ts';
import type { Sources } from '../../../explain.ts';
import type { Suspicion } from '../../../compare/inspect.ts';
import type { Resolved } from '../../../compare/resolve.ts';
import type { App, Cluster, Item, Unresolved } from '../../../types.ts';
import type { Declared } from '../../commits/declared.ts';
import type { Tell } from '../../types.ts';
import { type Custom, checkByDefinition } from './by-definition.ts';

interface Objects {
  readonly resolved: Pick<Resolved, 'items'>;
  readonly unresolved: readonly Unresolved[];
  readonly suspicions: readonly Suspicion[];
  readonly absent: readonly Item[];
}

/** A kind that the cluster does not serve is none of git's faults where any root of git declares it, touched or not. */
export async function withDeclared(
  unresolved: readonly Unresolved[],
  declared: Declared,
): Promise<readonly Unresolved[]> {
  if (unresolved.length === 0) return [];
  const kinds = await declared.kinds(unresolved.map(({ desired }) => kindKey(desired)));
  return unresolved.map((one) => (kinds.has(kindKey(one.desired)) ? { ...one, error: null } : one));
}

/**
 * Checks against the CRD of git what the cluster would judge by none, or by another one than it will have. Returns the
 * items that are thereby answered.
 */
export async function checkCustoms(
  { resolved, unresolved, suspicions, absent }: Objects,
  declared: Declared,
  cluster: Cluster,
  sources: Pick<Sources, 'locatorOf'>,
  tell: Tell,
): Promise<ReadonlySet<Item>> {
  const unserved = unresolved.filter(({ error }) => error === null);
  const served = resolved.items.filter(({ desired }) => !isBuiltinGroup(groupOf(desired.apiVersion)));
  if (unserved.length + served.length === 0) return new Set();
  const kinds = await declared.kinds([...unserved, ...served].map(({ desired }) => kindKey(desired)));
  const live = new Map(suspicions.map((one) => [one.item, one.live]));
  const answered = new Set<Item>();
  const customs: Custom[] = [];
  const stored = openStored(cluster);
  for (const item of [...suspicions.map((one) => one.item), ...absent]) {
    const crd = served.includes(item) ? kinds.get(kindKey(item.desired)) : undefined;
    const definition = crd === undefined ? null : definitionOf(crd);
    if (crd === undefined || definition === null) continue;
    const there = await stored(crd.metadata.name);
    if (there !== null && sameSchema(definition, there, versionOf(item.desired.apiVersion))) continue;
    answered.add(item);
    customs.push({ ...item, live: live.get(item), definition, crd, why: 'is another one in the cluster' });
  }
  for (const one of unserved) {
    const crd = kinds.get(kindKey(one.desired));
    const definition = crd === undefined ? null : definitionOf(crd);
    if (crd === undefined || definition === null) continue;
    customs.push({ ...one, live: undefined, definition, crd, why: 'is not in the cluster yet' });
  }
  await checkByDefinition(customs, sources, tell);
  return answered;
}

/** The same without a cluster: every kind whose CRD is in git is checked against it. */
export async function checkCustomsOffline(
  objects: readonly { readonly app: App; readonly manifest: Manifest }[],
  declared: Declared,
  sources: Pick<Sources, 'locatorOf'>,
  tell: Tell,
): Promise<void> {
  const candidates = objects.filter(({ manifest }) => !isBuiltinGroup(groupOf(manifest.object.apiVersion)));
  if (candidates.length === 0) return;
  const kinds = await declared.kinds(candidates.map(({ manifest }) => kindKey(manifest.object)));
  const customs = candidates.flatMap(({ app, manifest }): readonly Custom[] => {
    const crd = kinds.get(kindKey(manifest.object));
    const definition = crd === undefined ? null : definitionOf(crd);
    if (crd === undefined || definition === null) return [];
    return [
      {
        app,
        manifest,
        desired: normalizeDesired(manifest.object, namespaceOf(manifest.object)),
        live: undefined,
        definition,
        crd,
        why: 'was not compared with a cluster’s',
      },
    ];
  });
  await checkByDefinition(customs, sources, tell);
}

/** The cluster's own CRDs, each asked for once; null: it has none of that name, or we may not see it. */
function openStored({ http, discovery }: Cluster): (name: string) => Promise<Definition | null> {
  const known = new Map<string, Promise<Definition | null>>();
  const read = async (name: string) => {
    const resource = discovery.find('apiextensions.k8s.io/v1', 'CustomResourceDefinition');
    const crd = resource === undefined ? null : await getOne(http, resource, null, name);
    return crd === null ? null : definitionOf(crd);
  };
  return (name) => {
    const found = known.get(name) ?? read(name);
    known.set(name, found);
    return found;
  };
}

function kindKey({ apiVersion, kind }: KubeObject): string {
  return `${groupOf(apiVersion)}/${kind}`;
}
