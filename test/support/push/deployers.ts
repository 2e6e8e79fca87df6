import type { JsonObject, KubeObject } from '../../../src/object.ts';
import { groupOf, namespaceOf, objectAt } from '../../../src/object.ts';
import type { Cluster } from '../servers/cluster.ts';

/** A way in which git gets into a cluster. */
export interface Way {
  /** Commands that bring it there the first time, then each time after; null: it is `kubectl gitops apply`. */
  readonly first: readonly (readonly string[])[] | null;
  /** Null: what it does then cannot be done with kubectl. */
  readonly again: readonly string[] | null;
  /** What it writes onto each object beside what git says. */
  readonly mark: (object: KubeObject, app: string) => Marks;
  /** Its own record of what it deployed, if it keeps one. */
  readonly record: ((namespace: string, app: string, revision: string) => JsonObject) | null;
}

interface Marks {
  readonly labels?: JsonObject;
  readonly annotations?: JsonObject;
}

const unmarked = { mark: () => ({}), record: null };
const SERVER_SIDE = ['apply', '--server-side', '--force-conflicts'];

const argo: Pick<Way, 'mark' | 'record'> = {
  mark: (object, app) => ({
    annotations: {
      'argocd.argoproj.io/tracking-id': `${app}:${groupOf(object.apiVersion)}/${object.kind}:${namespaceOf(object)}/${object.metadata.name}`,
    },
  }),
  record: (namespace, name, revision) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace },
    spec: { source: { repoURL: 'https://example.com/shop.git', path: 'app' } },
    status: { history: [{ revision }], sync: { status: 'Synced', revision } },
  }),
};

export const WAYS: Readonly<Record<string, Way>> = {
  'kubectl apply': { first: [['apply']], again: ['apply'], ...unmarked },
  'kubectl apply --server-side': { first: [SERVER_SIDE], again: SERVER_SIDE, ...unmarked },
  Flux: {
    first: [[...SERVER_SIDE, '--field-manager=kustomize-controller']],
    again: [...SERVER_SIDE, '--field-manager=kustomize-controller'],
    mark: ({ metadata }, app) => ({
      labels: {
        'kustomize.toolkit.fluxcd.io/name': app,
        'kustomize.toolkit.fluxcd.io/namespace': String(metadata.namespace),
      },
    }),
    record: (namespace, name, revision) => ({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace },
      spec: { path: './app' },
      status: { lastAppliedRevision: `main@sha1:${revision}` },
    }),
  },
  'Argo CD, applying server-side': {
    first: [[...SERVER_SIDE, '--field-manager=argocd-controller']],
    again: [...SERVER_SIDE, '--field-manager=argocd-controller'],
    ...argo,
  },
  'Argo CD, updating': {
    first: [['apply', '--field-manager=argocd-controller']],
    again: ['apply', '--field-manager=argocd-controller'],
    ...argo,
  },
  'an updating Helm': {
    first: [['create', '--field-manager=helm']],
    again: null,
    mark: (object) => ({
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: {
        'meta.helm.sh/release-name': 'shop',
        'meta.helm.sh/release-namespace': String(object.metadata.namespace),
      },
    }),
    record: null,
  },
  'kubectl gitops apply': { first: null, again: null, ...unmarked },
  'create, then apply': { first: [['create'], ['apply']], again: ['apply'], ...unmarked },
};

/** The objects as the deployer sends them, through its own command. */
export async function send(
  cluster: Cluster,
  { mark }: Way,
  command: readonly string[],
  objects: readonly KubeObject[],
  app: string,
) {
  const items = objects.map((object) => marked(object, mark(object, app)));
  const list = { apiVersion: 'v1', kind: 'List', items };
  return cluster.attempt([...command, '-f', '-'], { input: JSON.stringify(list) });
}

function marked(object: KubeObject, { labels = {}, annotations = {} }: Marks): KubeObject {
  const { metadata } = object;
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(Object.keys(labels).length === 0 ? {} : { labels: { ...objectAt(metadata.labels), ...labels } }),
      ...(Object.keys(annotations).length === 0
        ? {}
        : { annotations: { ...objectAt(metadata.annotations), ...annotations } }),
    },
  };
}
