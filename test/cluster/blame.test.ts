import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isArray, isObject, type JsonObject } from '../../src/object.ts';
import { buildTool } from '../support/build.ts';
import { gitops, type Outcome } from '../support/gitops.ts';
import { folder, repository } from '../support/repository.ts';
import { sharedCluster } from '../support/shared-cluster.ts';

const deployment = `apiVersion: apps/v1
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
const patch = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - name: web
          resources:
            limits:
              memory: 512Mi
`;
const secret =
  'apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData:\n  url: hunter2\n  user: ada-l\n';
const MEMORY = '.spec.template.spec.containers[name="web"].resources.limits.memory';

async function world(files: Readonly<Record<string, string>>) {
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
function fieldsOf(outcome: Outcome): ReadonlyMap<string, JsonObject> {
  const { objects } = outcome.json();
  const [object] = isArray(objects) ? objects : [];
  const fields = isObject(object) && isArray(object.fields) ? object.fields.filter(isObject) : [];
  return new Map(fields.map((field) => [String(field.path), field]));
}

describe('blame', () => {
  it('names commit, author and line of every declared field, and who set it live', async () => {
    const { repo, kubectl, blame } = await world({ 'web.yaml': deployment });
    const first = repo.git('rev-parse', 'HEAD').trim();
    repo.write({ 'web.yaml': deployment.replace('replicas: 2', 'replicas: 3') });
    repo.git('-c', 'user.name=Grace', 'commit', '--quiet', '--all', '--message', 'more');
    const second = repo.git('rev-parse', 'HEAD').trim();
    await kubectl('apply', '--server-side', '-f', 'web.yaml');
    const synced = await blame('deployment/web', '-o', 'json');
    expect(synced.code).toBe(0);
    expect([...fieldsOf(synced).keys()]).toEqual([
      '.apiVersion',
      '.kind',
      '.metadata.name',
      '.spec.replicas',
      '.spec.selector.matchLabels.app',
      '.spec.template.metadata.labels.app',
      '.spec.template.spec.containers[name="web"].name',
      '.spec.template.spec.containers[name="web"].image',
      MEMORY,
    ]);
    expect(fieldsOf(synced).get('.spec.replicas')).toEqual({
      path: '.spec.replicas',
      class: null,
      moved: null,
      git: 3,
      live: 3,
      owner: {
        manager: 'kubectl',
        operation: 'Apply',
        subresource: null,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
      source: {
        file: 'web.yaml',
        line: 6,
        commit: second,
        author: 'Grace',
        time: expect.any(String),
        uncommitted: false,
      },
      fate: null,
      because: null,
      ignoredBy: null,
    });
    await kubectl('set', 'resources', 'deployment/web', '--limits=memory=1Gi');
    await kubectl('annotate', 'deployment/web', 'note=by-hand');
    const changed = await blame('deployment/web', '-o', 'json');
    expect(changed.code).toBe(1);
    expect((await blame('deployment/web', '--exit-zero')).code).toBe(0);
    expect(changed.json()).toMatchObject({
      apiVersion: 'kubectl-gitops/v1',
      kind: 'BlameReport',
      server: expect.stringMatching(/^v1\./),
      repository: { revision: second, branch: 'main', dirty: false },
      summary: { objects: 1, inSync: 0, unknown: 0, fields: 9, differing: 1, uncommitted: 0, onlyLive: 1 },
      objects: [
        { kind: 'Deployment', name: 'web', status: 'drifted', source: { file: 'web.yaml', line: 1 } },
      ],
      warnings: [],
    });
    const fields = fieldsOf(changed);
    expect(fields.get(MEMORY)).toMatchObject({
      class: 'changed',
      moved: 'live',
      git: '256Mi',
      live: '1Gi',
      owner: { manager: 'kubectl-set' },
      source: { line: 16, commit: first, author: 'Ada' },
    });
    expect([...fields.keys()].at(-1)).toBe('.metadata.annotations.note');
    const note = fields.get('.metadata.annotations.note');
    expect(note).toMatchObject({ class: 'extra', live: 'by-hand', source: null });
    expect(note).not.toHaveProperty('git');
    const text = await blame('./web.yaml');
    expect(text.stdout).toMatch(
      /^ {2}\w{7} {2}Ada {2}[\d-]{10} {2}web\.yaml:16 {2}\S+memory {2}256Mi {2}live 1Gi {2}kubectl-set {2}[\d-]{10} [\d:]{5} UTC$/m,
    );
  });

  it('says which lines are not committed, in a changed file and in a new one, and blames a commit when asked', async () => {
    const { repo, kubectl, blame } = await world({ 'web.yaml': deployment });
    await kubectl('apply', '--server-side', '-f', 'web.yaml');
    repo.write({
      'web.yaml': deployment.replace('replicas: 2', 'replicas: 4'),
      'new.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: new}\n',
    });
    const replicas = (outcome: Outcome) => fieldsOf(outcome).get('.spec.replicas');
    const edited = await blame('deployment/web', '-o', 'json');
    expect(replicas(edited)).toMatchObject({
      git: 4,
      live: 2,
      source: { line: 6, commit: null, author: null, uncommitted: true },
    });
    expect(fieldsOf(edited).get(MEMORY)).toMatchObject({ source: { author: 'Ada', uncommitted: false } });
    const made = await blame('configmap/new');
    expect(made.stdout).toContain('  not committed  -  -  new.yaml:2  .kind  ConfigMap\n');
    expect(made.stdout).toContain('not in the cluster');
    const committed = await blame('deployment/web', '--revision', 'HEAD', '-o', 'json');
    expect(committed.code).toBe(0);
    expect(replicas(committed)).toMatchObject({ git: 2, source: { author: 'Ada', uncommitted: false } });
  });

  it('finds the patch of an overlay, and its own line for what the overlay leaves alone', async () => {
    const { namespace, repo, kubectl, blame } = await world({
      'base/web.yaml': deployment,
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'prod/memory.yaml': patch,
    });
    repo.commit({
      'prod/kustomization.yaml': `namespace: ${namespace}\nresources: [../base]\npatches: [{path: memory.yaml}]\n`,
    });
    await kubectl('apply', '--server-side', '-k', 'prod');
    const fields = fieldsOf(await blame('./prod', '-o', 'json'));
    expect(fields.get(MEMORY)).toMatchObject({
      class: null,
      git: '512Mi',
      source: { file: 'prod/memory.yaml', line: 11, author: 'Ada' },
    });
    const places = ['.kind', '.metadata.namespace', '.spec.replicas'].map((path) => fields.get(path)?.source);
    expect(places).toMatchObject([
      { file: 'base/web.yaml', line: 2 },
      { file: 'prod/kustomization.yaml', line: 1 },
      { file: 'base/web.yaml', line: 6 },
    ]);
  });

  it('finds the line of a values file, and a dash where a template cannot tell', async () => {
    const { kubectl, blame } = await world({
      'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 0.1.0\n',
      'chart/values.yaml': 'color: green\nshade: dark\n',
      'chart/templates/cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  color: {{ .Values.color }}
{{ range $key := list "a" "b" }}
  {{ $key }}: {{ $.Values.shade }}
{{ end }}`,
    });
    await kubectl('create', 'configmap', 'settings', '--from-literal=color=red');
    const outcome = await blame('./chart', '-o', 'json');
    const fields = fieldsOf(outcome);
    expect(fields.get('.data.color')).toMatchObject({
      git: 'green',
      live: 'red',
      owner: { manager: 'kubectl-create' },
      source: { file: 'chart/values.yaml', line: 1, author: 'Ada' },
    });
    expect(fields.get('.data.a')).toMatchObject({ git: 'dark', source: { line: null, commit: null } });
    const text = await blame('./chart');
    expect(text.stdout).toContain('  -  -  -  chart/templates/cm.yaml  .data.a  dark');
  });

  it('never prints a value of a Secret, and shows which are equal', async () => {
    const { kubectl, blame } = await world({ 'db.yaml': secret });
    await kubectl('apply', '--server-side', '-f', 'db.yaml');
    await kubectl('patch', 'secret/db', '-p', '{"stringData":{"url":"swordfish","copy":"ada-l"}}');
    for (const form of ['text', 'json']) {
      const { stdout, stderr } = await blame('secret/db', '-o', form);
      for (const value of ['hunter2', 'ada-l', 'swordfish'])
        for (const told of [value, Buffer.from(value).toString('base64')])
          expect(`${stdout}${stderr}`).not.toContain(told);
    }
    const fields = fieldsOf(await blame('secret/db', '-o', 'json'));
    const of = (path: string) => fields.get(path);
    expect(of('.data.url')).toMatchObject({ class: 'changed', source: { file: 'db.yaml', line: 5 } });
    expect(of('.data.url')?.git).not.toBe(of('.data.url')?.live);
    expect(of('.data.user')).toMatchObject({ class: null, git: of('.data.user')?.live });
    expect(of('.data.copy')).toMatchObject({ class: 'extra', live: of('.data.user')?.git });
    expect(String(of('.data.copy')?.live)).toMatch(/^\*\*\*\d$/);
  });

  it('marks what is ignored with its rule, and calls it no difference', async () => {
    const { kubectl, blame, repo } = await world({ 'web.yaml': deployment });
    repo.commit({
      '.gitops.yaml':
        'apiVersion: kubectl-gitops/v1\nkind: Config\nignore:\n  - {group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}\n',
    });
    await kubectl('apply', '--server-side', '-f', 'web.yaml');
    await kubectl('scale', 'deployment/web', '--replicas=5');
    const outcome = await blame('deployment/web', '-o', 'json');
    expect(outcome.code).toBe(0);
    expect(fieldsOf(outcome).get('.spec.replicas')).toMatchObject({
      class: 'changed',
      git: 2,
      live: 5,
      ignoredBy: expect.stringContaining('replicas'),
      source: { line: 6, author: 'Ada' },
    });
    expect((await blame('deployment/web')).stdout).toMatch(
      /\.spec\.replicas {2}2 {2}live 5 {2}.*ignored by /,
    );
  });

  it('says what is known of a target that git does not declare, and hides no other', async () => {
    const { cluster, namespace, kubectl, blame, repo } = await world({ 'web.yaml': deployment });
    await kubectl('apply', '--server-side', '-f', 'web.yaml');
    await kubectl('create', 'configmap', 'stray', '--from-literal=a=b');
    const stray = await blame('configmap/stray');
    expect(stray).toMatchObject({ code: 2, stdout: '' });
    expect(stray.stderr).toContain(
      `error: ConfigMap ${namespace}/stray is in the cluster, and nothing in git declares it (NOT_IN_GIT)`,
    );
    expect(stray.stderr).toContain('set by: kubectl-create\nhint: declare it in git');
    const nowhere = await blame('configmap/nowhere');
    expect(nowhere).toMatchObject({ code: 2, stdout: '' });
    expect(nowhere.stderr).toContain('neither git nor the cluster has configmap/nowhere');
    expect(nowhere.stderr).toContain('(NO_SUCH_OBJECT)\nhint: see what there is: kubectl get configmap');
    const both = await blame('deployment/web', 'configmap/nowhere');
    expect(both.code).toBe(6);
    expect(both.stdout).toContain('apps/v1 Deployment');
    expect(both.stderr).toContain('NO_SUCH_OBJECT');
    repo.commit({ 'web.yaml': deployment.replace('name: web\n', `name: web\n  namespace: ${namespace}\n`) });
    const elsewhere = await gitops(['blame', 'deployment/web', '-n', 'default'], {
      cwd: repo.dir,
      kubeconfig: cluster.kubeconfig,
    });
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.stderr).toContain(`hint: run: kubectl gitops blame deployment/web -n ${namespace}`);
  });

  it('gives every object of a path a header', async () => {
    const { kubectl, blame } = await world({ 'web.yaml': deployment, 'db.yaml': secret });
    await kubectl('apply', '--server-side', '-f', '.');
    const { stdout, code } = await blame('.');
    expect(code).toBe(0);
    expect(stdout.match(/^\S.*$/gm)).toEqual([
      expect.stringMatching(/^v1 Secret \S+\/db {2}in sync/),
      expect.stringMatching(/^apps\/v1 Deployment \S+\/web {2}in sync/),
      expect.stringMatching(/^2 objects, \d+ fields in git: live is the same$/),
    ]);
  });

  it('leaves every resourceVersion where it was', async () => {
    const { kubectl, blame } = await world({ 'web.yaml': deployment, 'db.yaml': secret });
    await kubectl('apply', '-f', '.');
    await kubectl('annotate', 'deployment/web', 'note=hi');
    await kubectl('set', 'image', 'deployment/web', 'web=nginx:2');
    await kubectl('scale', 'deployment/web', '--replicas=0');
    await new Promise((go) => setTimeout(go, 1500));
    const columns =
      '-o=jsonpath={range .items[*]}{.metadata.resourceVersion} {.metadata.generation}{"\\n"}{end}';
    const versions = () => kubectl('get', 'deployments,secrets', columns);
    const before = await versions();
    expect(before).toMatch(/^\d+ \d*\n\d+ \d*\n/);
    await blame('deployment/web', 'secret/db');
    await blame('.', '-o', 'json');
    expect(await versions()).toBe(before);
  });
});
