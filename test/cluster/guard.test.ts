import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isArray, isObject, type JsonObject, objectAt } from '../../src/object.ts';
import { repositoryRoot } from '../support/cache.ts';
import type { Cluster } from '../support/servers/cluster.ts';
import { countingProxy } from '../support/servers/counting-proxy.ts';
import { guarded } from '../support/guarded.ts';
import { entries } from '../support/servers/kubeconfig.ts';
import { folder, repository } from '../support/repository.ts';
import { attempt } from '../support/run.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';

const manifest = (namespace: string, replicas = 0) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: ${namespace}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "nginx:1"}]
`;

/** A Deployment that a repository declares and that was compared once. `guard`: of its configuration. */
async function world({ replicas = 0, guard = '' } = {}) {
  const cluster = sharedCluster();
  const shell = guarded(cluster);
  const namespace = await cluster.namespace('guard');
  const config = `apiVersion: kubectl-gitops/v1\nkind: Config\nenvironments:\n  - name: test\n    server: ${cluster.server}\n    apps: [{root: web}]\n${guard}`;
  const repo = repository({ 'web/web.yaml': manifest(namespace, replicas), '.gitops.yaml': config });
  await cluster.run(['apply', '--server-side', '-f', join(repo.dir, 'web')]);
  const gitops = (args: readonly string[], cwd = folder()) =>
    attempt(join(repositoryRoot, 'plugin/kubectl-gitops'), args, { cwd, env: shell.env });
  expect(await gitops(['diff'], repo.dir)).toMatchObject({ code: 0, stderr: '' });
  const live = async (): Promise<JsonObject> => {
    const args = ['get', 'deployment/web', '-n', namespace, '-o', 'json', '--show-managed-fields'];
    const value: unknown = JSON.parse(await cluster.run(args));
    return isObject(value) ? value : {};
  };
  const glass = (...args: readonly string[]) =>
    gitops(['guard', 'run', '--break-glass=INC-42: traffic', '--', ...args, '-n', namespace]);
  return { cluster, shell, namespace, repo, gitops, live, glass };
}

function managersOf(live: JsonObject): readonly string[] {
  const { managedFields } = objectAt(live.metadata);
  return isArray(managedFields) ? managedFields.map((entry) => String(objectAt(entry).manager)) : [];
}

function noteOn(live: JsonObject): unknown {
  const text = objectAt(live.metadata, 'annotations')['kubectl-gitops/break-glass'];
  return typeof text === 'string' ? JSON.parse(text) : null;
}

async function events(cluster: Cluster, namespace: string): Promise<readonly string[]> {
  const out = [
    '-o',
    'jsonpath={range .items[*]}{.involvedObject.kind}/{.involvedObject.name}: {.message}{"\\n"}{end}',
  ];
  const text = await cluster.run([
    'get',
    'events',
    '-n',
    namespace,
    '--field-selector',
    'reason=BreakGlass',
    ...out,
  ]);
  return text.split('\n').filter((line) => line !== '');
}

describe('guard: whose object it is', () => {
  it('what belongs to an owned object is owned with it; a pod that comes back may go', async () => {
    const { cluster, shell, namespace } = await world({ replicas: 1 });
    const pod = await eventually(() => cluster.run(['get', 'pods', '-n', namespace, '-o', 'name']));
    const refused = await shell.kubectl(['label', pod.trim(), 'a=b', '-n', namespace]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('git owns Pod ');
    expect(
      (await shell.kubectl(['scale', 'rs', '-l', 'app=web', '--replicas=2', '-n', namespace])).code,
    ).toBe(1);
    const deleted = await shell.kubectl(['delete', pod.trim(), '--wait=false', '-n', namespace]);
    expect(deleted).toMatchObject({ code: 0, stderr: '' });
  });

  it('a ConfigMap that nobody declares passes, one that git declares may not be created by hand', async () => {
    const { shell, namespace, cluster, repo, gitops } = await world();
    expect((await shell.kubectl(['create', 'configmap', 'free', '-n', namespace])).code).toBe(0);
    expect((await shell.kubectl(['delete', 'configmap', 'free', '-n', namespace])).code).toBe(0);
    const settings = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: ${namespace}}\n`;
    repo.commit({ 'web/settings.yaml': settings });
    await gitops(['diff'], repo.dir);
    const refused = await shell.kubectl(['create', 'configmap', 'settings', '-n', namespace]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      `error: git declares ConfigMap ${namespace}/settings: create is refused`,
    );
    expect(await cluster.run(['get', 'configmaps', '-n', namespace, '-o', 'name'])).not.toContain('settings');
  });

  it('a namespace that holds what git declares is not deleted in passing', async () => {
    const { shell, namespace } = await world();
    const { code, stderr } = await shell.kubectl(['delete', 'namespace', namespace]);
    expect(code).toBe(1);
    expect(stderr).toContain(`Namespace ${namespace} holds 1 object that git owns`);
  });

  it('exactly what git declares may be applied, and nothing else; uncommitted work is not git', async () => {
    const { shell, repo, namespace } = await world();
    const file = join(repo.dir, 'web/web.yaml');
    expect(await shell.kubectl(['apply', '--server-side', '-f', file])).toMatchObject({
      code: 0,
      stderr: '',
    });
    const piped = await shell.kubectl(['apply', '--server-side', '-f', '-'], { input: manifest(namespace) });
    expect(piped).toMatchObject({ code: 0, stdout: 'deployment.apps/web serverside-applied\n' });
    repo.write({ 'web/web.yaml': manifest(namespace, 3) });
    const changed = await shell.kubectl(['apply', '--server-side', '-f', 'web'], { cwd: repo.dir });
    expect(changed.code).toBe(1);
    expect(changed.stderr).toContain('commit and push it, then: kubectl gitops apply ./web');
  });

  it('knows a repository until it is forgotten', async () => {
    const { shell, repo, namespace, gitops } = await world();
    const scale = ['scale', 'deployment/web', '--replicas=0', '-n', namespace];
    expect((await shell.kubectl(scale)).code).toBe(1);
    expect((await gitops(['guard', 'repos'])).stdout).toMatch(new RegExp(`^${repo.dir} .*\n  web\n$`));
    expect((await gitops(['guard', 'forget', repo.dir])).code).toBe(0);
    expect((await shell.kubectl(scale)).code).toBe(0);
    expect((await gitops(['guard', 'forget', repo.dir])).code).toBe(2);
  });

  it('follows --server, --token and their like to the same cluster', async () => {
    const { shell, cluster, namespace } = await world();
    const scale = ['scale', 'deployment/web', '--replicas=0', '-n', namespace];
    const refused = async (words: readonly string[], env: Readonly<Record<string, string>> = {}) => {
      const { code, stderr } = await shell.kubectl([...scale, ...words], { env });
      expect(stderr).toContain('(GUARD_DENIED)');
      expect(code).toBe(1);
    };
    await refused(['--server', cluster.server]);
    const { cluster: entry, user } = entries(cluster.kubeconfig);
    const file = (name: string, data: unknown) => {
      const path = join(folder(), name);
      writeFileSync(path, Buffer.from(String(data), 'base64'), { mode: 0o600 });
      return path;
    };
    const certificates = [
      `--certificate-authority=${file('ca', entry['certificate-authority-data'])}`,
      `--client-certificate=${file('cert', user['client-certificate-data'])}`,
      `--client-key=${file('key', user['client-key-data'])}`,
    ];
    await refused([`--server=${cluster.server}`, ...certificates], { KUBECONFIG: '/dev/null' });
    const login = await shell.kubectl([...scale, '--token=wrong']);
    expect(login.stderr).toContain('UNAUTHORIZED');
  });

  it('says it as data', async () => {
    const { gitops, namespace } = await world();
    const args = [
      'guard',
      'check',
      '-o',
      'json',
      '--',
      'scale',
      'deployment/web',
      '--replicas=3',
      '-n',
      namespace,
    ];
    const { code, stdout } = await gitops(args);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      apiVersion: 'kubectl-gitops/v1',
      kind: 'GuardDecision',
      verdict: 'deny',
      breakGlass: true,
      verb: 'scale',
      reasons: [
        {
          code: 'OWNED_BY_GIT',
          object: { kind: 'Deployment', namespace, name: 'web' },
          source: { file: 'web/web.yaml', line: 1 },
          changes: [{ path: '.spec.replicas', git: 0, source: { file: 'web/web.yaml', line: 7 } }],
          drift: [],
          fate: 'pending',
        },
      ],
    });
  });
});

describe('guard: cost', () => {
  it('asks the API server once for a refusal, and for nothing it knows from before', async () => {
    const { cluster, shell, namespace } = await world();
    const requests: string[] = [];
    await using counting = await countingProxy(cluster, requests);
    const args = ['guard', 'check', '--', 'scale', 'deployment/web', '--replicas=3', '-n', namespace];
    const check = () =>
      attempt(join(repositoryRoot, 'plugin/kubectl-gitops'), args, {
        cwd: folder(),
        env: { ...shell.env, KUBECONFIG: counting.kubeconfig },
      });
    // through another address: what the cluster is and serves is asked once
    expect((await check()).code).toBe(1);
    requests.length = 0;
    expect((await check()).code).toBe(1);
    expect(requests).toEqual([`GET /apis/apps/v1/namespaces/${namespace}/deployments/web`]);
  });
});

describe('guard: policy', () => {
  it('protect: none lets everything pass', async () => {
    const { shell, namespace } = await world({ guard: 'guard: {protect: none}\n' });
    expect((await shell.kubectl(['scale', 'deployment/web', '--replicas=0', '-n', namespace])).code).toBe(0);
  });

  it('restart: deny refuses a restart, which otherwise passes with a line about its fate', async () => {
    const { shell, namespace } = await world({ guard: 'guard: {restart: deny}\n' });
    expect((await shell.kubectl(['rollout', 'restart', 'deployment/web', '-n', namespace])).code).toBe(1);
    const other = await world();
    const args = ['rollout', 'restart', 'deployment/web', '-n', other.namespace];
    const { code, stderr } = await other.shell.kubectl(args);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^note: rollout restart of Deployment .* is allowed: /);
  });

  it('break-glass: deny leaves no way but git', async () => {
    const { glass, namespace, live } = await world({ guard: 'guard: {break-glass: deny}\n' });
    const { code, stderr } = await glass('scale', 'deployment/web', '--replicas=3');
    expect(code).toBe(1);
    expect(stderr).not.toContain('in an emergency');
    expect(objectAt((await live()).spec).replicas).toBe(0);
    expect(namespace).not.toBe('');
  });
});

describe('guard: break-glass', () => {
  const user = { reason: 'INC-42: traffic', who: 'admin', revision: expect.stringMatching(/^[0-9a-f]{40}$/) };

  it('changes under the person’s name, notes the reason on the object and in an Event, and diff shows it', async () => {
    const { glass, live, cluster, namespace, gitops, repo } = await world();
    expect((await glass('set', 'image', 'deployment/web', 'web=nginx:2')).code).toBe(0);
    const now = await live();
    expect(managersOf(now)).toContain('kubectl-set.admin');
    expect(noteOn(now)).toMatchObject({ ...user, verb: 'set image' });
    expect(await events(cluster, namespace)).toEqual([
      'Deployment/web: set image past git by admin: INC-42: traffic',
    ]);
    const { code, stdout } = await gitops(['diff'], repo.dir);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\n {2}break-glass {2}"INC-42: traffic" {2}admin {2}\d{4}-\d\d-\d\d/);
    expect(stdout).toContain('1 drifted (1 field)');
  });

  it('names the person where kubectl has no flag for it: scale, and its preconditions hold', async () => {
    const { glass, live } = await world();
    expect((await glass('scale', 'deployment/web', '--replicas=1', '--current-replicas=7')).code).toBe(1);
    expect(noteOn(await live())).toBeNull();
    expect((await glass('scale', 'deployment/web', '--replicas=1')).code).toBe(0);
    const now = await live();
    expect(managersOf(now)).toContain('kubectl-scale.admin');
    expect(noteOn(now)).toMatchObject({ ...user, verb: 'scale' });
  });

  it('rollout undo goes back under the person’s name', async () => {
    const { glass, live, cluster, namespace } = await world();
    await cluster.run(['set', 'image', 'deployment/web', 'web=nginx:2', '-n', namespace]);
    await cluster.run(['rollout', 'status', 'deployment/web', '-n', namespace, '--timeout=20s']);
    expect((await glass('rollout', 'undo', 'deployment/web')).code).toBe(0);
    const now = await live();
    expect(JSON.stringify(now.spec)).toContain('"nginx:1"');
    expect(managersOf(now)).toContain('kubectl-rollout.admin');
    expect(noteOn(now)).toMatchObject({ ...user, verb: 'rollout undo' });
  });

  it('patch and annotate carry the note in their own request', async () => {
    const { glass, live } = await world();
    const generation = async () => objectAt((await live()).metadata).resourceVersion;
    const before = await generation();
    expect((await glass('patch', 'deployment/web', '-p', '{"spec":{"paused":true}}')).code).toBe(0);
    expect(managersOf(await live())).not.toContain('kubectl-gitops-guard');
    expect(noteOn(await live())).toMatchObject({ ...user, verb: 'patch' });
    expect(await generation()).not.toBe(before);
    const other = await world();
    expect((await other.glass('annotate', 'deployment/web', 'a=b')).code).toBe(0);
    expect(noteOn(await other.live())).toMatchObject({ verb: 'annotate' });
    expect(managersOf(await other.live())).not.toContain('kubectl-gitops-guard');
  });

  it('delete leaves the Event', async () => {
    const { glass, cluster, namespace } = await world();
    expect((await glass('delete', 'deployment/web')).code).toBe(0);
    expect(await events(cluster, namespace)).toEqual([
      'Deployment/web: delete past git by admin: INC-42: traffic',
    ]);
  });

  it('needs a reason, and notes nothing where nothing was changed', async () => {
    const { gitops, namespace, live, cluster, shell } = await world();
    const without = [
      'guard',
      'run',
      '--break-glass=',
      '--',
      'scale',
      'deployment/web',
      '--replicas=3',
      '-n',
      namespace,
    ];
    expect(await gitops(without)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('needs a reason'),
    });
    const unchanged = [
      'scale',
      'deployment/web',
      '--replicas=0',
      '-n',
      namespace,
      '--break-glass',
      'for nothing',
    ];
    expect((await shell.kubectl(unchanged)).code).toBe(0);
    expect(noteOn(await live())).toBeNull();
    expect(await events(cluster, namespace)).toEqual([]);
  });
});

/** What a controller makes needs a moment. */
async function eventually(read: () => Promise<string>): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const text = await read();
    if (text.trim() !== '') return text;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('it never came');
}
