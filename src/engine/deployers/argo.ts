import { getOne, listAll } from '../../cluster/live.ts';
import { argoIgnores } from '../../discover/argocd/ignores.ts';
import { argoSettings } from '../../discover/argocd/policy.ts';
import { trackingOf } from '../../discover/argocd/tracking.ts';
import { ClusterError } from '../../errors.ts';
import {
  isArray,
  type Json,
  type KubeObject,
  namespaceOf,
  objectAt,
  stringOr,
  textsOf,
} from '../../object.ts';
import { commitIn } from './revision.ts';
import { type Asking, type DeployerFacts, named, type Tracked, UNKNOWN } from './types.ts';

/** Reads Applications, and once each what surrounds them: projects, and the settings of their Argo CD. `now`: milliseconds. */
export function openArgo(where: Asking, now: () => number): (name: string) => Promise<DeployerFacts> {
  const read = once((kind: 'AppProject' | 'ConfigMap', at: string) => readable(kind, at, where));
  return async (name) => {
    const app = await application(name, where);
    if (app === null) return UNKNOWN;
    const own = namespaceOf(app) ?? '';
    const project = stringOr(objectAt(app.spec).project, 'default');
    // Applications of other namespaces belong to the Argo CD of the usual one
    const home = (await read('AppProject', `${own}/${project}`)) === null ? 'argocd' : own;
    const [its, settings] = await Promise.all([
      read('AppProject', `${home}/${project}`),
      read('ConfigMap', `${home}/argocd-cm`),
    ]);
    return argoFacts(app, its, settings ?? null, now());
  };
}

function argoFacts(
  app: KubeObject,
  project: KubeObject | null | undefined,
  settings: KubeObject | null,
  now: number,
): DeployerFacts {
  const { resources } = objectAt(app.status);
  return {
    ...UNKNOWN,
    settings: argoSettings(app, project, now),
    ignores: argoIgnores(app, textsOf(settings?.data)),
    installation: trackingOf(settings === null ? null : textsOf(settings?.data)).installation,
    objects: isArray(resources) ? resourcesOf(app) : null,
    deployed: deployedBy(app),
  };
}

/** The Application of a name, `namespace/name` where it may stand anywhere; null: there is none. Throws ClusterError. */
export async function application(name: string, where: Asking): Promise<KubeObject | null> {
  const known = where.known?.filter((one) => one.kind === 'Application' && one.metadata.name === name) ?? [];
  if (known[0] !== undefined && known.length === 1) return known[0];
  if (name.includes('/')) return named('argoproj.io', 'Application', name, where);
  const usual = await named('argoproj.io', 'Application', `argocd/${name}`, where);
  const resource = where.discovery.find('argoproj.io/v1alpha1', 'Application');
  if (usual !== null || resource === undefined) return usual;
  const all = await listAll(where.http, resource, null, { fieldSelector: `metadata.name=${name}` });
  return all[0] ?? null;
}

/**
 * The commit that it brought to the cluster. `sync.revision` is what it compares with, applied or not; history is what it
 * applied: a commit that changes nothing that is rendered is never applied, and in sync all the same.
 */
function deployedBy({ status }: KubeObject): string | null {
  const { history, sync } = objectAt(status);
  const last = isArray(history) ? objectAt(history.at(-1)) : {};
  const { status: compared, revision, revisions } = objectAt(sync);
  const all = revisionsIn(compared === 'Synced' ? { revision, revisions } : last);
  return all.map(commitIn).find((commit) => commit !== null) ?? null;
}

/** Of one source, or of each of several: charts have versions. */
function revisionsIn({
  revision,
  revisions,
}: { readonly [key in 'revision' | 'revisions']?: Json | undefined }): readonly string[] {
  if (isArray(revisions)) return revisions.filter((one) => typeof one === 'string');
  return typeof revision === 'string' ? [revision] : [];
}

/** What an Application lists as its own. */
export function resourcesOf({ status }: KubeObject): readonly Tracked[] {
  const { resources } = objectAt(status);
  return isArray(resources) ? resources.map(tracked) : [];
}

function tracked(entry: Json): Tracked {
  const { group, kind, namespace, name } = objectAt(entry);
  return {
    group: stringOr(group, ''),
    kind: stringOr(kind, ''),
    namespace: stringOr(namespace, null),
    name: stringOr(name, ''),
  };
}

type Read = (kind: 'AppProject' | 'ConfigMap', at: string) => Promise<KubeObject | null | undefined>;

/** undefined: it may not be read. */
async function readable(
  kind: 'AppProject' | 'ConfigMap',
  at: string,
  { http, discovery }: Asking,
): Promise<KubeObject | null | undefined> {
  const [namespace = '', name = ''] = at.split('/');
  const resource = discovery.find(kind === 'ConfigMap' ? 'v1' : 'argoproj.io/v1alpha1', kind);
  if (resource === undefined) return null;
  try {
    return await getOne(http, resource, namespace, name);
  } catch (error) {
    if (error instanceof ClusterError) return undefined;
    throw error;
  }
}

function once(read: Read): Read {
  const known = new Map<string, ReturnType<Read>>();
  return (kind, at) => {
    const found = known.get(`${kind} ${at}`) ?? read(kind, at);
    known.set(`${kind} ${at}`, found);
    return found;
  };
}
