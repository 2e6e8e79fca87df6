import { describe, expect, test } from 'vitest';
import { type Json, objectAt } from '../../src/object.ts';
import { condition, fluxedApp, fluxWorld } from '../support/flux/world.ts';

const world = fluxWorld();
const GROUP = 'kustomize.toolkit.fluxcd.io';

/** A ConfigMap `settings` whose key `a` is git's. */
const settings = (marks: { labels?: object; annotations?: object } = {}, value = 'git') =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', ...marks },
    data: { a: value },
  });
const files = (manifest = settings()) => ({ 'app/settings.yaml': manifest });

async function data(app: Awaited<ReturnType<typeof fluxedApp>>): Promise<Json | undefined> {
  return (await app.live('configmap', 'settings'))?.data;
}

describe('a reconciliation', () => {
  test('sets back what somebody changed, whoever it was', async () => {
    const app = await fluxedApp(world, files());
    for (const manager of ['kubectl-edit', 'k9s', 'node-fetch']) {
      await app.patch(manager, 'configmap/settings', { data: { a: 'live' } });
      await app.reconcile();
      expect(await data(app)).toEqual({ a: 'git' });
    }
  });

  test('removes what kubectl added, and leaves what other tools added', async () => {
    const app = await fluxedApp(world, files());
    const added = [
      'kubectl-edit',
      'kubectl-patch',
      'kubectl-client-side-apply',
      'kubectl.ada',
      'k9s',
      'node-fetch',
    ];
    for (const manager of added)
      await app.patch(manager, 'configmap/settings', { data: { [manager]: 'live' } });
    await app.reconcile();
    expect(await data(app)).toEqual({ a: 'git', k9s: 'live', 'node-fetch': 'live' });
  });

  test('brings back what somebody took away', async () => {
    const app = await fluxedApp(world, files());
    await app.patch('k9s', 'configmap/settings', { data: { a: null } });
    await app.reconcile();
    expect(await data(app)).toEqual({ a: 'git' });
  });

  test('does none of that while it is suspended', async () => {
    const app = await fluxedApp(world, files());
    await app.set({ suspend: true });
    await app.patch('kubectl-edit', 'configmap/settings', { data: { a: 'live', b: 'live' } });
    await app.push(files(settings({}, 'newer')));
    expect(await data(app)).toEqual({ a: 'live', b: 'live' });
  });

  test('leaves the fields alone that spec.ignore names', async () => {
    const app = await fluxedApp(world, files(), {
      ignore: [{ paths: ['/data/a'], target: { kind: 'ConfigMap', name: 'set.*' } }],
    });
    await app.patch('k9s', 'configmap/settings', { data: { a: 'live' } });
    await app.reconcile();
    expect(await data(app)).toEqual({ a: 'live' });
  });

  test('drops fields that Kubernetes does not know, without a word', async () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's' },
      spec: { ports: [{ port: 80 }], sesionAffinity: 'ClientIP' },
    };
    const app = await fluxedApp(world, { 'app/s.yaml': JSON.stringify(service) });
    expect(condition(await app.reconcile(), 'Ready')).toMatchObject({ status: 'True' });
    expect(objectAt((await app.live('service', 's'))?.spec).sessionAffinity).toBe('None');
  });
});

describe('a mark', () => {
  const places = ['labels', 'annotations'] as const;
  /** What is left of a change of `a` and of additions by kubectl and k9s. */
  const all = { a: 'live', kubectl: 'live', k9s: 'live' };
  const usual = { a: 'git', k9s: 'live' };
  const cases = [
    ['ssa', 'Override', usual],
    ['ssa', 'Merge', { ...all, a: 'git' }],
    ['ssa', 'mERGE', { ...all, a: 'git' }],
    ['ssa', 'IfNotPresent', all],
    ['ssa', 'ifnotpresent', all],
    ['ssa', 'Ignore', all],
    ['ssa', 'ignore', all],
    ['reconcile', 'disabled', all],
    ['reconcile', 'Disabled', all],
    ['reconcile', 'enabled', usual],
  ] as const;
  const inGit = places.flatMap((place) =>
    cases.map(([key, value, expected]) => ({ place, key, value, expected })),
  );

  test.each(inGit)(
    '$key: $value among the $place that git declares',
    async ({ place, key, value, expected }) => {
      const app = await fluxedApp(world, files());
      await app.push(files(settings({ [place]: { [`${GROUP}/${key}`]: value } })));
      await app.patch('k9s', 'configmap/settings', { data: { k9s: 'live' } });
      await app.patch('kubectl-edit', 'configmap/settings', { data: { a: 'live', kubectl: 'live' } });
      await app.reconcile();
      expect(await data(app)).toEqual(expected);
    },
  );

  const onLive = [
    ['ssa', 'ignore', all],
    ['reconcile', 'disabled', all],
    ['ssa', 'ifnotpresent', usual],
    ['ssa', 'merge', { ...all, a: 'git' }],
  ] as const;
  test.each(
    places.flatMap((place) => onLive.map(([key, value, expected]) => ({ place, key, value, expected }))),
  )(
    '$key: $value among the $place that somebody set on the live object',
    async ({ place, key, value, expected }) => {
      const app = await fluxedApp(world, files());
      await app.patch('k9s', 'configmap/settings', {
        data: { k9s: 'live' },
        metadata: { [place]: { [`${GROUP}/${key}`]: value } },
      });
      await app.patch('kubectl-edit', 'configmap/settings', { data: { a: 'live', kubectl: 'live' } });
      await app.reconcile();
      expect(await data(app)).toEqual(expected);
    },
  );

  const kept = [
    ['labels', 'disabled'],
    ['annotations', 'disabled'],
    ['labels', 'Disabled'],
  ] as const;
  test.each(kept)('prune among the %s keeps what has left git: %s', async (place, value) => {
    const app = await fluxedApp(world, {
      ...files(),
      'app/other.yaml': settings().replace('settings', 'other'),
    });
    await app.push(files(settings({ [place]: { [`${GROUP}/prune`]: value } })));
    app.repository.git('rm', '-q', 'app/settings.yaml', 'app/other.yaml');
    await app.push({ 'app/third.yaml': settings().replace('settings', 'third') });
    expect(await data(app)).toEqual({ a: 'git' });
    expect(await app.live('configmap', 'other')).toBeUndefined();
  });
});

describe('what may not be changed', () => {
  const fixed = (value: string, marks = {}) =>
    files(JSON.stringify({ ...JSON.parse(settings(marks, value)), immutable: true }));

  test('fails', async () => {
    const app = await fluxedApp(world, fixed('one'));
    const { status, reason, message } = condition(await app.push(fixed('two')), 'Ready');
    expect({ status, reason }).toEqual({ status: 'False', reason: 'ReconciliationFailed' });
    expect(message).toMatch(/immutable/);
    expect(await data(app)).toEqual({ a: 'one' });
  });

  test('is made anew where the Kustomization says so', async () => {
    const app = await fluxedApp(world, fixed('one'), { force: true });
    await app.push(fixed('two'));
    expect(await data(app)).toEqual({ a: 'two' });
  });

  test.each(['labels', 'annotations'])('is made anew where its %s say so', async (place) => {
    const marks = { [place]: { [`${GROUP}/force`]: 'Enabled' } };
    const app = await fluxedApp(world, fixed('one', marks));
    await app.push(fixed('two', marks));
    expect(await data(app)).toEqual({ a: 'two' });
  });
});
