import { expect, test } from 'vitest';
import { isArray, type JsonObject, objectAt } from '../../src/object.ts';
import { condition, fluxWorld } from '../support/flux/world.ts';
import { lookAt } from '../support/look.ts';
import { repository } from '../support/repository.ts';
import { eventually } from '../support/servers/supervisor.ts';
import { configMap } from './fixtures.ts';

/** A fleet as teams have it, applied by the real kustomize-controller, and asked about without any configuration. */
const world = fluxWorld();
const GROUPS = ['media', 'home', 'network', 'observability', 'databases', 'security'] as const;
const COUNT = 12;
const names = GROUPS.flatMap((group) =>
  Array.from({ length: COUNT }, (_, index) => ({ group, name: `${group}-${index}` })),
);

function kustomization(name: string, path: string, namespace: string, more = ''): string {
  return `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  interval: 1h
  prune: true
  path: ./${path}
  sourceRef: {kind: GitRepository, name: flux-system}
${more}`;
}

function fleet(url: string, home: string): Readonly<Record<string, string>> {
  const substitute = `  targetNamespace: ${home}\n  postBuild: {substituteFrom: [{kind: ConfigMap, name: cluster-settings}]}\n`;
  const cluster = (one: string) => ({
    [`clusters/${one}/flux-system/gotk-sync.yaml`]: `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: flux-system, namespace: ${home}}
spec: {url: "${url}", interval: 1h, ref: {branch: main}}
---
${kustomization('flux-system', `clusters/${one}`, home)}`,
    [`clusters/${one}/flux-system/kustomization.yaml`]: 'resources: [gotk-sync.yaml]\n',
    [`clusters/${one}/settings.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cluster-settings, namespace: ${home}}\ndata: {CLUSTER: ${one}}\n`,
    [`clusters/${one}/infrastructure.yaml`]: kustomization(
      'infrastructure',
      `infrastructure/${one}`,
      home,
      substitute,
    ),
    [`clusters/${one}/apps.yaml`]: kustomization(
      'apps',
      `apps/${one}`,
      home,
      '  dependsOn: [{name: infrastructure}]\n',
    ),
    [`infrastructure/${one}/kustomization.yaml`]: 'resources: [../base]\n',
    [`apps/${one}/kustomization.yaml`]: `resources: [${GROUPS.map((group) => `../groups/${group}`).join(', ')}]\n`,
  });
  const groups = GROUPS.map((group) => [
    `apps/groups/${group}/kustomization.yaml`,
    `resources:\n${Array.from({ length: COUNT }, (_, index) => `- ${group}-${index}/ks.yaml\n`).join('')}`,
  ]);
  const apps = names.flatMap(({ group, name }) => [
    [
      `apps/groups/${group}/${name}/ks.yaml`,
      kustomization(name, `apps/groups/${group}/${name}/app`, home, substitute),
    ],
    [`apps/groups/${group}/${name}/app/kustomization.yaml`, 'resources: [settings.yaml]\n'],
    [`apps/groups/${group}/${name}/app/settings.yaml`, configMap(name, "{cluster: '${CLUSTER}', a: one}")],
  ]);
  return {
    ...cluster('production'),
    ...cluster('staging'),
    'infrastructure/base/kustomization.yaml': 'resources: [settings.yaml]\n',
    'infrastructure/base/settings.yaml': configMap('infrastructure'),
    ...Object.fromEntries([...groups, ...apps]),
  };
}

/** Brings the production cluster up as `flux bootstrap` does, and waits until all of it is applied. */
async function bootstrapped() {
  const { cluster, flux } = world;
  const home = await cluster.namespace('fleet');
  const url = `https://git.example.com/${home}.git`;
  const repo = repository(fleet(url, home));
  repo.git('remote', 'add', 'public', url);
  await flux().push(repo, { name: 'flux-system', namespace: home, url });
  await cluster.run(['apply', '-f', '-'], {
    input: kustomization('flux-system', 'clusters/production', home),
  });
  const commit = repo.git('rev-parse', 'HEAD').trim();
  const list = async () => {
    const all: unknown = JSON.parse(
      await cluster.run(['get', 'kustomizations.kustomize.toolkit.fluxcd.io', '-n', home, '-o', 'json']),
    );
    const { items } = objectAt(all as JsonObject);
    return isArray(items) ? items.map((one) => objectAt(one)) : [];
  };
  let open: readonly JsonObject[] = [];
  await eventually('all Kustomizations to be applied', 150_000, async () => {
    const all = await list();
    open = all.filter((one) => !isApplied(one, commit));
    return open.length === 0 && all.length === names.length + 3;
  }).catch((cause: unknown) => {
    const told = open.map(
      (one) => `${String(objectAt(one.metadata).name)}: ${JSON.stringify(condition(one, 'Ready'))}`,
    );
    throw new Error(`${told.length} are not applied:\n${told.slice(0, 10).join('\n')}`, { cause });
  });
  return { cluster, home, repo, look: await lookAt(repo, cluster.kubeconfig) };
}

function isApplied(object: JsonObject, commit: string): boolean {
  const isReady = condition(object, 'Ready').status === 'True';
  return isReady && String(objectAt(object.status).lastAppliedRevision).endsWith(commit);
}

test(`clusters, infrastructure and apps: ${names.length + 3} Kustomizations`, async () => {
  const { cluster, home, look } = await bootstrapped();
  const id = (name: string) => `flux/${home}/${name}`;
  const below = (name: string, parent: string) => `${id(name)} below ${id(parent)}: synced`;
  expect(await look.status()).toEqual(
    [
      `${id('flux-system')}: synced`,
      below('infrastructure', 'flux-system'),
      below('apps', 'flux-system'),
      ...names.map(({ name }) => below(name, 'apps')),
    ].sort(),
  );
  expect(await look.diff()).toMatchObject({ objects: [], code: 0 });

  const change = ['--type=merge', '-p', '{"data":{"a":"two"}}', '-n', home];
  await cluster.run(['patch', 'configmap/media-3', ...change]);
  await cluster.run(['patch', 'configmap/infrastructure', ...change]);
  expect(await look.diff()).toMatchObject({
    objects: [
      `ConfigMap ${home}/infrastructure drifted infrastructure/base/settings.yaml (${id('infrastructure')})`,
      `ConfigMap ${home}/media-3 drifted apps/groups/media/media-3/app/settings.yaml (${id('media-3')})`,
    ],
    code: 1,
  });

  const file = 'apps/groups/home/home-7/app/settings.yaml';
  expect(await look.push({ [file]: `${configMap('home-7')}datas: {a: b}\n` })).toEqual({
    roots: [`${id('home-7')} apps/groups/home/home-7/app invalid 1 changed`],
    problems: [`error UNKNOWN_FIELD ${file}:5`],
  });
  // the settings of this cluster reach every app that takes them, those of another one none
  const settings = (one: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cluster-settings, namespace: ${home}}\ndata: {CLUSTER: ${one}-eu}\n`;
  expect(await look.push({ 'clusters/staging/settings.yaml': settings('staging') })).toEqual({
    roots: [],
    problems: [],
  });
  const pushed = await look.push({ 'clusters/production/settings.yaml': settings('production') });
  expect(pushed.roots).toContain(`${id('flux-system')} clusters/production valid 1 changed`);
  // one app comes with what it deploys, another one goes with what it deployed
  const staying = names.filter(({ group, name }) => group === 'media' && name !== 'media-0');
  const moved = await look.push({
    'apps/groups/media/kustomization.yaml': `resources:\n${[...staying, { name: 'new' }].map(({ name }) => `- ${name}/ks.yaml\n`).join('')}`,
    'apps/groups/media/new/ks.yaml': kustomization(
      'new',
      'apps/groups/media/new/app',
      home,
      `  targetNamespace: ${home}\n`,
    ),
    'apps/groups/media/new/app/settings.yaml': configMap('new'),
  });
  expect(moved).toEqual({
    roots: [
      `${id('apps')} apps/production valid 1 created 1 deleted`,
      `${id('media-0')} apps/groups/media/media-0/app removed 1 deleted`,
      `${id('new')} apps/groups/media/new/app valid 1 created`,
    ],
    problems: [],
  });
}, 300_000);
