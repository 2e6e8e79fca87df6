import { describe, expect, it } from 'vitest';
import { isArray, isObject } from '../../../src/object.ts';
import { gitops, type Outcome } from '../../support/gitops.ts';
import { repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const deployment = (namespace: string, more = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: ${namespace}
spec:
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
${more}`;

/** `path class moved owner` of every change, the shortest form that tells the story. */
function changes(outcome: Outcome): readonly string[] {
  const { objects } = outcome.json();
  if (!isArray(objects)) throw new Error('no objects');
  return objects.flatMap((object) => {
    const list = isObject(object) ? object.changes : undefined;
    return isArray(list)
      ? list
          .filter(isObject)
          .map(
            (one) =>
              `${one.path} ${one.class} ${one.moved} ${isObject(one.owner) ? one.owner.manager : 'nobody'}`,
          )
      : [];
  });
}

describe('diff', () => {
  for (const flags of [
    [],
    ['--server-side'],
    ['--server-side', '--field-manager=kustomize-controller'],
    ['--server-side', '--field-manager=argocd-controller'],
  ]) {
    it(`says nothing after kubectl apply ${flags.join(' ')}`, async () => {
      const cluster = sharedCluster();
      const namespace = await cluster.namespace('fresh');
      const repo = repository({ 'web.yaml': deployment(namespace) });
      await cluster.run(['apply', ...flags, '-f', repo.dir]);
      const outcome = await gitops(['diff'], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
      expect(outcome.stdout).toBe('1 app, 1 object: 1 in sync, 0 drifted, 0 pending\n');
      expect(outcome.code).toBe(0);
    });
  }

  it('names the field, the person and the line of a changed memory limit', async () => {
    const cluster = sharedCluster();
    const namespace = await cluster.namespace('limit');
    const repo = repository({ 'web.yaml': deployment(namespace) });
    await cluster.run(['apply', '-f', repo.dir]);
    await cluster.run(['set', 'resources', 'deployment/web', '--limits=memory=1Gi', '-n', namespace]);
    const outcome = await gitops(['diff', '-o', 'json'], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
    expect(outcome.code).toBe(1);
    expect(changes(outcome)).toEqual([
      '.spec.template.spec.containers[name="web"].resources.limits.memory changed live kubectl-set',
    ]);
    expect(outcome.stdout).toContain('"line": 16');
    expect(outcome.stdout).toContain('"author": "Ada"');
  });

  it('calls a push that is not deployed yet pending, never drift', async () => {
    const cluster = sharedCluster();
    const namespace = await cluster.namespace('pending');
    const repo = repository({ 'web.yaml': deployment(namespace) });
    await cluster.run(['apply', '--server-side', '-f', repo.dir]);
    repo.commit({ 'web.yaml': deployment(namespace).replace('nginx:1.25', 'nginx:1.26') }, 'new image');
    const outcome = await gitops(['diff', '-o', 'json'], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
    expect(changes(outcome)).toEqual([
      '.spec.template.spec.containers[name="web"].image changed git kubectl',
    ]);
    expect(outcome.json().summary).toMatchObject({ pending: 1, drifted: 0 });
  });

  it('tells another order of the containers beside what changed in them', async () => {
    const cluster = sharedCluster();
    const namespace = await cluster.namespace('order');
    const log = '        - {name: log, image: "busybox:1"}\n';
    const two = deployment(namespace, log);
    const repo = repository({ 'web.yaml': two });
    await cluster.run(['apply', '--server-side', '-f', repo.dir]);
    const first = log.replace('busybox:1', 'busybox:2');
    const swapped = two.replace(log, '').replace('      containers:\n', `      containers:\n${first}`);
    await cluster.run(['replace', '-f', '-'], { input: swapped });
    const diff = (form: string) =>
      gitops(['diff', '-o', form], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
    expect(changes(await diff('json'))).toEqual([
      '.spec.template.spec.containers changed live nobody',
      '.spec.template.spec.containers[name="log"].image changed live kubectl-replace',
    ]);
    const { stdout } = await diff('diff');
    expect(stdout).toMatch(/^\+ +image: busybox:1$/m);
    expect(stdout).toMatch(/^- +image: busybox:2$/m);
    expect(stdout).not.toMatch(/^\+ +- (?:web|log)$/m);
  });

  it('leaves every resourceVersion where it was', async () => {
    const cluster = sharedCluster();
    const namespace = await cluster.namespace('reading');
    const repo = repository({ 'web.yaml': deployment(namespace) });
    await cluster.run(['apply', '-f', repo.dir]);
    await cluster.run(['annotate', 'deployment/web', 'note=hi', '-n', namespace]);
    await cluster.run(['set', 'image', 'deployment/web', 'web=nginx:2', '-n', namespace]);
    await cluster.run(['scale', 'deployment/web', '--replicas=0', '-n', namespace]);
    await new Promise((go) => setTimeout(go, 1500));
    const version = () =>
      cluster.run([
        'get',
        'deployment/web',
        '-n',
        namespace,
        '-o',
        'jsonpath={.metadata.resourceVersion} {.metadata.generation}',
      ]);
    const before = await version();
    await gitops(['diff'], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
    await gitops(['diff', '--verify'], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
    expect(await version()).toEqual(before);
  });
});
