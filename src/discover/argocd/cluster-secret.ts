import { type KubeObject, objectAt, stringOr, textsOf } from '../../object.ts';
import type { ArgoCluster } from './appset/types.ts';

/** The label of the Secrets by which Argo CD knows clusters, and its value. */
export const SECRET_TYPE = 'argocd.argoproj.io/secret-type';

/** A cluster that a Secret registers with Argo CD; its login is let go of. null: the Secret is for something else. */
export function registeredCluster({ metadata, data, stringData }: KubeObject): ArgoCluster | null {
  if (objectAt(metadata.labels)[SECRET_TYPE] !== 'cluster') return null;
  const plain = objectAt(stringData);
  const text = (key: string) =>
    stringOr(plain[key], null) ?? Buffer.from(stringOr(objectAt(data)[key], ''), 'base64').toString('utf8');
  const project = text('project');
  return {
    name: text('name'),
    server: text('server'),
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
    ...(project === '' ? {} : { project }),
  };
}

/** What is told of clusters first, and of those that are not among them what others say; null: nobody tells anything. */
export function withMoreClusters(
  told: readonly ArgoCluster[] | null,
  more: readonly ArgoCluster[],
): readonly ArgoCluster[] | null {
  if (more.length === 0) return told;
  const known = told ?? [];
  return [...known, ...more.filter(({ name }) => !known.some((one) => one.name === name))];
}
