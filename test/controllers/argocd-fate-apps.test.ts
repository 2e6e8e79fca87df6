import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/object.ts';
import type { ArgoApp } from '../support/argocd/app.ts';
import { type AppOptions, type ArgoCd, selfHealing, startArgoCd } from '../support/argocd/argocd.ts';
import { untilEstablished } from '../support/servers/established.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';
import { liveValue, predictions } from './fate.ts';
import { configMap } from './fixtures.ts';

let argocd: ArgoCd;
beforeAll(async () => {
  argocd = await startArgoCd(sharedCluster());
  return () => argocd.stop();
});

const ONE = 'ConfigMap one .data.a';
const setByHand = (app: ArgoApp) =>
  argocd.cluster.run(['patch', 'configmap/one', '-n', app.target, '-p', '{"data":{"a":"by hand"}}']);
const valueIn = (app: ArgoApp) => liveValue(argocd.cluster, app.target, 'configmap/one', 'data/a');
const annotated = (name: string, annotation: string) =>
  configMap(name).replace(`{name: ${name}}`, `{name: ${name}, annotations: {${annotation}}}`);

describe('what left git', () => {
  const PRUNING: readonly (readonly [name: string, options: AppOptions, manifest: string])[] = [
    ['is deleted where the app prunes', { syncPolicy: selfHealing }, configMap('gone')],
    ['also without self-heal', { syncPolicy: { automated: { prune: true } } }, configMap('gone')],
    ['stays where it does not', { syncPolicy: { automated: { selfHeal: true } } }, configMap('gone')],
    [
      'stays where the object asks for it',
      { syncPolicy: selfHealing },
      annotated('gone', 'argocd.argoproj.io/sync-options: Prune=false'),
    ],
    [
      'is ignored where it is told to be extraneous',
      { syncPolicy: { automated: { selfHeal: true } } },
      annotated('gone', 'argocd.argoproj.io/compare-options: IgnoreExtraneous'),
    ],
    ['waits for a sync where nobody syncs', {}, configMap('gone')],
  ];
  it.each(PRUNING)('%s', async (_, options, manifest) => {
    const app = await argocd.app({
      files: { 'app/one.yaml': configMap('one'), 'app/gone.yaml': manifest },
      ...options,
    });
    if (options.syncPolicy === undefined) await app.sync();
    await app.untilSynced();
    argocd.pause();
    app.repo.git('rm', '--quiet', 'app/gone.yaml');
    app.repo.commit({}, 'without it');
    const told = await predictions(app.repo.dir, argocd.cluster);
    argocd.resume();
    await app.refresh('hard');
    await sleep(4000);
    await app.refresh();
    const isGone = (await liveValue(argocd.cluster, app.target, 'configmap/gone', '')) === undefined;
    expect(told.get('ConfigMap gone')?.fate === 'reverted', JSON.stringify([...told])).toBe(isGone);
    expect(told.get('ConfigMap gone')?.fate).not.toBe('unknown');
  });
});

describe('an app that nothing heals for now', () => {
  const project = (name: string, windows: readonly JsonObject[]): JsonObject => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name, namespace: 'argocd' },
    spec: {
      sourceRepos: ['*'],
      destinations: [{ server: '*', namespace: '*' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      syncWindows: windows,
    },
  });
  const always = { schedule: '* * * * *', duration: '1h' };
  const inTwelveHours = { schedule: `0 ${(new Date().getUTCHours() + 12) % 24} * * *`, duration: '1h' };
  // the 30th of February: a schedule that never comes counts as one that came long ago
  const never = { schedule: '0 0 30 2 *', duration: '1h' };
  const WINDOWS: readonly (readonly [name: string, windows: readonly JsonObject[]])[] = [
    ['a window denies it', [{ kind: 'deny', ...always, applications: ['*'] }]],
    ['no window allows it', [{ kind: 'allow', ...inTwelveHours, applications: ['*'] }]],
    ['a window allows it that never comes', [{ kind: 'allow', ...never, applications: ['*'] }]],
    ['a window allows it', [{ kind: 'allow', ...always, applications: ['*'] }]],
    ['a window of other apps denies it', [{ kind: 'deny', ...always, applications: ['other-*'] }]],
    [
      'a window of its namespace denies it',
      [{ kind: 'deny', ...always, namespaces: ['*'], clusters: ['https://nobody'] }],
    ],
  ];
  it.each(WINDOWS.map(([name, windows], index) => ({ name, windows, project: `windows-${index}` })))(
    'because $name',
    async ({ windows, project: name }) => {
      await argocd.apply(project(name, []));
      const app = await argocd.app({
        files: { 'app/one.yaml': configMap('one') },
        syncPolicy: selfHealing,
        spec: { project: name },
      });
      await app.untilSynced();
      await argocd.apply(project(name, windows));
      await agrees(app);
    },
  );

  it('because it is told to be skipped', async () => {
    const app = await argocd.app({ files: { 'app/one.yaml': configMap('one') }, syncPolicy: selfHealing });
    await app.untilSynced();
    await app.patch({ metadata: { annotations: { 'argocd.argoproj.io/skip-reconcile': 'true' } } });
    await agrees(app, false);
  });

  it('because its last sync failed', async () => {
    const app = await argocd.app({
      files: { 'app/one.yaml': configMap('one') },
      syncPolicy: { ...selfHealing, retry: { limit: 0 } },
    });
    await app.untilSynced();
    await app.commit({
      'app/bad.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: {name: bad}\nspec: {ports: [{port: 99999}]}\n',
    });
    await app.until('a failed sync', ({ status }) => JSON.stringify(status).includes('"phase":"Failed"'));
    await agrees(app);
  });

  it('because it cannot be compared', async () => {
    const app = await argocd.app({ files: { 'app/one.yaml': configMap('one') }, syncPolicy: selfHealing });
    await app.untilSynced();
    await app.patch({ spec: { source: { targetRevision: 'nowhere' } } });
    await app.refresh();
    await agrees(app);
  });
});

describe('an item that somebody adds to a list of a custom resource', () => {
  const items = {
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
    items: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
  };
  const crd: JsonObject = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.fate.example.com' },
    spec: {
      group: 'fate.example.com',
      scope: 'Namespaced',
      names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', properties: { items } } },
            },
          },
        },
      ],
    },
  };
  const widget =
    'apiVersion: fate.example.com/v1\nkind: Widget\nmetadata: {name: one}\nspec: {items: [{name: a}]}\n';

  it.each<readonly [string, JsonObject]>([
    ['goes with the list where it is applied on the client', selfHealing],
    ['stays where it is applied on the server', { ...selfHealing, syncOptions: ['ServerSideApply=true'] }],
  ])('%s', async (_, syncPolicy) => {
    await argocd.apply(crd);
    await untilEstablished(argocd.cluster, 'crd/widgets.fate.example.com');
    const app = await argocd.app({ files: { 'app/widget.yaml': widget }, syncPolicy });
    await app.untilSynced();
    argocd.pause();
    const patch = '[{"op":"add","path":"/spec/items/-","value":{"name":"b"}}]';
    await argocd.cluster.run(['patch', 'widget/one', '--type=json', '-p', patch, '-n', app.target]);
    const told = await predictions(app.repo.dir, argocd.cluster);
    argocd.resume();
    await app.refresh();
    await sleep(5000);
    const left = await liveValue(argocd.cluster, app.target, 'widget/one', 'spec/items/b');
    const fate = told.get('Widget one .spec.items[name="b"]')?.fate;
    expect(fate, JSON.stringify([...told])).toBe(left === undefined ? 'reverted' : 'kept');
  });
});

/** Sets a field by hand, and holds what is said of it against what comes of it. */
async function agrees(app: ArgoApp, isRefreshed = true): Promise<void> {
  argocd.pause();
  await setByHand(app);
  const told = await predictions(app.repo.dir, argocd.cluster);
  argocd.resume();
  if (isRefreshed) await app.refresh();
  await sleep(5000);
  if (isRefreshed) await app.refresh();
  const isReverted = (await valueIn(app)) === 'one';
  expect(told.get(ONE)?.fate === 'reverted', JSON.stringify([...told])).toBe(isReverted);
  expect(['reverted', 'pending']).toContain(told.get(ONE)?.fate);
}
