import { getOne, listAll } from '../../cluster/live.ts';
import { ClusterError } from '../../errors.ts';
import type { Holder } from '../../guard/types.ts';
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
import { applySet } from './applyset.ts';
import { helmObjects } from './helm-release.ts';
import { type Asking, type DeployerFacts, type Tracked, UNKNOWN } from './types.ts';

type Named = Pick<Holder, 'tool' | 'name'>;

/** One request for the Application, Kustomization, HelmRelease or release that a mark names. */
export async function deployerFacts({ tool, name }: Named, where: Asking): Promise<DeployerFacts> {
  try {
    switch (tool) {
      case 'Argo CD Application':
        return argo(await application(name, where));
      case 'Flux Kustomization':
        return kustomization(await named('kustomize.toolkit.fluxcd.io', 'Kustomization', name, where));
      case 'Flux HelmRelease':
        return helmRelease(await named('helm.toolkit.fluxcd.io', 'HelmRelease', name, where));
      case 'Helm release':
        return helm(await helmObjects(name, where));
      case 'ApplySet':
        return await applySet(name, where);
      default:
        return UNKNOWN;
    }
  } catch (error) {
    // people seldom may read them; the mark then stands for itself
    if (error instanceof ClusterError) return UNKNOWN;
    throw error;
  }
}

async function application(name: string, where: Asking): Promise<KubeObject | null> {
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
  { http, discovery }: Asking,
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
  const { resources, history, sync } = objectAt(app.status);
  // sync.revision is what it compares with, applied or not; history is what it applied
  const last = isArray(history) ? objectAt(history.at(-1)) : {};
  const synced = objectAt(sync).status === 'Synced' ? objectAt(sync).revision : undefined;
  return {
    ...UNKNOWN,
    settings: {
      automated: on,
      selfHeal: on && isObject(automated) && automated.selfHeal === true,
      prune: on && isObject(automated) && automated.prune === true,
      suspended: false,
      url: stringOr(source.repoURL, null),
      path: stringOr(source.path, stringOr(source.chart, null)),
      revision: stringOr(objectAt(sync).revision, stringOr(source.targetRevision, null)),
    },
    objects: isArray(resources) ? resources.map(trackedByArgo) : null,
    deployed: commitIn(stringOr(last.revision, stringOr(synced, null))),
  };
}

function trackedByArgo(entry: Json): Tracked {
  const { group, kind, namespace, name } = objectAt(entry);
  return {
    group: stringOr(group, ''),
    kind: stringOr(kind, ''),
    namespace: stringOr(namespace, null),
    name: stringOr(name, ''),
  };
}

function kustomization(object: KubeObject | null): DeployerFacts {
  if (object === null) return UNKNOWN;
  const { suspend, path, prune } = objectAt(object.spec);
  const suspended = suspend === true;
  const { inventory, lastAppliedRevision, lastAppliedOriginRevision } = objectAt(object.status);
  const { entries } = objectAt(inventory);
  const objects = isArray(entries) ? entries.flatMap(trackedByFlux) : null;
  return {
    ...UNKNOWN,
    settings: {
      automated: !suspended,
      selfHeal: !suspended,
      prune: prune === true && !suspended,
      suspended,
      url: null,
      path: stringOr(path, null),
      revision: stringOr(lastAppliedRevision, null),
    },
    declares: (live) => (objects === null ? null : objects.some((one) => isSame(one, live))),
    objects,
    deployed: commitIn(stringOr(lastAppliedOriginRevision, stringOr(lastAppliedRevision, null))),
  };
}

/** `namespace_name_group_Kind`, as kustomize-controller writes it; colons of RBAC names are two underscores there. */
function trackedByFlux(entry: Json): readonly Tracked[] {
  const found = /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(stringOr(objectAt(entry).id, ''));
  if (found === null) return [];
  const [, namespace = '', name = '', group = '', kind = ''] = found;
  return [{ group, kind, namespace: namespace === '' ? null : namespace, name: name.replaceAll('__', ':') }];
}

function helm(objects: readonly Tracked[] | null): DeployerFacts {
  return {
    ...UNKNOWN,
    declares: (live) => (objects === null ? null : objects.some((one) => isSame(one, live))),
    objects,
  };
}

function isSame({ group, kind, namespace, name }: Tracked, live: KubeObject): boolean {
  return (
    groupOf(live.apiVersion) === group &&
    live.kind === kind &&
    live.metadata.name === name &&
    (namespace === null || namespaceOf(live) === namespace)
  );
}

/** `main@sha1:3f2c…`, `refs/heads/main@sha1:…`, or the commit itself. */
function commitIn(revision: string | null): string | null {
  return /(?:^|[@/:])([0-9a-f]{40}(?:[0-9a-f]{24})?)$/.exec(revision ?? '')?.[1] ?? null;
}

function helmRelease(object: KubeObject | null): DeployerFacts {
  if (object === null) return UNKNOWN;
  const spec = objectAt(object.spec);
  const suspended = spec.suspend === true;
  const mode = stringOr(objectAt(spec, 'driftDetection').mode, 'disabled');
  return {
    ...UNKNOWN,
    settings: {
      automated: !suspended,
      selfHeal: !suspended && mode === 'enabled',
      prune: !suspended,
      suspended,
      url: null,
      path: stringOr(objectAt(spec, 'chart', 'spec').chart, null),
      revision: stringOr(objectAt(object.status).lastAttemptedRevision, null),
    },
  };
}
