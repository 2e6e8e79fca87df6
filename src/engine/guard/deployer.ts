import { getOne, listAll } from '../../cluster/live.ts';
import { ClusterError } from '../../errors.ts';
import type { DeployerSettings, Holder } from '../../guard/types.ts';
import {
  groupOf,
  isArray,
  isObject,
  type Json,
  type KubeObject,
  namespaceOf,
  objectAt,
  stringOr,
} from '../../object.ts';
import type { Where } from './find.ts';
import { helmDeclares } from './helm-release.ts';

/** What a deployer's own object says of itself and of the objects it answers for. */
export interface DeployerFacts {
  readonly settings: DeployerSettings | null;
  /** Whether it lists the object as its own; null: it cannot be told. A mark that it does not know is a copied one. */
  readonly declares: (live: KubeObject) => boolean | null;
}

const UNKNOWN: DeployerFacts = { settings: null, declares: () => null };

type Named = Pick<Holder, 'tool' | 'name'>;

/** One request for the Application, Kustomization, HelmRelease or release that a mark names. */
export async function deployerFacts({ tool, name }: Named, where: Where): Promise<DeployerFacts> {
  try {
    switch (tool) {
      case 'Argo CD Application':
        return argo(await application(name, where));
      case 'Flux Kustomization':
        return kustomization(await named('kustomize.toolkit.fluxcd.io', 'Kustomization', name, where));
      case 'Flux HelmRelease':
        return helmRelease(await named('helm.toolkit.fluxcd.io', 'HelmRelease', name, where));
      case 'Helm release':
        return { settings: null, declares: await helmDeclares(name, where) };
      default:
        return UNKNOWN;
    }
  } catch (error) {
    // people seldom may read them; the mark then stands for itself
    if (error instanceof ClusterError) return UNKNOWN;
    throw error;
  }
}

async function application(name: string, where: Where): Promise<KubeObject | null> {
  if (name.includes('/')) return named('argoproj.io', 'Application', name, where);
  const usual = await named('argoproj.io', 'Application', `argocd/${name}`, where);
  const resource = where.discovery.find('argoproj.io/v1alpha1', 'Application');
  if (usual !== null || resource === undefined) return usual;
  const all = await listAll(where.http, resource, null, { fieldSelector: `metadata.name=${name}` });
  return all[0] ?? null;
}

async function named(
  group: string,
  kind: string,
  name: string,
  { http, discovery }: Where,
): Promise<KubeObject | null> {
  const resource = discovery.resources.find((one) => one.kind === kind && groupOf(one.apiVersion) === group);
  const [namespace = '', short = ''] = name.split('/');
  return resource === undefined ? null : getOne(http, resource, namespace, short);
}

function argo(app: KubeObject | null): DeployerFacts {
  if (app === null) return UNKNOWN;
  const spec = objectAt(app.spec);
  const source = isArray(spec.sources) ? objectAt(spec.sources[0]) : objectAt(spec.source);
  const { automated } = objectAt(spec, 'syncPolicy');
  const on = isObject(automated) && automated.enabled !== false;
  return {
    settings: {
      automated: on,
      selfHeal: on && isObject(automated) && automated.selfHeal === true,
      suspended: false,
      url: stringOr(source.repoURL, null),
      path: stringOr(source.path, stringOr(source.chart, null)),
      revision: stringOr(objectAt(app.status, 'sync').revision, stringOr(source.targetRevision, null)),
    },
    // the tracking id names the object itself
    declares: () => null,
  };
}

function kustomization(object: KubeObject | null): DeployerFacts {
  if (object === null) return UNKNOWN;
  const { suspend, path, prune: _prune } = objectAt(object.spec);
  const suspended = suspend === true;
  const entries = objectAt(object.status, 'inventory').entries;
  return {
    settings: {
      automated: !suspended,
      selfHeal: !suspended,
      suspended,
      url: null,
      path: stringOr(path, null),
      revision: stringOr(objectAt(object.status).lastAppliedRevision, null),
    },
    declares: (live) =>
      isArray(entries) ? entries.some((entry) => inventoryId(entry) === idOf(live)) : null,
  };
}

/** `namespace_name_group_Kind`, as the inventory of kustomize-controller writes it. */
function idOf(live: KubeObject): string {
  return [namespaceOf(live) ?? '', live.metadata.name, groupOf(live.apiVersion), live.kind].join('_');
}

function inventoryId(entry: Json): string {
  // colons of RBAC names are written as two underscores
  return stringOr(objectAt(entry).id, '').replaceAll('__', ':');
}

function helmRelease(object: KubeObject | null): DeployerFacts {
  if (object === null) return UNKNOWN;
  const spec = objectAt(object.spec);
  const suspended = spec.suspend === true;
  const mode = stringOr(objectAt(spec, 'driftDetection').mode, 'disabled');
  return {
    settings: {
      automated: !suspended,
      selfHeal: !suspended && mode === 'enabled',
      suspended,
      url: null,
      path: stringOr(objectAt(spec, 'chart', 'spec').chart, null),
      revision: stringOr(objectAt(object.status).lastAttemptedRevision, null),
    },
    declares: () => null,
  };
}
