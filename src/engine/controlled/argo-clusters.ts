import { listAll } from '../../cluster/live.ts';
import type { ArgoCluster } from '../../discover/argocd/appset/types.ts';
import { ClusterError } from '../../errors.ts';
import { type Json, type KubeObject, namespaceOf, objectAt, stringOr } from '../../object.ts';
import type { Asking } from '../deployers/types.ts';
import type { ControllerObjects } from './objects.ts';

const SECRET_TYPE = 'argocd.argoproj.io/secret-type';

/**
 * The clusters that an Argo CD knows, as its Secrets name them; their logins are let go of at once. null: there is no
 * Argo CD yet, or its Secrets may not be read.
 */
export async function argoClusters(
  { projects, applications }: ControllerObjects,
  { http, discovery }: Asking,
): Promise<readonly ArgoCluster[] | null> {
  const secrets = discovery.find('v1', 'Secret');
  const usual = applications.length > 0 ? 'argocd' : undefined;
  const [home = usual] = projects.flatMap((project) => namespaceOf(project) ?? []);
  if (secrets === undefined || home === undefined) return null;
  try {
    const found = await listAll(http, secrets, home, { labelSelector: `${SECRET_TYPE}=cluster` });
    return found.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)).map(clusterOf);
  } catch (error) {
    if (error instanceof ClusterError) return null;
    throw error;
  }
}

/** What the Secrets tell, and what people configured besides; null: nobody tells anything. */
export function withConfigured(
  told: readonly ArgoCluster[] | null,
  configured: readonly ArgoCluster[],
): readonly ArgoCluster[] | null {
  if (configured.length === 0) return told;
  const known = told ?? [];
  return [...known, ...configured.filter(({ name }) => !known.some((one) => one.name === name))];
}

function clusterOf({ metadata, data }: KubeObject): ArgoCluster {
  const text = (key: string) => Buffer.from(stringOr(objectAt(data)[key], ''), 'base64').toString('utf8');
  const project = text('project');
  return {
    name: text('name'),
    server: text('server'),
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
    ...(project === '' ? {} : { project }),
  };
}

function textsOf(map: Json | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(objectAt(map));
  return Object.fromEntries(
    entries.flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
  );
}
