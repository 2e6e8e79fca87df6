import { getOne } from '../../../cluster/live.ts';
import { type Definition, definitionOf, sameSchema } from '../../../crd/definitions.ts';
import { validateCustom } from '../../../crd/validate.ts';
import { isBuiltinGroup } from '../../../push/builtin-groups.ts';
import type { Found } from '../../../push/types.ts';
import { groupOf, type KubeObject, nameOf, versionOf } from '../../../object.ts';
import { formatPath } from '../../../path.ts';
import type { Manifest } from '../../../render/types.ts';
import { placeOf, type Sources } from '../../explain.ts';
import type { Suspicion } from '../../inspect.ts';
import type { Resolved } from '../../resolve.ts';
import type { App, Cluster, Item } from '../../types.ts';
import type { Declared } from '../declared.ts';
import type { Tell } from '../types.ts';

/** One object that only the CRD in git can be asked about. */
interface Custom {
  readonly app: App;
  readonly manifest: Manifest;
  readonly desired: KubeObject;
  readonly live: KubeObject | undefined;
  readonly definition: Definition;
  readonly crd: KubeObject;
  readonly why: string;
}

interface Objects {
  readonly resolved: Pick<Resolved, 'items' | 'unresolved'>;
  readonly suspicions: readonly Suspicion[];
  readonly absent: readonly Item[];
}

/**
 * Checks against the CRD of git what the cluster would judge by none, or by another one than it will have. Returns the
 * items that are thereby answered.
 */
export async function checkCustoms(
  { resolved, suspicions, absent }: Objects,
  declared: Declared,
  cluster: Cluster,
  sources: Pick<Sources, 'locatorOf'>,
  tell: Tell,
): Promise<ReadonlySet<Item>> {
  const unserved = resolved.unresolved.filter(({ error }) => error === null);
  const served = resolved.items.filter(({ desired }) => !isBuiltinGroup(groupOf(desired.apiVersion)));
  if (unserved.length + served.length === 0) return new Set();
  const kinds = await declared.kinds();
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
  await validateAll(customs, sources, tell);
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
  const kinds = await declared.kinds();
  const customs = candidates.flatMap(({ app, manifest }): readonly Custom[] => {
    const crd = kinds.get(kindKey(manifest.object));
    const definition = crd === undefined ? null : definitionOf(crd);
    if (crd === undefined || definition === null) return [];
    return [
      {
        app,
        manifest,
        desired: manifest.object,
        live: undefined,
        definition,
        crd,
        why: 'was not compared with a cluster’s',
      },
    ];
  });
  await validateAll(customs, sources, tell);
}

async function validateAll(
  customs: readonly Custom[],
  sources: Pick<Sources, 'locatorOf'>,
  tell: Tell,
): Promise<void> {
  const unchecked = new Map<KubeObject, Set<string>>();
  for (const custom of customs) {
    const { violations, unchecked: left } = await validateCustom(
      custom.desired,
      custom.definition,
      custom.live,
    );
    for (const { path, message, code } of violations) {
      tell({
        code,
        root: custom.app.root.path,
        object: nameOf(custom.desired),
        path: formatPath(path),
        message,
        hint: null,
        source: (await placeOf(custom, path, sources)) ?? (await placeOf(custom, [], sources)),
      });
    }
    const known = unchecked.get(custom.crd) ?? new Set<string>();
    for (const one of left) known.add(one);
    unchecked.set(custom.crd, known);
  }
  for (const [crd, left] of unchecked) {
    const [first, ...more] = customs.filter((custom) => custom.crd === crd);
    if (first !== undefined) tell(localOnly(first, more.length + 1, [...left]));
  }
}

function localOnly({ app, desired, crd, why }: Custom, count: number, unchecked: readonly string[]): Found {
  const objects = count === 1 ? `1 ${desired.kind} was` : `${count} objects of kind ${desired.kind} were`;
  return {
    code: 'LOCAL_SCHEMA_ONLY',
    root: app.root.path,
    object: null,
    path: null,
    message: [
      `${objects} checked against the CustomResourceDefinition in git, ${crd.metadata.name}, which ${why}`,
      ...unchecked.map((one) => `not checked: ${one}`),
    ].join('\n'),
    hint: null,
    source: null,
  };
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
