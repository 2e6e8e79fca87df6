import { parse } from 'yaml';
import { type JsonObject, objectAt } from '../../src/object.ts';
import { deployment } from './objects.ts';

/** Where an app of the benchmarks lives, and as what. */
export interface BenchApp {
  readonly name: string;
  readonly root: string;
  readonly namespace: string;
  readonly isKustomize: boolean;
}

export function benchApps(count: number, namespace: string): readonly BenchApp[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${namespace}-${index}`,
    root: `apps/a${index}`,
    namespace,
    isKustomize: index % 2 === 0,
  }));
}

/** A Deployment and a ConfigMap for each app, half of them listed by a kustomization. */
export function filesOf(apps: readonly BenchApp[]): ReadonlyMap<string, string> {
  return new Map(
    apps.flatMap(({ root, isKustomize, namespace }, index) => [
      [`${root}/web.yaml`, deployment(index, namespace)] as const,
      [`${root}/settings.yaml`, settings(index, namespace)] as const,
      ...(isKustomize
        ? [[`${root}/kustomization.yaml`, 'resources: [web.yaml, settings.yaml]\n'] as const]
        : []),
    ]),
  );
}

function settings(index: number, namespace: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app-${index}, namespace: ${namespace}}\ndata: {index: "${index}"}\n`;
}

/** What a controller writes on the objects of an app. */
type Mark = (app: BenchApp, object: string) => { readonly [place in 'labels' | 'annotations']?: JsonObject };

/** Each app's objects as its controller applies them: with its mark. */
export function markedObjects(apps: readonly BenchApp[], mark: Mark): string {
  const items = apps.flatMap((app, index) =>
    [
      [deployment(index, app.namespace), 'apps/Deployment'] as const,
      [settings(index, app.namespace), '/ConfigMap'] as const,
    ].map(([text, kind]) => {
      const object = objectAt(parse(text));
      const metadata = objectAt(object.metadata);
      const { labels, annotations } = mark(app, `${kind}:${app.namespace}/app-${index}`);
      return {
        ...object,
        metadata: {
          ...metadata,
          labels: { ...objectAt(metadata.labels), ...labels },
          ...(annotations === undefined ? {} : { annotations }),
        },
      };
    }),
  );
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

export const argoMark: Mark = ({ name }, object) => ({
  annotations: { 'argocd.argoproj.io/tracking-id': `${name}:${object}` },
});

export const fluxMark: Mark = ({ name }) => ({
  labels: {
    'kustomize.toolkit.fluxcd.io/name': name,
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  },
});

/** An Application that Argo CD has synced to a commit, as it is stored then. */
export function application({ name, root, namespace }: BenchApp, repoURL: string, revision: string): object {
  const at = '2026-11-20T03:12:09Z';
  const source = { repoURL, path: root, targetRevision: 'main' };
  const destination = { server: 'https://kubernetes.default.svc', namespace };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: { project: 'default', source, destination, syncPolicy: { automated: { selfHeal: true } } },
    status: {
      sync: { status: 'Synced', revision, comparedTo: { source, destination } },
      health: { status: 'Healthy' },
      history: [{ id: 0, revision, source, deployedAt: at, deployStartedAt: at }],
      reconciledAt: at,
    },
  };
}

/** A Kustomization that Flux has applied, as it is stored then: what it is asked for, and its status. */
export function kustomization({ name, root }: BenchApp, revision: string) {
  const identity = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'flux-system' },
  };
  const spec = {
    interval: '1h',
    prune: true,
    path: root,
    sourceRef: { kind: 'GitRepository', name: 'shop' },
  };
  const ready = {
    type: 'Ready',
    status: 'True',
    reason: 'ReconciliationSucceeded',
    message: '',
    observedGeneration: 1,
  };
  const conditions = [{ ...ready, lastTransitionTime: '2026-11-20T03:12:09Z' }];
  const applied = `main@sha1:${revision}`;
  return {
    object: { ...identity, spec },
    status: {
      ...identity,
      status: {
        observedGeneration: 1,
        lastAppliedRevision: applied,
        lastAttemptedRevision: applied,
        conditions,
      },
    },
  };
}
