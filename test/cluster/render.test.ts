import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { isArray, isObject, type JsonObject, objectAt } from '../../src/object.ts';
import { argoManifests } from '../support/argocd/oracle.ts';
import { buildTool } from '../support/programs/build.ts';
import { fluxBuilds } from '../support/flux/oracle.ts';
import { gitops } from '../support/gitops.ts';
import { repository, type TestRepository } from '../support/repository.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';

const url = 'https://example.com/rendered.git';
const definitions = [
  ['argoproj.io', 'Application', 'v1alpha1', 'applications'],
  ['kustomize.toolkit.fluxcd.io', 'Kustomization', 'v1', 'kustomizations'],
  ['source.toolkit.fluxcd.io', 'GitRepository', 'v1', 'gitrepositories'],
] as const;

let env: Readonly<Record<string, string>> = {};
beforeAll(async () => {
  const tools = await Promise.all([buildTool('kustomize'), buildTool('helm4')]);
  env = { PATH: [...tools.map((file) => dirname(file)), process.env.PATH ?? ''].join(':') };
  const cluster = sharedCluster();
  for (const [group, kind, version, plural] of definitions) {
    const schema = {
      openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    };
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { kind, plural, singular: kind.toLowerCase() },
        versions: [{ name: version, served: true, storage: true, schema }],
      },
    };
    await cluster.run(['apply', '--server-side', '-f', '-'], { input: JSON.stringify(definition) });
    await cluster.run(['wait', '--for=condition=Established', `crd/${plural}.${group}`]);
  }
});

const files = {
  'app/web.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, labels: {tier: front}}\ndata: {color: green}\n',
  'app/key.yaml':
    'apiVersion: v1\nkind: Secret\nmetadata: {name: key}\nstringData: {a: hunter22, b: hunter22}\n',
  'app/role.yaml':
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: looks}\nrules: []\n',
  'app/job.yaml':
    'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: migrate-}\nspec:\n  template:\n    spec: {restartPolicy: Never, containers: [{name: a, image: b}]}\n',
};
const kustomization = {
  'app/kustomization.yaml': 'resources: [web.yaml, key.yaml, role.yaml]\nnamePrefix: my-\n',
};

async function world(tree: Readonly<Record<string, string>>) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('render');
  const repo = repository(tree);
  repo.git('remote', 'add', 'origin', url);
  const apply = (object: object) =>
    cluster.run(['apply', '--server-side', '-f', '-'], { input: JSON.stringify(object) });
  const render = (...args: readonly string[]) =>
    gitops(['render', ...args], { cwd: repo.dir, kubeconfig: cluster.kubeconfig, env });
  return { cluster, namespace, repo, apply, render };
}

/** Without the mark of Argo CD. */
function plain(objects: readonly JsonObject[]): readonly JsonObject[] {
  const bare = objects.map((object) => {
    const { annotations: marks, ...metadata } = objectAt(object.metadata);
    const annotations = Object.fromEntries(
      Object.entries(objectAt(marks)).filter(([key]) => key !== 'argocd.argoproj.io/tracking-id'),
    );
    return {
      ...object,
      metadata: { ...metadata, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    };
  });
  return bare;
}

function itemsOf(stdout: JsonObject): readonly JsonObject[] {
  return isArray(stdout.items) ? stdout.items.filter(isObject) : [];
}

function byKey(objects: readonly JsonObject[]): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(
    plain(objects).map((object) => {
      const { namespace, name, generateName } = objectAt(object.metadata);
      return [`${object.kind} ${namespace} ${name ?? generateName}`, object];
    }),
  );
}

const applicationIn = (namespace: string) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'shop', namespace },
  spec: {
    project: 'default',
    source: { repoURL: url, targetRevision: 'main', path: 'app' },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'lands-here' },
  },
});

async function fluxApp(namespace: string, repo: TestRepository) {
  const source = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'shop', namespace },
    spec: { url, interval: '1h' },
  };
  const object = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'shop', namespace },
    spec: {
      path: 'app',
      prune: true,
      interval: '1h',
      targetNamespace: 'lands-there',
      sourceRef: { kind: 'GitRepository', name: 'shop' },
    },
  };
  const [answer] = await fluxBuilds([{ kustomization: object, dir: repo.dir }]);
  if (answer === undefined || 'error' in answer) throw new Error(answer?.error ?? 'no answer');
  return { source, object, theirs: answer.result };
}

describe('render', () => {
  it('prints what Argo CD makes of an Application, in the namespace of its destination', async () => {
    const { namespace, repo, apply, render } = await world(files);
    const application = applicationIn(namespace);
    await apply(application);
    const theirs = await argoManifests({ application, repositories: { [url]: repo.dir } });
    expect(theirs.error).toBeUndefined();
    const outcome = await render('argocd/shop', '--show-secrets', '-o', 'json');
    expect(outcome.stderr).not.toContain('error');
    expect(outcome.code).toBe(0);
    expect(byKey(itemsOf(outcome.json()))).toEqual(byKey(theirs.targets));
  });

  it('prints what Flux makes of a Kustomization, in its target namespace', async () => {
    const { namespace, repo, apply, render } = await world({ ...files, ...kustomization });
    const { source, object, theirs } = await fluxApp(namespace, repo);
    await apply(source);
    await apply(object);
    const outcome = await render(`flux/${namespace}/shop`, '--show-secrets', '-o', 'json');
    expect(outcome.stderr).toBe('');
    expect(outcome.code).toBe(0);
    expect(byKey(itemsOf(outcome.json()))).toEqual(byKey(theirs));
  });

  it('prints a stream of YAML that hides Secrets, in the order of rendering', async () => {
    const { render, namespace } = await world(files);
    const outcome = await render('./app', '-n', namespace);
    const [first = ''] = outcome.stdout.split('\n');
    expect(first).toBe('# app, app');
    expect(outcome.stdout).not.toContain('hunter22');
    expect(outcome.code).toBe(0);
    const documents = parseAllDocuments(outcome.stdout).map((one) => one.toJS());
    expect(documents).toMatchObject([
      { kind: 'Secret', data: { a: '***1', b: '***1' }, metadata: { namespace } },
      { kind: 'ConfigMap', metadata: { name: 'web', namespace } },
      { kind: 'Job', metadata: { generateName: 'migrate-', namespace } },
    ]);
    expect(documents[2]).not.toHaveProperty('metadata.name');
  });

  it('hides what a Secret of the cluster puts into other objects', async () => {
    const variable = '${color}';
    const web = files['app/web.yaml'].replace('{color: green}', `\n  color: is-${variable}`);
    const { namespace, repo, apply, render } = await world({
      'app/web.yaml': web,
      'app/kustomization.yaml': 'resources: [web.yaml]\n',
    });
    const { source, object } = await fluxApp(namespace, repo);
    const metadata = { name: 'vars', namespace };
    await apply({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { color: 'hunter22' } });
    await apply(source);
    const postBuild = { substituteFrom: [{ kind: 'Secret', name: 'vars' }] };
    await apply({ ...object, spec: { ...object.spec, postBuild } });
    const app = `flux/${namespace}/shop`;
    const outcome = await render(app);
    expect([outcome.code, outcome.stderr]).toEqual([0, '']);
    expect(outcome.stdout).not.toContain('hunter22');
    expect(outcome.stdout).toContain('color: is-***1');
    expect((await render(app, '--show-secrets')).stdout).toContain('color: is-hunter22');
  });

  it('prints of what SOPS encrypted that there is something', async () => {
    const cipher = 'ENC[AES256_GCM,data:abc=,iv:abc=,tag:abc=,type:str]';
    const { render, namespace } = await world({
      'app/key.yaml': `apiVersion: v1\nkind: Secret\nmetadata: {name: key}\nstringData: {a: "${cipher}"}\nsops: {mac: "${cipher}"}\n`,
    });
    const outcome = await render('./app', '-n', namespace, '-o', 'json');
    expect(itemsOf(outcome.json())).toEqual([
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key', namespace }, data: { a: '***1' } },
    ]);
    expect(outcome.stderr).toContain('(ENCRYPTED_IN_GIT)');
    const whole = await render('./app', '-n', namespace, '-o', 'json', '--show-secrets');
    expect(itemsOf(whole.json())).toMatchObject([{ stringData: { a: cipher }, sops: { mac: cipher } }]);
  });

  it('prints one object, and says what git does not declare', async () => {
    const { render, namespace } = await world(files);
    const one = await render('./app', 'cm/web', '-n', namespace, '-o', 'json');
    expect([one.code, one.json()]).toMatchObject([
      0,
      { kind: 'List', items: [{ metadata: { name: 'web' } }] },
    ]);
    const none = await render('./app', 'cm/nothing', '-n', namespace);
    expect([none.code, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toContain('(NO_SUCH_OBJECT)');
  });

  it('renders a commit', async () => {
    const { repo, render, namespace } = await world(files);
    repo.commit({ 'app/web.yaml': files['app/web.yaml'].replace('green', 'red') });
    const of = async (...args: readonly string[]) =>
      (await render('./app', 'cm/web', '-n', namespace, ...args)).stdout;
    expect(await of()).toContain('color: red');
    expect(await of('--revision', 'HEAD~1')).toContain('color: green');
  });

  it('is hidden by no broken root', async () => {
    const { render, namespace } = await world({
      ...files,
      'bad/kustomization.yaml': 'resources: [gone.yaml]\n',
    });
    const both = await render('./app', './bad', '-n', namespace);
    expect(both.code).toBe(6);
    expect(both.stdout).toContain('name: web');
    expect(both.stderr).toContain('(RENDER_FAILED)');
    const alone = await render('./bad', '-n', namespace);
    expect([alone.code, alone.stdout]).toEqual([3, '']);
  });
});

describe('render --render-only', () => {
  const config = (environments: string) =>
    `apiVersion: kubectl-gitops/v1\nkind: Config\nenvironments:\n${environments}`;
  const prod = '  - {name: prod, apps: [{name: shop, root: app, namespace: shop}]}\n';
  const at = (tree: Readonly<Record<string, string>>, ...args: readonly string[]) =>
    gitops(['render', '--render-only', '-o', 'json', ...args], {
      cwd: repository(tree).dir,
      kubeconfig: '/nowhere/kubeconfig',
      env,
    });

  it('needs no kubeconfig, and puts objects into the namespace of their app', async () => {
    const outcome = await at({ ...files, '.gitops.yaml': config(prod) }, 'shop');
    expect([outcome.code, outcome.stderr]).toEqual([0, '']);
    const places = itemsOf(outcome.json()).map(({ kind, metadata }) => [kind, objectAt(metadata).namespace]);
    expect(Object.fromEntries(places)).toEqual({
      ConfigMap: 'shop',
      Secret: 'shop',
      Job: 'shop',
      ClusterRole: undefined,
    });
  });

  it('never guesses between environments', async () => {
    const two = config(`${prod}${prod.replace('prod', 'dev')}`);
    const outcome = await at({ ...files, '.gitops.yaml': two });
    expect([outcome.code, outcome.stdout]).toEqual([2, '']);
    expect(outcome.stderr).toContain('hint: name the one that is meant: --env prod');
    expect((await at({ ...files, '.gitops.yaml': two }, '--env', 'dev')).code).toBe(0);
  });

  it('says that charts are told of no cluster', async () => {
    const outcome = await at({
      'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
      'web/templates/cm.yaml': files['app/web.yaml'],
    });
    expect(outcome.stderr).toContain('(NO_CLUSTER_ASKED)');
    expect(outcome.code).toBe(0);
  });
});
