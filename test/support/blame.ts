import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isArray, isObject, type JsonObject } from '../../src/object.ts';
import { buildTool } from './programs/build.ts';
import { gitops, type Outcome } from './gitops.ts';
import { folder, repository } from './repository.ts';
import { sharedCluster } from './servers/shared-cluster.ts';

export const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: nginx:1.25
          resources:
            limits:
              memory: 256Mi
`;
export const secret =
  'apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData:\n  url: hunter2\n  user: ada-l\n';
export const MEMORY = '.spec.template.spec.containers[name="web"].resources.limits.memory';

/** A repository of these files, a namespace, and blame and kubectl in both. */
export async function blameWorld(files: Readonly<Record<string, string>>) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('blame');
  const repo = repository(files);
  const kubectl = (...args: readonly string[]) => cluster.run([...args, '-n', namespace], { cwd: repo.dir });
  const blame = (...args: readonly string[]) =>
    gitops(['blame', '-n', namespace, ...args], {
      cwd: repo.dir,
      kubeconfig: cluster.kubeconfig,
      env: tools,
    });
  const tools = { PATH: await pathOfTools(cluster.kubectl) };
  return { cluster, namespace, repo, kubectl, blame };
}

/** A PATH with git, kubectl and the renderers, whatever the machine has. */
async function pathOfTools(kubectl: string): Promise<string> {
  const bin = folder();
  const git = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
  for (const [name, program] of [
    ['git', git],
    ['kubectl', kubectl],
    ['kustomize', await buildTool('kustomize')],
    ['helm', await buildTool('helm4')],
  ] as const)
    symlinkSync(program, join(bin, name));
  return bin;
}

/** The fields of the only object, by path. */
export function fieldsOf(outcome: Outcome): ReadonlyMap<string, JsonObject> {
  const { objects } = outcome.json();
  const [object] = isArray(objects) ? objects : [];
  const fields = isObject(object) && isArray(object.fields) ? object.fields.filter(isObject) : [];
  return new Map(fields.map((field) => [String(field.path), field]));
}
