import { delimiter, dirname } from 'node:path';
import { isArray, objectAt } from '../../../src/object.ts';
import type { GitopsOptions } from '../gitops.ts';
import { rootRow } from '../look.ts';
import { buildTool } from '../programs/build.ts';
import { pushing } from '../pushing.ts';
import { folder } from '../repository.ts';
import { sharedCluster } from '../servers/shared-cluster.ts';
import { openKind } from './world.ts';

/** The kinds of controllers, of which only the objects matter. */
export async function installKinds(): Promise<void> {
  const items = [
    openKind('argoproj.io', 'Application', 'v1alpha1'),
    openKind('argoproj.io', 'ApplicationSet', 'v1alpha1'),
    openKind('kustomize.toolkit.fluxcd.io', 'Kustomization', 'v1'),
    openKind('source.toolkit.fluxcd.io', 'GitRepository', 'v1'),
  ];
  const cluster = sharedCluster();
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await cluster.run(['apply', '--server-side', '--force-conflicts', '-f', '-'], { input });
  await cluster.run(['wait', '--for=condition=Established', 'crd', '--all']);
}

/** A chart whose only value is a size. */
export const CHART = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'charts/web/values.yaml': 'size: one\n',
  'charts/web/templates/cm.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata: {size: {{ .Values.size | quote }}}\n',
};

/** A repository whose first commit is pushed, and objects of controllers that deploy it; nothing is remembered yet. */
export async function controlled(files: (namespace: string) => Readonly<Record<string, string>>) {
  const world = await pushing((namespace) => ({ 'README.md': 'a shop\n', ...files(namespace) }), {
    applied: false,
  });
  const programs = [await buildTool('helm4'), await buildTool('kustomize')].map((one) => dirname(one));
  const env = { XDG_CACHE_HOME: folder(), PATH: [...programs, process.env.PATH].join(delimiter) };
  const { cluster, namespace, remote } = world;
  const application = (name: string, source: object, more: object = {}) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace },
    spec: {
      project: 'default',
      source: { repoURL: remote, targetRevision: 'main', ...source },
      destination: { server: 'https://kubernetes.default.svc', namespace },
      ...more,
    },
  });
  const apply = async (...objects: readonly object[]) => {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    await cluster.run(['apply', '--server-side', '--force-conflicts', '-f', '-'], { input });
  };
  const hook = (ref?: string, options: Partial<GitopsOptions> = {}) => world.hook(ref, { env, ...options });
  const validate = async (args: readonly string[] = [], options: Partial<GitopsOptions> = {}) => {
    const { report, ...rest } = await world.validate(args, { env, ...options });
    const rows = isArray(report.roots) ? report.roots.map((one) => rootRow(objectAt(one))) : [];
    return { ...rest, rows };
  };
  return { ...world, env, apply, application, hook, validate };
}
