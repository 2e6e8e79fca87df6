import type { Resource } from '../../../cluster/discovery.ts';
import { parseJson } from '../../../cluster/http.ts';
import { urlOf } from '../../../cluster/urls.ts';
import { mapLimit } from '../../../io.ts';
import { isArray, type KubeObject, objectAt, stringOr } from '../../../object.ts';
import type { Cluster } from '../../types.ts';

/** What comes and goes by itself. */
const PASSING = new Set([
  'events',
  'leases',
  'endpoints',
  'endpointslices',
  'controllerrevisions',
  'replicasets',
]);

/** What goes with an object when it is deleted, as far as we may count; null: nothing does. */
export async function hangsOn(live: KubeObject, cluster: Cluster): Promise<string | null> {
  const { name, namespace } = live.metadata;
  switch (live.kind) {
    case 'Namespace':
      return withNamespace(name, cluster);
    case 'CustomResourceDefinition':
      return withDefinition(live, cluster);
    case 'PersistentVolumeClaim':
      return withClaim(live, stringOr(namespace, ''), cluster);
    default:
      return null;
  }
}

async function withNamespace(name: string, cluster: Cluster): Promise<string> {
  const inside = new Map(
    cluster.discovery.resources
      .toReversed()
      .filter((one) => one.namespaced && one.verbs.includes('list') && !PASSING.has(one.plural))
      .map((one) => [`${one.plural}.${one.apiVersion.replace(/\/?[^/]*$/, '')}`, one]),
  );
  const counts = await mapLimit([...inside.values()], 16, async (resource) => ({
    resource,
    count: await countOf(resource, name, cluster),
  }));
  const isOwn = ({ resource, count }: (typeof counts)[number]) =>
    count - (resource.plural === 'serviceaccounts' || resource.plural === 'configmaps' ? 1 : 0);
  const total = counts.reduce((sum, one) => sum + Math.max(0, isOwn(one)), 0);
  const claims = counts.find(({ resource }) => resource.plural === 'persistentvolumeclaims')?.count ?? 0;
  const data =
    claims === 0
      ? ''
      : `, ${claims === 1 ? '1 PersistentVolumeClaim' : `${claims} PersistentVolumeClaims`} among them`;
  return `everything in the namespace goes with it: ${total === 1 ? '1 object' : `${total} objects`}${data}`;
}

async function withDefinition(crd: KubeObject, cluster: Cluster): Promise<string> {
  const { group, names, versions } = objectAt(crd.spec);
  const plural = stringOr(objectAt(names).plural, '');
  const served = isArray(versions)
    ? versions.map((one) => objectAt(one)).find((one) => one.served === true)
    : undefined;
  const apiVersion = `${stringOr(group, '')}/${stringOr(served?.name, '')}`;
  const resource = cluster.discovery.resources.find(
    (one) => one.apiVersion === apiVersion && one.plural === plural,
  );
  const kind = stringOr(objectAt(names).kind, 'object');
  const count = resource === undefined ? 0 : await countOf(resource, null, cluster);
  return `every ${kind} of the cluster goes with it: ${count === 1 ? '1 object' : `${count} objects`}`;
}

async function withClaim(claim: KubeObject, namespace: string, cluster: Cluster): Promise<string> {
  const volume = stringOr(objectAt(claim.spec).volumeName, '');
  const pods = cluster.discovery.find('v1', 'Pod');
  const used = pods === undefined ? 0 : await usersOf(claim.metadata.name, pods, namespace, cluster);
  const policy = volume === '' ? '' : await reclaimPolicyOf(volume, cluster);
  const data = policy === 'Retain' ? `its volume ${volume} is retained` : 'its data goes with it';
  return used === 0 ? data : `${data}, and ${used === 1 ? '1 pod uses' : `${used} pods use`} it`;
}

async function usersOf(claim: string, pods: Resource, namespace: string, { http }: Cluster): Promise<number> {
  const response = await http({ method: 'GET', path: urlOf(pods, namespace) });
  if (response.status !== 200) return 0;
  const { items } = objectAt(parseJson(response.body));
  if (!isArray(items)) return 0;
  return items.filter((pod) => {
    const { volumes } = objectAt(pod, 'spec');
    return (
      isArray(volumes) && volumes.some((one) => objectAt(one, 'persistentVolumeClaim').claimName === claim)
    );
  }).length;
}

async function reclaimPolicyOf(volume: string, { http, discovery }: Cluster): Promise<string> {
  const resource = discovery.find('v1', 'PersistentVolume');
  if (resource === undefined) return '';
  const response = await http({ method: 'GET', path: urlOf(resource, null, volume) });
  if (response.status !== 200) return '';
  return stringOr(objectAt(parseJson(response.body), 'spec').persistentVolumeReclaimPolicy, '');
}

/** How many there are, without reading them; what we may not list counts as none. */
async function countOf(resource: Resource, namespace: string | null, { http }: Cluster): Promise<number> {
  const response = await http({
    method: 'GET',
    path: `${urlOf(resource, namespace)}?limit=1`,
    accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
  });
  if (response.status !== 200) return 0;
  const body = objectAt(parseJson(response.body));
  const rest = objectAt(body.metadata).remainingItemCount;
  return (isArray(body.items) ? body.items.length : 0) + (typeof rest === 'number' ? rest : 0);
}
