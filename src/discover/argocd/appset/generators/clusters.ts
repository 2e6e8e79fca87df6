import { SECRET_TYPE } from '../../cluster-secret.ts';
import { IN_CLUSTER } from '../../in-cluster.ts';
import { Dict, type GoValue, List } from '../../../../gotemplate/values/values.ts';
import { isObject, type JsonObject } from '../../../../object.ts';
import { sanitizeName } from '../names.ts';
import type { Params } from '../params.ts';
import { labelMatcher } from '../selector.ts';
import type { ArgoCluster } from '../types.ts';
import { type Run, Unavailable } from './run.ts';
import { addValues } from './values.ts';

/** The cluster that Argo CD runs in comes first if nobody gave it a Secret, and only without a selector. */
export function clusterParams(generator: JsonObject, run: Run, at: string): readonly Params[] {
  const { clusters } = run.context;
  if (clusters === null)
    throw new Unavailable(
      at,
      'the clusters that Argo CD knows are not known here',
      'name them in .gitops.yaml: clusters: [{name: NAME, server: URL, labels: {}}]',
    );
  const matches = labelMatcher(generator.selector, true);
  const labelled = clusters.map((cluster) => ({
    ...cluster,
    labels: { [SECRET_TYPE]: 'cluster', ...cluster.labels },
  }));
  const sets = labelled
    .filter(({ labels }) => matches(new Map(Object.entries(labels))))
    .map((cluster) => remote(cluster, run.renderer.isGo));
  const isLocal = !isSelective(generator) && clusters.every(({ server }) => trimmed(server) !== IN_CLUSTER);
  const all = (isLocal ? [local(), ...sets] : sets).map((params) => addValues(generator, params, run, at));
  return generator.flatList === true
    ? [new Dict([['clusters', new List(all, 'map[string]interface {}')]])]
    : all;
}

function isSelective({ selector }: JsonObject): boolean {
  const parts = isObject(selector) ? [selector.matchLabels, selector.matchExpressions] : [];
  return parts.some((part) => typeof part === 'object' && part !== null && Object.keys(part).length > 0);
}

function trimmed(server: string): string {
  return server.replace(/\/+$/, '');
}

function local(): Params {
  return new Dict([
    ['name', 'in-cluster'],
    ['nameNormalized', 'in-cluster'],
    ['server', IN_CLUSTER],
    ['project', ''],
  ]);
}

function remote({ name, server, project = '', labels, annotations }: ArgoCluster, isGo: boolean): Params {
  const params = new Dict([
    ['name', name],
    ['nameNormalized', sanitizeName(name)],
    ['server', server],
    ['project', project],
  ]);
  const metadata = Object.entries({ annotations, labels });
  for (const [kind, texts] of isGo ? [] : metadata)
    for (const [key, value] of Object.entries(texts)) params.entries.set(`metadata.${kind}.${key}`, value);
  if (!isGo) return params;
  const filled = metadata.filter(([, texts]) => Object.keys(texts).length > 0);
  const maps = filled.map(([kind, texts]): [string, GoValue] => [
    kind,
    new Dict(Object.entries(texts), 'string'),
  ]);
  params.entries.set('metadata', new Dict(maps));
  return params;
}
