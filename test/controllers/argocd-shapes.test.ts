import { beforeAll, expect, test } from 'vitest';
import { type ArgoCd, startArgoCd } from '../support/argocd/argocd.ts';
import { bringUp, following } from '../support/argocd/fleet.ts';
import { openKind } from '../support/push/world.ts';
import { serveCharts } from '../support/servers/charts.ts';
import { startKwok } from '../support/servers/kwok.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';
import { configMap, deployment } from './fixtures.ts';
import { appOfApps, sealed, sets } from './shapes.ts';

/** Repositories as teams have them, brought up by a real Argo CD, and asked about without any configuration. */
let argocd: ArgoCd;
beforeAll(async () => {
  const cluster = sharedCluster();
  const input = JSON.stringify(openKind('bitnami.com', 'SealedSecret', 'v1alpha1'));
  await cluster.run(['apply', '--server-side', '-f', '-'], { input });
  const kwok = await startKwok(cluster);
  argocd = await startArgoCd(cluster);
  return async () => {
    await argocd.stop();
    await kwok.stop();
  };
});

/** Says of a SealedSecret what its own controller says once it is decrypted. */
const decrypted = (namespace: string) =>
  argocd.cluster.run([
    ...['patch', 'sealedsecret/password', '-n', namespace, '--type=merge'],
    ...['-p', '{"status":{"conditions":[{"type":"Synced","status":"True"}]}}'],
  ]);

const image = (namespace: string, name: string) =>
  argocd.cluster.run(['set', 'image', 'deployment/web', `web=${name}`, '-n', namespace]);

test('an app of apps, three environments, sealed secrets', async () => {
  const { id, root, repo, look } = await bringUp(
    argocd,
    { path: () => 'apps/overlays/prod', count: 3 },
    appOfApps,
  );
  const [shop, api] = [`argocd/shop-${id}`, `argocd/api-${id}`];
  for (const name of ['shop', 'api']) {
    await decrypted(`${name}-${id}`);
    await argocd.existing(`${name}-${id}`, repo).untilHealth('Healthy');
  }
  expect(await look.status()).toEqual([
    `${api} below argocd/${root}: synced`,
    `argocd/${root}: synced`,
    `${shop} below argocd/${root}: synced`,
  ]);
  expect(await look.diff()).toMatchObject({ objects: [], code: 0 });

  await image(`shop-${id}`, 'nginx:9');
  const rotated = '{"spec":{"encryptedData":{"password":"AgBother"}}}';
  await argocd.cluster.run([
    'patch',
    'sealedsecret/password',
    '-n',
    `api-${id}`,
    '--type=merge',
    '-p',
    rotated,
  ]);
  expect(await look.diff()).toMatchObject({
    objects: [
      `Deployment shop-${id}/web drifted shop/base/web.yaml (${shop})`,
      `SealedSecret api-${id}/password drifted api/overlays/prod/password.yaml (${api})`,
    ],
    code: 1,
  });
  expect(await look.status()).toContain(`${shop} below argocd/${root}: drifted`);

  // a base is what every environment has, and this cluster is prod
  const broken = deployment().replace('replicas: 1', 'replicas: 1\n  replica: 2');
  expect(await look.push({ 'shop/base/web.yaml': broken })).toEqual({
    roots: [`${shop} shop/overlays/prod invalid 1 changed`],
    problems: ['error UNKNOWN_FIELD shop/base/web.yaml:6'],
  });
  expect(await look.push({ 'shop/overlays/dev/password.yaml': sealed('password', 'AgBnew') })).toEqual({
    roots: [],
    problems: [],
  });
  expect(await look.push({ 'shop/overlays/prod/password.yaml': sealed('password', 'AgBnew') })).toEqual({
    roots: [`${shop} shop/overlays/prod valid 1 changed`],
    problems: [],
  });
  // that would take away what somebody changed by hand
  expect(await look.push({ 'api/overlays/prod/password.yaml': sealed('password', 'AgBnew') })).toEqual({
    roots: [`${api} api/overlays/prod invalid 1 changed`],
    problems: ['error OVERWRITES_LIVE api/overlays/prod/password.yaml:4'],
  });
  // an application that comes with the push is judged by what it would deploy
  const base = repo
    .git('show', 'HEAD:apps/base/shop.yaml')
    .replaceAll('shop', 'new')
    .replace('REPLACED', 'new');
  const added = await look.push({
    'apps/base/new.yaml': base,
    'apps/base/kustomization.yaml': 'resources: [shop.yaml, api.yaml, new.yaml]\n',
    'new/web.yaml': broken,
  });
  expect(added).toEqual({
    roots: [`argocd/new-${id} new invalid 1 created`, `argocd/${root} apps/overlays/prod valid 1 created`],
    problems: ['error UNKNOWN_FIELD new/web.yaml:6'],
  });
});

test('ApplicationSets that kustomize renders', async () => {
  const { id, root, repo, look } = await bringUp(argocd, { path: () => 'sets/prod', count: 5 }, sets);
  const name = (one: string) => `argocd/${one}-${id}`;
  await argocd.existing(`shop-${id}`, repo).untilHealth('Healthy');
  const children = ['api', 'metrics-one', 'metrics-two', 'shop'].map((one) => `${name(one)}: synced`);
  const rows = await look.status();
  expect(rows.map((row) => row.replace(/ below \S+(?=:)/, ''))).toEqual(
    [...children, `argocd/${root}: synced`].sort(),
  );
  expect(await look.diff()).toMatchObject({ objects: [], code: 0 });

  await image(`shop-${id}`, 'nginx:9');
  expect(await look.diff()).toMatchObject({
    objects: [`Deployment shop-${id}/web drifted prod/shop/web.yaml (${name('shop')})`],
    code: 1,
  });

  // both rings have it, and no environment but prod is here
  const broken = `${configMap('metrics')}datas: {a: b}\n`;
  expect(
    await look.push({ 'addons/metrics/manifests/metrics.yaml': broken, 'dev/shop/web.yaml': broken }),
  ).toEqual({
    roots: [
      `${name('metrics-one')} addons/metrics/manifests invalid 1 changed`,
      `${name('metrics-two')} addons/metrics/manifests invalid 1 changed`,
    ],
    problems: [
      'error UNKNOWN_FIELD addons/metrics/manifests/metrics.yaml:5',
      'error UNKNOWN_FIELD addons/metrics/manifests/metrics.yaml:5',
    ],
  });
  // a directory is all that an application needs
  expect(await look.push({ 'prod/pay/settings.yaml': configMap('pay') })).toEqual({
    roots: [`${name('pay')} prod/pay valid 1 created`],
    problems: [],
  });
});

test('CreateNamespace, and charts from elsewhere with values of the repository', async () => {
  const replicas = '{{ .Values.replicas }}';
  const charts = await serveCharts([
    {
      'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.2.3\n',
      'values.yaml': 'replicas: 1\n',
      'templates/web.yaml': deployment().replace('replicas: 1', `replicas: ${replicas}`),
    },
  ]);
  const { id, root, repo, look } = await bringUp(
    argocd,
    { path: () => 'argocd', count: 4 },
    (url, suffix) => {
      const chart = `repoURL: '${charts.url}', chart: web, targetRevision: 1.2.3`;
      const git = `repoURL: '${url}', targetRevision: main`;
      return {
        'argocd/valued.yaml': following(
          `valued-${suffix}`,
          `sources: [{${chart}, helm: {valueFiles: [$values/values/web.yaml]}}, {${git}, ref: values}]`,
          `valued-${suffix}`,
        ),
        'argocd/bare.yaml': following(
          `bare-${suffix}`,
          `source: {${chart}, helm: {releaseName: bare, valuesObject: {replicas: 2}}}`,
          `bare-${suffix}`,
        ),
        'argocd/own.yaml': following(
          `own-${suffix}`,
          `source: {${git}, path: charts/own, helm: {parameters: [{name: size, value: big}]}}`,
          `own-${suffix}`,
        ),
        'values/web.yaml': 'replicas: 3\n',
        'charts/own/Chart.yaml': 'apiVersion: v2\nname: own\nversion: 0.1.0\n',
        'charts/own/values.yaml': 'size: small\n',
        'charts/own/templates/settings.yaml': configMap('{{ .Release.Name }}', '{size: {{ .Values.size }}}'),
      };
    },
  );
  const name = (one: string) => `argocd/${one}-${id}`;
  for (const one of ['bare', 'valued']) await argocd.existing(`${one}-${id}`, repo).untilHealth('Healthy');
  const children = ['bare', 'own', 'valued'].map((one) => `${name(one)} below argocd/${root}: synced`);
  expect(await look.status()).toEqual([...children, `argocd/${root}: synced`].sort());
  expect(await look.diff()).toMatchObject({ objects: [], code: 0 });

  await image(`bare-${id}`, 'nginx:9');
  await image(`valued-${id}`, 'nginx:9');
  const { objects } = await look.diff();
  expect(objects.map((row) => row.split(' ').slice(0, 3).join(' '))).toEqual([
    `Deployment bare-${id}/web drifted`,
    `Deployment valued-${id}/web drifted`,
  ]);

  const pushed = await look.push({ 'values/web.yaml': 'replicas: many\n' });
  expect(pushed.roots).toEqual([expect.stringMatching(`^${name('valued')} \\S+ invalid 1 changed$`)]);
  expect(pushed.problems).toHaveLength(1);
  expect(
    await look.push({
      'charts/own/templates/settings.yaml': configMap('{{ .Release.Name }}', '[{{ .Values.size }}]'),
    }),
  ).toMatchObject({ roots: [`${name('own')} charts/own invalid 1 changed`] });
  const moved = await look.push({
    'argocd/bare.yaml': following(
      `bare-${id}`,
      `source: {repoURL: '${charts.url}', chart: web, targetRevision: 1.2.3, helm: {releaseName: bare, valuesObject: {replicas: 4}}}`,
      `bare-${id}`,
    ),
  });
  expect(moved.roots).toContainEqual(expect.stringMatching(`^${name('bare')} \\S+ valid 1 changed$`));
});
