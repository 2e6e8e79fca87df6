import type { Discovery, Resource } from '../../cluster/discovery.ts';
import type { Schemas } from '../../cluster/schemas.ts';
import { type Generated, generatedOf } from '../../drift/secrets/generated.ts';
import { normalizeDesired } from '../../drift/normalize.ts';
import { ClusterError } from '../../errors.ts';
import { groupOf, isArray, type KubeObject, namespaceOf, objectAt, stringOr } from '../../object.ts';
import type { Manifest } from '../../render/types.ts';
import { type GroupVersionSchema, typeOfKind } from '../../schema.ts';
import type { App, Item, Unresolved } from '../types.ts';

export interface Resolved {
  readonly items: readonly Item[];
  readonly unresolved: readonly Unresolved[];
  /** Left out: nothing here knows what their deployer makes of the files. */
  readonly generated: readonly Generated[];
  /** The schemas are loaded: until then no item has a type. They arrive while the cluster is read. */
  readonly ready: Promise<void>;
}

export interface Scope {
  /** Namespace of objects that declare none. */
  readonly namespace: string;
  /** Only objects of this namespace (and cluster-scoped ones never); null: all. */
  readonly only: string | null;
  readonly matches: (object: KubeObject) => boolean;
}

/** Finds each manifest's resource and type. A kind that git itself declares by CRD is absent, another is an error. */
export function resolveManifests(
  app: App,
  manifests: readonly Manifest[],
  cluster: { readonly discovery: Discovery; readonly schemas: Schemas },
  scope: Scope,
  declaredKinds: ReadonlySet<string>,
): Resolved {
  const versions = new Set(manifests.map(({ object }) => object.apiVersion));
  const schemas = new Map<string, GroupVersionSchema | undefined>();
  const ready = loadSchemas(versions, cluster.schemas, schemas);
  const items: Item[] = [];
  const unresolved: Unresolved[] = [];
  const generated: Generated[] = [];
  for (const manifest of manifests) {
    const { object } = manifest;
    const resource = cluster.discovery.find(object.apiVersion, object.kind);
    const namespace = namespaceFor(object, resource, app.root.namespace ?? scope.namespace);
    const made = generatedOf(object, namespace);
    if (made !== null) {
      generated.push(made);
      continue;
    }
    const desired = normalizeDesired(object, namespace);
    // a kind that nobody serves may be of any scope: without a namespace it is never left out unsaid
    const elsewhere = namespace !== scope.only && (resource !== undefined || namespace !== null);
    if ((scope.only !== null && elsewhere) || !scope.matches(desired)) continue;
    if (resource === undefined) {
      unresolved.push({
        app,
        manifest,
        desired,
        error: noSuchKind(object, cluster.discovery, declaredKinds),
      });
      continue;
    }
    items.push({
      app,
      manifest,
      desired,
      resource,
      get type() {
        return typeOfKind(schemas.get(object.apiVersion), object.kind);
      },
    });
  }
  return { items, unresolved, generated, ready };
}

async function loadSchemas(
  versions: ReadonlySet<string>,
  load: Schemas,
  into: Map<string, GroupVersionSchema | undefined>,
): Promise<void> {
  await Promise.all([...versions].map(async (version) => into.set(version, await load(version))));
}

function namespaceFor(object: KubeObject, resource: Resource | undefined, fallback: string): string | null {
  if (resource === undefined) return namespaceOf(object);
  return resource.namespaced ? (namespaceOf(object) ?? fallback) : null;
}

function noSuchKind(
  { apiVersion, kind }: KubeObject,
  discovery: Discovery,
  declared: ReadonlySet<string>,
): ClusterError | null {
  if (declared.has(`${groupOf(apiVersion)}/${kind}`)) return null;
  const group = groupOf(apiVersion);
  const other = discovery.resources.find(
    (resource) => resource.kind === kind && groupOf(resource.apiVersion) === group,
  );
  const elsewhere = discovery.resources.find((resource) => resource.kind === kind);
  const served = other ?? elsewhere;
  return new ClusterError(
    'NO_SUCH_KIND',
    `the cluster serves no ${kind} in ${apiVersion}, and nothing in git declares it`,
    {
      hint:
        served === undefined
          ? `install the CRD of ${kind}, or declare it in git`
          : `use apiVersion: ${served.apiVersion}`,
    },
  );
}

/** `group/Kind` of every CRD among the manifests. */
export function declaredKinds(manifests: readonly Manifest[]): ReadonlySet<string> {
  const kinds = new Set<string>();
  for (const { object } of manifests) {
    if (object.kind !== 'CustomResourceDefinition') continue;
    const spec = objectAt(object.spec);
    if (isArray(spec.versions))
      kinds.add(`${stringOr(spec.group, '')}/${stringOr(objectAt(spec.names).kind, '')}`);
  }
  return kinds;
}
