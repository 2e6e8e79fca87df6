import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isArray, type JsonObject, objectAt, stringOr } from '../../src/object.ts';
import type { Cluster } from '../support/servers/cluster.ts';
import { controllerCrd } from '../support/crds/controllers.ts';
import { untilEstablished } from '../support/servers/established.ts';
import { gitops } from '../support/gitops.ts';
import { repository, type TestRepository } from '../support/repository.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';

beforeAll(async () => {
  const cluster = sharedCluster();
  for (const object of [
    controllerCrd('argoproj.io', 'Application', 'v1alpha1'),
    controllerCrd('kustomize.toolkit.fluxcd.io', 'Kustomization', 'v1'),
    controllerCrd('source.toolkit.fluxcd.io', 'GitRepository', 'v1'),
  ]) {
    await cluster.run(['apply', '--server-side', '-f', '-'], { input: JSON.stringify(object) });
    await untilEstablished(cluster, `crd/${object.metadata.name}`);
  }
});

/** A repository whose names nobody else has: its apps are called after the namespace that they live in. */
async function world(files: (its: Its) => Readonly<Record<string, string>>) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('tree');
  const url = `https://git.example.com/acme/${namespace}.git`;
  const its: Its = {
    url,
    namespace,
    application: (name, path, server = 'https://kubernetes.default.svc') =>
      yaml({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: `${namespace}-${name}`, namespace },
        spec: { destination: { server, namespace }, source: { repoURL: url, path, targetRevision: 'main' } },
      }),
    settings: (name) =>
      yaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { a: 'git' } }),
  };
  const repo = repository(files(its));
  repo.git('remote', 'add', 'origin', url);
  return { cluster, repo, ...its, ...asking(cluster, repo) };
}

interface Its {
  readonly url: string;
  readonly namespace: string;
  readonly application: (name: string, path: string, server?: string) => string;
  readonly settings: (name: string) => string;
}

function yaml(object: JsonObject): string {
  return `${JSON.stringify(object)}\n`;
}

function asking(cluster: Cluster, repo: TestRepository) {
  const ask = async (args: readonly string[], kubeconfig = cluster.kubeconfig) => {
    const outcome = await gitops([...args, '-o', 'json'], { cwd: repo.dir, kubeconfig });
    return outcome.stdout === '' ? { ...outcome, report: {} } : { ...outcome, report: outcome.json() };
  };
  const apply = (text: string) => cluster.run(['apply', '--server-side', '-f', '-'], { input: text });
  return { ask, apply };
}

/** `argocd/NS-shop unknown: the cluster does not know it yet`, with the namespace as NS. */
function rows(report: JsonObject, namespace: string): readonly string[] {
  const { apps } = report;
  return (isArray(apps) ? apps : []).map((app) => {
    const { name, state, error, parent } = objectAt(app);
    const told = `${stringOr(name, '')} ${stringOr(state, '')}${error === null ? '' : `: ${stringOr(error, '')}`}`;
    return `${told}${parent === null ? '' : ` (${stringOr(parent, '')})`}`.replaceAll(namespace, 'NS');
  });
}

function warnings(report: JsonObject, code: string, namespace: string): readonly string[] {
  const all = isArray(report.warnings) ? report.warnings.map((one) => objectAt(one)) : [];
  return all
    .filter((one) => one.code === code)
    .map(({ message }) => stringOr(message, '').replaceAll(namespace, 'NS'));
}

describe('an Argo CD that has nothing yet', () => {
  it('is told from git: apps, and what they will bring', async () => {
    const { ask, namespace } = await world(({ application, settings }) => ({
      'bootstrap/root.yaml': application('root', 'apps'),
      'apps/shop.yaml': application('shop', 'shop'),
      'shop/settings.yaml': settings('settings'),
    }));
    const { report, code } = await ask(['status']);
    expect(rows(report, namespace)).toEqual([
      'argocd/NS-root unknown: the cluster does not know it yet',
      'argocd/NS-shop unknown: the cluster does not know it yet (argocd/NS-root)',
    ]);
    expect(code).toBe(1);
    const diff = await ask(['diff']);
    expect(diff.report.summary).toMatchObject({ apps: 2, objects: 2, absent: 2 });
    expect(diff.code).toBe(1);
  });

  it('has its clusters from the configuration, where nothing else tells of them', async () => {
    const { ask, namespace, repo, url } = await world((its) => ({
      'shop/settings.yaml': its.settings('settings'),
      '.gitops.yaml':
        'apiVersion: kubectl-gitops/v1\nkind: Config\nclusters:\n  - {name: eu, server: "https://eu.example.com", labels: {env: prod}}\n  - {name: dev, server: "https://dev.example.com", labels: {env: dev}}\n',
    }));
    const set = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: { name: 'shop', namespace },
      spec: {
        generators: [{ clusters: { selector: { matchLabels: { env: 'prod' } } } }],
        template: {
          metadata: { name: `${namespace}-{{name}}` },
          spec: {
            project: 'default',
            destination: { server: '{{server}}', namespace },
            source: { repoURL: url, path: 'shop', targetRevision: 'main' },
          },
        },
      },
    };
    repo.commit({ 'bootstrap/set.yaml': yaml(set) });
    const { report } = await ask(['status']);
    expect(rows(report, namespace).filter((row) => row.startsWith('argocd/'))).toEqual([
      'argocd/NS-eu unknown: the cluster does not know it yet',
    ]);
  });

  it('knows an app by its name and by its path', async () => {
    const { ask, namespace } = await world(({ application, settings }) => ({
      'bootstrap/root.yaml': application('root', 'apps'),
      'apps/shop.yaml': application('shop', 'shop'),
      'shop/settings.yaml': settings('settings'),
    }));
    for (const target of [`${namespace}-shop`, './shop']) {
      const { report } = await ask(['diff', target]);
      const [only] = isArray(report.objects) ? report.objects : [];
      expect(objectAt(only, 'app')).toMatchObject({ name: `argocd/${namespace}-shop`, deployer: 'argocd' });
    }
  });
});

describe('an Argo CD that has some of it', () => {
  it('counts for what it has; git adds the rest', async () => {
    const { ask, apply, namespace, application, settings, repo } = await world((its) => ({
      'bootstrap/root.yaml': its.application('root', 'apps'),
      'apps/shop.yaml': its.application('shop', 'shop'),
      'shop/settings.yaml': its.settings('settings'),
    }));
    await apply(application('root', 'apps'));
    await apply(application('shop', 'shop'));
    repo.commit({ 'apps/api.yaml': application('api', 'api'), 'api/settings.yaml': settings('api') });
    const { report } = await ask(['status']);
    expect(rows(report, namespace).filter((row) => row.includes('does not know'))).toEqual([
      'argocd/NS-api unknown: the cluster does not know it yet (argocd/NS-root)',
    ]);
    expect(rows(report, namespace)).toHaveLength(3);
  });

  it('has an app whose directory is gone from git', async () => {
    const { ask, apply, namespace, application } = await world((its) => ({
      'shop/settings.yaml': its.settings('settings'),
    }));
    await apply(application('shop', 'shop'));
    await apply(application('old', 'old'));
    expect(warnings((await ask(['diff'])).report, 'APP_PATH_GONE', namespace)).toEqual([
      'argocd/NS-old deploys old, which is not in git',
    ]);
  });

  it('has two apps that declare one object', async () => {
    const { ask, apply, namespace, application } = await world((its) => ({
      'shop/settings.yaml': its.settings('settings'),
      'twin/settings.yaml': its.settings('settings'),
    }));
    await apply(application('shop', 'shop'));
    await apply(application('twin', 'twin'));
    expect(warnings((await ask(['diff'])).report, 'SHARED_OBJECT', namespace)).toEqual([
      'ConfigMap NS/settings is declared by argocd/NS-shop and by argocd/NS-twin: each takes it from the other',
    ]);
  });

  it('go where its own Secrets say that a name leads', async () => {
    const { ask, apply, cluster, namespace, url } = await world((its) => ({
      'near/settings.yaml': its.settings('near'),
      'far/settings.yaml': its.settings('far'),
    }));
    const to = (name: string) =>
      yaml({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Application',
        metadata: { name: `${namespace}-${name}`, namespace },
        spec: {
          destination: { name: `${namespace}-${name}`, namespace },
          source: { repoURL: url, path: name, targetRevision: 'main' },
        },
      });
    const known = (name: string, server: string) =>
      yaml({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          name: `${namespace}-${name}`,
          namespace: 'argocd',
          labels: { 'argocd.argoproj.io/secret-type': 'cluster' },
        },
        stringData: { name: `${namespace}-${name}`, server, config: '{"bearerToken": "hush-hush"}' },
      });
    await cluster.attempt(['create', 'namespace', 'argocd']);
    for (const text of [
      to('near'),
      to('far'),
      known('near', 'https://kubernetes.default.svc'),
      known('far', 'https://far.example.com'),
    ])
      await apply(text);
    const { report, stdout } = await ask(['status']);
    const where = (isArray(report.apps) ? report.apps : []).map((app) => {
      const { name, destination } = objectAt(app);
      return `${stringOr(name, '')} ${stringOr(destination, 'here')}`.replaceAll(namespace, 'NS');
    });
    expect(where).toEqual(['argocd/NS-near here', 'argocd/NS-far NS-far']);
    expect(stdout).not.toContain('hush');
    const diff = await ask(['diff']);
    expect(diff.report.summary).toMatchObject({ objects: 1, absent: 1 });
    // others look for clusters there
    await cluster.run(['delete', 'secret', '-n', 'argocd', `${namespace}-near`, `${namespace}-far`]);
  });

  it('may not be read by everybody: then git tells', async () => {
    const { cluster, ask, apply, namespace, application } = await world((its) => ({
      'bootstrap/root.yaml': its.application('root', 'apps'),
      'apps/shop.yaml': its.application('shop', 'shop'),
      'shop/settings.yaml': its.settings('settings'),
    }));
    const user = await cluster.namespaceUser(await cluster.namespace('team'));
    await apply(application('root', 'apps'));
    const { report } = await ask(['status'], user);
    expect(rows(report, namespace)).toEqual([
      'argocd/NS-root unknown: its Application may not be read: it is told as git declares it',
      'argocd/NS-shop unknown: its Application may not be read: it is told as git declares it (argocd/NS-root)',
    ]);
    expect(warnings(report, 'APPS_UNREADABLE', namespace).join()).toContain(
      'not every Application may be read',
    );
  });
});

it('who may read no Application, and has no app in git, is told what is not seen', async () => {
  const { cluster, ask, namespace } = await world((its) => ({
    'shop/settings.yaml': its.settings('settings'),
  }));
  const user = await cluster.namespaceUser(await cluster.namespace('team'));
  expect(warnings((await ask(['status'], user)).report, 'APPS_UNREADABLE', namespace).join()).toContain(
    'not every Application may be read',
  );
});

describe('several environments in git', () => {
  const environments = ({ application, settings }: Its) => ({
    'bootstrap/dev/root.yaml': application('root', 'dev'),
    'bootstrap/prod/root.yaml': application('root', 'prod'),
    'dev/settings.yaml': settings('dev'),
    'prod/settings.yaml': settings('prod'),
  });

  it('are never guessed between', async () => {
    const { ask } = await world(environments);
    const { code, stderr } = await ask(['diff']);
    expect(code).toBe(2);
    expect(stderr).toContain('AMBIGUOUS_APPS');
    expect(stderr).toContain('bootstrap/dev  (1 app, 0 of them in this cluster)');
    expect(stderr).toContain('kubectl gitops diff ./bootstrap/dev');
  });

  it('are told apart by a path, and by what the cluster has', async () => {
    const { ask, apply, namespace, application } = await world(environments);
    const named = await ask(['status', './bootstrap/prod']);
    expect(objectAt(isArray(named.report.apps) ? named.report.apps[0] : undefined).root).toBe('prod');
    await apply(application('root', 'dev'));
    const { report } = await ask(['status']);
    expect(rows(report, namespace)).toHaveLength(1);
    expect(objectAt(isArray(report.apps) ? report.apps[0] : undefined).root).toBe('dev');
  });

  it('are told apart by where their apps go', async () => {
    const { server } = sharedCluster();
    const { ask, namespace } = await world(({ application, settings }) => ({
      'bootstrap/dev/root.yaml': application('dev', 'dev', 'https://dev.example.com'),
      'bootstrap/prod/root.yaml': application('prod', 'prod', server),
      'dev/settings.yaml': settings('dev'),
      'prod/settings.yaml': settings('prod'),
    }));
    const { report } = await ask(['diff']);
    expect(report.summary).toMatchObject({ apps: 1, objects: 1, absent: 1 });
    const { report: all } = await ask(['status']);
    expect(rows(all, namespace)).toEqual([
      'argocd/NS-prod unknown: the cluster does not know it yet',
      'argocd/NS-dev unknown: the cluster does not know it yet',
    ]);
  });
});

describe('a Flux that has its own sync alone', () => {
  it('is the cluster that git brings up from the same directory', async () => {
    const { ask, apply, namespace, repo } = await world(({ namespace, url, settings }) => {
      const kustomization = (name: string, path: string) =>
        yaml({
          apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
          kind: 'Kustomization',
          metadata: { name, namespace },
          spec: { path, prune: true, interval: '1h', sourceRef: { kind: 'GitRepository', name: 'own' } },
        });
      const source = yaml({
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        metadata: { name: 'own', namespace },
        spec: { url, ref: { branch: 'main' }, interval: '1h' },
      });
      const cluster = (name: string) => ({
        [`clusters/${name}/flux-system/sync.yaml`]: `${source}---\n${kustomization('sync', `./clusters/${name}`)}`,
        [`clusters/${name}/flux-system/kustomization.yaml`]: 'resources: [sync.yaml]\n',
        [`clusters/${name}/apps.yaml`]: kustomization('apps', `./apps/${name}`),
        [`apps/${name}/settings.yaml`]: settings(name),
      });
      return { ...cluster('prod'), ...cluster('staging') };
    });
    expect((await ask(['status'])).code).toBe(2);
    await apply(readFileSync(join(repo.dir, 'clusters/staging/flux-system/sync.yaml'), 'utf8'));
    const { report } = await ask(['status']);
    expect(rows(report, namespace).filter((row) => row.includes('does not know'))).toEqual([
      'flux/NS/apps unknown: the cluster does not know it yet (flux/NS/sync)',
    ]);
    expect(rows(report, namespace)).toHaveLength(2);
  });

  it('of several parts of one cluster the one that is named means its own apps', async () => {
    const { ask, namespace } = await world(({ namespace, url, settings }) => {
      const part = (name: string, cluster: string) => ({
        [`clusters/${cluster}/${name}/app.yaml`]: `${yaml({
          apiVersion: 'source.toolkit.fluxcd.io/v1',
          kind: 'GitRepository',
          metadata: { name, namespace },
          spec: { url, ref: { branch: 'main' } },
        })}---\n${yaml({
          apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
          kind: 'Kustomization',
          metadata: { name, namespace },
          spec: { path: `./${name}/${cluster}`, prune: true, sourceRef: { kind: 'GitRepository', name } },
        })}`,
        [`${name}/${cluster}/settings.yaml`]: settings(name),
      });
      return Object.assign(
        {},
        ...['prod', 'staging'].flatMap((one) => [part('infra', one), part('apps', one)]),
      );
    });
    expect((await ask(['status'])).code).toBe(2);
    expect(rows((await ask(['status', './clusters/prod/infra'])).report, namespace)).toEqual([
      'flux/NS/infra unknown: the cluster does not know it yet',
    ]);
    expect(rows((await ask(['status', './clusters/prod'])).report, namespace)).toHaveLength(2);
  });
});
