import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/object.ts';
import { type FluxedApp, fluxedApp, fluxWorld } from '../support/flux/world.ts';
import { type Deed, EVERYWHERE } from './deeds.ts';
import { liveValue, predictions } from './fate.ts';
import { configMap, deployment } from './fixtures.ts';

const world = fluxWorld();

const RESTARTED = 'kubectl.kubernetes.io/restartedAt';
const { setsImage, scales, setsEnv, unlabels, deletes } = EVERYWHERE;
const DEEDS: readonly Deed[] = [
  setsImage,
  scales,
  setsEnv,
  {
    name: 'k9s labels it, with a label that git does not have',
    words: ['label', 'deployment/web', 'team=night', '--field-manager=k9s'],
    told: 'Deployment web .metadata.labels.team',
    object: 'deployment/web',
    path: 'metadata/labels/team',
  },
  {
    name: 'kubectl rollout restart',
    words: ['rollout', 'restart', 'deployment/web'],
    told: `Deployment web .spec.template.metadata.annotations["${RESTARTED}"]`,
    object: 'deployment/web',
    path: `spec/template/metadata/annotations/${RESTARTED.replace('/', '~1')}`,
  },
  unlabels,
  deletes,
];

const mark = (key: string, value: string) =>
  deployment().replace(
    'metadata: {name: web, labels: {app: web}}',
    `metadata: {name: web, labels: {app: web}, annotations: {kustomize.toolkit.fluxcd.io/${key}: ${value}}}`,
  );
const image = '/spec/template/spec/containers/0/image';

/** How an app is deployed: the Kustomization, and what git says of the Deployment. */
const POLICIES: readonly (readonly [name: string, spec: JsonObject, web: string])[] = [
  ['as usual', {}, deployment()],
  ['suspended', { suspend: true }, deployment()],
  ['ssa: Merge', {}, mark('ssa', 'Merge')],
  ['ssa: Ignore', {}, mark('ssa', 'ignore')],
  ['ssa: IfNotPresent', {}, mark('ssa', 'IfNotPresent')],
  ['reconcile: disabled', {}, mark('reconcile', 'Disabled')],
  [
    'an image that is ignored',
    { ignore: [{ paths: [image, '/spec/replicas'], target: { kind: 'Deploy.*', name: 'web' } }] },
    deployment(),
  ],
  ['what it depends on is not ready', { dependsOn: [{ name: 'nobody' }] }, deployment()],
];

describe('what is said of a live change is what a real kustomize-controller then does', () => {
  it.each(POLICIES)('%s', async (_, spec, web) => {
    const files = { 'app/web.yaml': deployment(), 'app/gone.yaml': configMap('gone') };
    const app = await fluxedApp(world, files);
    await app.push({ 'app/web.yaml': web });
    // applied before it is told to leave it alone
    await app.set(spec);
    if (spec.suspend !== true) await app.reconcile();
    const before = await all(app);
    for (const { words } of DEEDS) await world.cluster.run([...words, '-n', app.namespace]);
    const told = await predictions(app.repository.dir, world.cluster);
    if (spec.suspend !== true) await app.reconcile();
    const unasked = await all(app);

    const said = DEEDS.map(({ name, told: at }) => [name, undone(told.get(at)?.fate)]);
    const seen = DEEDS.map((deed) => [deed.name, same(unasked.get(deed), before.get(deed))]);
    expect(Object.fromEntries(said), JSON.stringify([...told], null, 1)).toEqual(Object.fromEntries(seen));
  });
});

/** Whether a fate says that the change is undone unasked; what was not told is said to be something else. */
function undone(fate: unknown): unknown {
  return fate === undefined ? 'not told' : fate === 'reverted';
}

async function all(app: FluxedApp): Promise<ReadonlyMap<Deed, unknown>> {
  const values = new Map<Deed, unknown>();
  for (const deed of DEEDS)
    values.set(deed, await liveValue(world.cluster, app.namespace, deed.object, deed.path));
  return values;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
