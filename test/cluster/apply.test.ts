import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isArray, isObject, type JsonObject, objectAt } from '../../src/object.ts';
import { repositoryRoot } from '../support/cache.ts';
import { countingProxy } from '../support/servers/counting-proxy.ts';
import { gitops } from '../support/gitops.ts';
import { guarded } from '../support/guarded.ts';
import { folder, repository } from '../support/repository.ts';
import { secondServer } from '../support/servers/second-server.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';

const configMap = (namespace: string, name: string, data = '{a: one}') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}}\ndata: ${data}\n`;

/** A repository with a bare remote, everything pushed. */
async function world(files: (namespace: string) => Readonly<Record<string, string>>) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('apply');
  const repo = repository(files(namespace));
  const remote = folder();
  repo.git('init', '--quiet', '--bare', remote);
  repo.git('remote', 'add', 'origin', remote);
  repo.git('push', '--quiet', '--set-upstream', 'origin', 'main');
  const run = (...args: readonly string[]) => gitops(args, { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
  const apply = (...args: readonly string[]) => run('apply', '--yes', ...args);
  const push = (contents: Readonly<Record<string, string>>) => {
    repo.commit(contents);
    repo.git('push', '--quiet');
  };
  const get = async (what: string): Promise<JsonObject> => {
    const value: unknown = JSON.parse(
      await cluster.run(['get', what, '-n', namespace, '-o', 'json', '--show-managed-fields']),
    );
    return isObject(value) ? value : {};
  };
  return { cluster, namespace, repo, run, apply, push, get };
}

const one = (namespace: string) => ({ 'settings.yaml': configMap(namespace, 'settings') });

function managers(object: JsonObject): readonly string[] {
  const { managedFields } = objectAt(object.metadata);
  return isArray(managedFields)
    ? managedFields.map((entry) => `${objectAt(entry).manager}/${objectAt(entry).operation}`)
    : [];
}

describe('apply', () => {
  it('creates what is not there, changes what git changed, says so, and is in sync then', async () => {
    const { apply, push, run, namespace, get, repo } = await world(one);
    const first = await apply();
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain(
      `  create  ConfigMap ${namespace}/settings\nplan: 1 to create, 0 to change`,
    );
    expect(first.stdout).toMatch(
      /ConfigMap \S+\/settings created\napplied of commit [0-9a-f]{7}: 1 created\n$/,
    );
    expect(managers(await get('configmap/settings'))).toEqual(['kubectl-gitops/Apply']);
    push({ 'settings.yaml': configMap(namespace, 'settings', '{a: two}') });
    const second = await apply();
    expect(second.code).toBe(0);
    expect(objectAt((await get('configmap/settings')).data)).toEqual({ a: 'two' });
    const after = await run('diff', '-o', 'json');
    expect(after.json()).toMatchObject({ summary: { objects: 1, inSync: 1 }, warnings: [] });
    expect((await apply()).stdout).toContain(': 1 unchanged\n');
    expect(repo.git('status', '--short')).toBe('');
  });

  it('--dry-run shows the plan and moves nothing', async () => {
    const { run, cluster, namespace } = await world(one);
    const outcome = await run('apply', '--dry-run');
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining('plan: 1 to create') });
    expect(await cluster.run(['get', 'configmaps,secrets', '-n', namespace, '-o', 'name'])).not.toMatch(
      /settings|gitops/,
    );
  });

  it('asks first, and without a terminal does nothing', async () => {
    const { run, cluster, namespace } = await world(one);
    const outcome = await run('apply');
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('(NOT_CONFIRMED)') });
    expect(await cluster.run(['get', 'configmaps', '-n', namespace, '-o', 'name'])).not.toContain('settings');
  });

  it('refuses what is not committed, and what is not pushed', async () => {
    const { apply, repo, namespace, cluster } = await world(one);
    repo.write({ 'settings.yaml': configMap(namespace, 'settings', '{a: mine}') });
    expect(await apply()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('1 file is not committed (NOT_COMMITTED)\nsettings.yaml\n'),
    });
    repo.write(one(namespace));
    repo.write({ 'untracked.yaml': configMap(namespace, 'untracked') });
    expect(await apply()).toMatchObject({ code: 1, stderr: expect.stringContaining('(NOT_COMMITTED)') });
    repo.commit({});
    expect(await apply()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('1 commit is not on origin/main (NOT_PUSHED)'),
    });
    repo.git('push', '--quiet');
    repo.git('checkout', '--quiet', '-b', 'local');
    expect(await apply()).toMatchObject({ code: 1, stderr: expect.stringContaining('no upstream') });
    expect(await cluster.run(['get', 'configmaps', '-n', namespace, '-o', 'name'])).not.toContain('settings');
    repo.git('checkout', '--quiet', 'main');
    expect((await apply()).code).toBe(0);
  });

  it('refuses to overwrite a live change, unless told to', async () => {
    const { apply, cluster, namespace, get } = await world(one);
    await apply();
    await cluster.run(['patch', 'configmap/settings', '-n', namespace, '-p', '{"data":{"a":"mine"}}']);
    const refused = await apply();
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('1 live change would be lost (OVERWRITES_LIVE)'),
    });
    expect(refused.stderr).toContain(`ConfigMap ${namespace}/settings .data.a  kubectl-patch`);
    expect(objectAt((await get('configmap/settings')).data)).toEqual({ a: 'mine' });
    expect((await apply('--overwrite-drift')).code).toBe(0);
    expect(objectAt((await get('configmap/settings')).data)).toEqual({ a: 'one' });
  });

  it('refuses what a controller deploys, and names the way to sync it', async () => {
    const { apply, cluster, namespace } = await world(one);
    await apply();
    const id = `argocd.argoproj.io/tracking-id=shop:/ConfigMap:${namespace}/settings`;
    await cluster.run(['annotate', 'configmap/settings', '-n', namespace, id]);
    const { code, stderr } = await apply();
    expect(code).toBe(1);
    expect(stderr).toContain('is deployed by Argo CD Application shop (DEPLOYED_BY_CONTROLLER)');
    expect(stderr).toContain('argocd app sync shop');
  });

  it('refuses a root that the configuration gives to another cluster', async () => {
    const { apply, push } = await world((namespace) => ({
      'web/settings.yaml': configMap(namespace, 'settings'),
    }));
    push({
      '.gitops.yaml':
        'apiVersion: kubectl-gitops/v1\nkind: Config\nenvironments:\n  - {name: prod, context: prod-eu, apps: [{root: web}]}\n',
    });
    expect(await apply('./web')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('web belongs to prod'),
    });
  });

  it('refuses what the server would refuse, before anything is applied', async () => {
    const { apply, push, cluster, namespace } = await world(one);
    push({
      'bad.yaml': `apiVersion: v1\nkind: Service\nmetadata: {name: bad, namespace: ${namespace}}\nspec: {ports: [{port: 99999}]}\n`,
    });
    const { code, stderr } = await apply();
    expect(code).toBe(3);
    expect(stderr).toContain(`Service ${namespace}/bad: `);
    expect(await cluster.run(['get', 'configmaps', '-n', namespace, '-o', 'name'])).not.toContain('settings');
  });

  it('takes over what kubectl applied, so that what leaves git leaves the cluster', async () => {
    const { apply, push, cluster, namespace, get, repo } = await world((name) => ({
      'settings.yaml': configMap(name, 'settings', '{a: one, b: two}'),
    }));
    await cluster.run(['apply', '-f', join(repo.dir, 'settings.yaml')]);
    expect((await apply()).code).toBe(0);
    const taken = await get('configmap/settings');
    expect(managers(taken)).toEqual(['kubectl-gitops/Apply']);
    expect(objectAt(taken.metadata, 'annotations')).toEqual({});
    push({ 'settings.yaml': configMap(namespace, 'settings', '{a: one}') });
    expect((await apply()).code).toBe(0);
    expect(objectAt((await get('configmap/settings')).data)).toEqual({ a: 'one' });
  });

  it('a Namespace, a CRD and an object of it in one push', async () => {
    const { apply, push, cluster, namespace } = await world(one);
    const kind = `Thing${namespace.slice(-8)}`;
    const plural = `${kind.toLowerCase()}s`;
    push({
      'all.yaml': `apiVersion: apply.example.com/v1
kind: ${kind}
metadata: {name: mine, namespace: ${namespace}-new}
spec: {size: 3}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ${plural}.apply.example.com}
spec:
  group: apply.example.com
  scope: Namespaced
  names: {kind: ${kind}, plural: ${plural}}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true}}}}
---
apiVersion: v1
kind: Namespace
metadata: {name: ${namespace}-new}
`,
    });
    const outcome = await apply();
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(
      await cluster.run(['get', plural, '-n', `${namespace}-new`, '-o', 'jsonpath={.items[*].spec.size}']),
    ).toBe('3');
    await cluster.run(['delete', `crd/${plural}.apply.example.com`, '--wait=false']);
  });

  it('leaves a record that kubectl understands: an ApplySet with repository, root and revision', async () => {
    const { apply, get, namespace, repo, push } = await world(one);
    await apply();
    const parent = await get('secret/gitops-root');
    const id = objectAt(parent.metadata, 'labels')['applyset.kubernetes.io/id'];
    expect(id).toMatch(/^applyset-[\w-]{43}-v1$/);
    expect(
      objectAt((await get('configmap/settings')).metadata, 'labels')['applyset.kubernetes.io/part-of'],
    ).toBe(id);
    const head = repo.git('rev-parse', 'HEAD').trim();
    expect(objectAt(parent.metadata, 'annotations')).toMatchObject({
      'applyset.kubernetes.io/contains-group-kinds': 'ConfigMap',
      'applyset.kubernetes.io/tooling': expect.stringMatching(/^kubectl-gitops\/v/),
      'kubectl-gitops/root': '.',
      'kubectl-gitops/revision': head,
      'kubectl-gitops/repository': repo.git('remote', 'get-url', 'origin').trim(),
    });
    push({ 'bad.yaml': configMap(`${namespace}-none`, 'bad') });
    expect((await apply()).code).not.toBe(0);
    expect(
      objectAt((await get('secret/gitops-root')).metadata, 'annotations')['kubectl-gitops/revision'],
    ).toBe(head);
  });

  it('diff knows the revision by it, says that an apply did not finish, and finds what git left', async () => {
    const { apply, push, run, repo, cluster, namespace } = await world((name) => ({
      'settings.yaml': configMap(name, 'settings', '{a: one, b: one}'),
      'old.yaml': `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: old, namespace: ${name}}\n`,
    }));
    await apply();
    const revision = repo.git('rev-parse', 'HEAD').trim();
    repo.git('rm', '--quiet', 'old.yaml');
    push({ 'settings.yaml': configMap(namespace, 'settings', '{a: one, b: two}') });
    await cluster.run(['patch', 'configmap/settings', '-n', namespace, '-p', '{"data":{"a":"mine"}}']);
    expect((await run('diff', '-o', 'json')).json()).toMatchObject({
      objects: [
        {
          name: 'settings',
          status: 'conflict',
          app: { deployer: 'gitops', deployedRevision: revision },
          changes: [
            { path: '.data.a', moved: 'live' },
            { path: '.data.b', moved: 'git' },
          ],
        },
        { kind: 'ServiceAccount', name: 'old', status: 'orphan' },
      ],
      warnings: [],
    });
    const note = `kubectl-gitops/revision=${revision} applying=${repo.git('rev-parse', 'HEAD').trim()}`;
    await cluster.run(['annotate', '--overwrite', 'secret/gitops-root', '-n', namespace, note]);
    const { warnings } = (await run('diff', '-o', 'json')).json();
    expect(warnings).toMatchObject([{ code: 'APPLY_UNFINISHED' }]);
  });

  it('-f leaves no record', async () => {
    const { apply, cluster, namespace } = await world(one);
    expect((await apply('-f', 'settings.yaml')).code).toBe(0);
    expect(await cluster.run(['get', 'secrets', '-n', namespace, '-o', 'name'])).toBe('');
  });

  it('--prune deletes what it brought and git no longer declares, and nothing else', async () => {
    const { apply, cluster, namespace, repo, run } = await world((name) => ({
      'settings.yaml': configMap(name, 'settings'),
      'old.yaml': `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: old, namespace: ${name}}\n`,
    }));
    await apply();
    await cluster.run(['create', 'serviceaccount', 'foreign', '-n', namespace]);
    await cluster.run([
      'label',
      'serviceaccount/foreign',
      '-n',
      namespace,
      'applyset.kubernetes.io/part-of=applyset-other-v1',
    ]);
    repo.git('rm', '--quiet', 'old.yaml');
    repo.git('commit', '--quiet', '--message', 'no longer');
    repo.git('push', '--quiet');
    expect((await run('apply', '--prune', '--dry-run')).stdout).toContain(
      `  delete  ServiceAccount ${namespace}/old\n`,
    );
    expect((await apply()).stdout).toContain('0 to delete');
    const pruned = await apply('--prune');
    expect(pruned).toMatchObject({
      stderr: '',
      code: 0,
      stdout: expect.stringContaining(`ServiceAccount ${namespace}/old pruned\n`),
    });
    const left = await cluster.run(['get', 'serviceaccounts', '-n', namespace, '-o', 'name']);
    expect(left).toContain('serviceaccount/foreign');
    expect(left).not.toContain('serviceaccount/old');
  });

  it('--wait waits for rollouts, and names what is late', async () => {
    const deployment = (namespace: string, name: string, replicas: number) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: web, image: nginx}]}}
`;
    const { apply, push, namespace } = await world((name) => ({ 'none.yaml': deployment(name, 'none', 0) }));
    expect(await apply('--wait')).toMatchObject({ code: 0, stderr: '' });
    // no node runs here: its pod never becomes ready
    push({ 'one.yaml': deployment(namespace, 'one', 1) });
    const late = await apply('--wait', '--timeout=2s');
    expect(late.code).toBe(6);
    expect(late.stderr).toContain(
      `Deployment ${namespace}/one is applied, and not rolled out: 0 of 1 replicas are ready`,
    );
  });

  it('with a reason applies what is refused, under the name of who gives it, and git takes it back later', async () => {
    const { run, apply, repo, namespace, get, cluster } = await world((name) => ({
      ...one(name),
      'other.yaml': configMap(name, 'other'),
    }));
    expect((await apply()).code).toBe(0);
    repo.write({ 'settings.yaml': configMap(namespace, 'settings', '{a: night}') });
    const bare = await run('apply', '--break-glass=', '--yes');
    expect(bare).toMatchObject({ code: 2, stderr: expect.stringContaining('needs a reason') });
    const broken = await apply('--break-glass=INC-42: out of memory');
    expect(broken).toMatchObject({
      code: 0,
      stderr: 'break-glass: 1 file is not committed\n',
      stdout: expect.stringMatching(/ConfigMap \S+\/settings changed\napplied: 1 changed\n$/),
    });
    const live = await get('configmap/settings');
    expect(objectAt(live.data)).toEqual({ a: 'night' });
    expect(managers(live).filter((one) => one.startsWith('kubectl-apply.'))).toHaveLength(1);
    const events = await cluster.run([
      'get',
      'events',
      '-n',
      namespace,
      '-o',
      'jsonpath={.items[*].message}',
    ]);
    expect(events).toMatch(/apply past git by \S+: INC-42: out of memory/);
    expect(managers(await get('configmap/other'))).toEqual(['kubectl-gitops/Apply']);
    repo.git('checkout', '--quiet', '.');
    const seen = await run('diff');
    expect(seen.stdout).toContain('INC-42: out of memory');
    expect(seen.stdout).toMatch(/live +night +kubectl-apply\./);
    expect((await apply('--overwrite-drift')).code).toBe(0);
    const after = await get('configmap/settings');
    expect(objectAt(after.data)).toEqual({ a: 'one' });
    expect(managers(after)).toEqual(['kubectl-gitops/Apply']);
    expect(JSON.stringify(after.metadata)).not.toContain('INC-42');
  });

  it('no reason makes an invalid manifest right, nor a forbidden glass', async () => {
    const { apply, push, namespace, get, repo } = await world(one);
    push({ 'settings.yaml': configMap(namespace, 'settings', '{a: [1]}') });
    expect((await apply('--break-glass=INC-42')).code).toBe(3);
    push({
      'settings.yaml': configMap(namespace, 'settings'),
      '.gitops.yaml': `apiVersion: kubectl-gitops/v1
kind: Config
guard: {break-glass: deny}
`,
    });
    expect((await apply()).code).toBe(0);
    const { resourceVersion } = objectAt((await get('configmap/settings')).metadata);
    repo.write({ 'settings.yaml': configMap(namespace, 'settings', '{a: night}') });
    const denied = await apply('--break-glass=INC-42');
    expect(denied).toMatchObject({ code: 1, stderr: expect.stringContaining('break-glass is switched off') });
    expect(objectAt((await get('configmap/settings')).metadata).resourceVersion).toBe(resourceVersion);
  });

  it('killed at any moment, a second run finishes what the first began', async () => {
    const count = 40;
    const { cluster, namespace, repo, run, get } = await world((name) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`${index}.yaml`, configMap(name, `map-${index}`)]),
      ),
    );
    const shell = guarded(cluster);
    for (const wait of [350, 500, 700]) {
      const child = spawn(join(repositoryRoot, 'plugin/kubectl-gitops'), ['apply', '--yes'], {
        cwd: repo.dir,
        env: { ...process.env, ...shell.env },
        stdio: 'ignore',
      });
      // listened for from the start: a quick machine ends before it is killed
      const ended = once(child, 'exit');
      await new Promise((go) => setTimeout(go, wait));
      child.kill('SIGKILL');
      await ended;
    }
    expect((await run('apply', '--yes')).code).toBe(0);
    const names = await cluster.run(['get', 'configmaps', '-n', namespace, '-o', 'name']);
    expect(names.match(/map-\d+/g)?.length).toBe(count);
    expect(
      objectAt((await get('secret/gitops-root')).metadata, 'annotations')['kubectl-gitops/revision'],
    ).toBe(repo.git('rev-parse', 'HEAD').trim());
  });

  it('with the server gone in the middle, it says so, and once it is back a second run finishes', async () => {
    const count = 200;
    const { cluster, repo, run, namespace } = await world((name) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`${index}.yaml`, configMap(name, `map-${index}`)]),
      ),
    );
    const server = await secondServer(cluster);
    const applied = async () =>
      (await cluster.run(['get', 'configmaps', '-n', namespace, '-o', 'name'])).match(/map-\d+/g) ?? [];
    const first = gitops(['apply', '--yes'], { cwd: repo.dir, kubeconfig: server.kubeconfig });
    while ((await applied()).length === 0) await new Promise((go) => setTimeout(go, 1));
    await server.crash();
    const { code, stderr } = await first;
    expect(code).toBe(6);
    expect(stderr).toMatch(/^error: ConfigMap \S+\/map-\d+: the API server .* \(UNREACHABLE\)$/m);
    expect(stderr).toMatch(/\d+ objects were not tried any more/);
    expect((await applied()).length).toBeLessThan(count);
    await server.restart();
    const again = await gitops(['apply', '--yes'], { cwd: repo.dir, kubeconfig: server.kubeconfig });
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('did not finish') });
    expect(await applied()).toHaveLength(count);
    expect((await run('diff', '-o', 'json')).json()).toMatchObject({ summary: { inSync: count } });
  });

  it('cut off in the middle, it says so, and a second run finishes', async () => {
    const count = 30;
    const { cluster, repo, run, namespace } = await world((name) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`${index}.yaml`, configMap(name, `map-${index}`)]),
      ),
    );
    const requests: string[] = [];
    const proxy = await countingProxy(cluster, requests);
    const cutting = gitops(['apply', '--yes'], { cwd: repo.dir, kubeconfig: proxy.kubeconfig });
    const isWriting = () => requests.some((one) => one.startsWith('PATCH') && !one.includes('dryRun=All'));
    while (!isWriting()) await new Promise((go) => setTimeout(go, 2));
    await proxy[Symbol.asyncDispose]();
    const { code, stderr } = await cutting;
    expect([4, 6]).toContain(code);
    expect(stderr).toMatch(/UNREACHABLE|SERVER_ERROR/);
    expect((await run('apply', '--yes')).code).toBe(0);
    const names = await cluster.run(['get', 'configmaps', '-n', namespace, '-o', 'name']);
    expect(names.match(/map-\d+/g)?.length).toBe(count);
  });

  it('two at once: both end, and every object is whole', async () => {
    const { apply, run } = await world((name) =>
      Object.fromEntries(
        Array.from({ length: 20 }, (_, index) => [`${index}.yaml`, configMap(name, `map-${index}`)]),
      ),
    );
    const codes = (await Promise.all([apply(), apply()])).map(({ code }) => code);
    // the slower one finds what it did not show
    for (const code of codes) expect([0, 5]).toContain(code);
    expect((await apply()).code).toBe(0);
    expect((await run('diff', '-o', 'json')).json()).toMatchObject({ summary: { objects: 20, inSync: 20 } });
  });
});
