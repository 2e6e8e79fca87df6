import { expect, test } from 'vitest';
import { type JsonObject, objectAt } from '../../src/object.ts';
import { condition, fluxedApp, fluxWorld } from '../support/flux/world.ts';

const world = fluxWorld();
const settings = {
  'app/settings.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: git}\n',
};

function told(object: JsonObject) {
  const { lastAppliedRevision, lastAttemptedRevision, observedGeneration, inventory } = objectAt(
    object.status,
  );
  const { status, reason } = condition(object, 'Ready');
  const retries = condition(object, 'Reconciling').reason;
  const { entries } = objectAt(inventory);
  return {
    ready: `${status} ${reason}`,
    retries,
    lastAppliedRevision,
    lastAttemptedRevision,
    observedGeneration,
    entries,
  };
}

const revisionOf = (commit: string) => `main@sha1:${commit.trim()}`;

test('what was applied is recorded with its objects', async () => {
  const app = await fluxedApp(world, settings);
  const revision = revisionOf(app.repository.git('rev-parse', 'HEAD'));
  expect(told(await app.reconcile())).toEqual({
    ready: 'True ReconciliationSucceeded',
    retries: undefined,
    lastAppliedRevision: revision,
    lastAttemptedRevision: revision,
    observedGeneration: 1,
    entries: [{ id: `${app.namespace}_settings__ConfigMap`, v: 'v1' }],
  });
});

const failures = [
  [
    'a build that fails',
    { 'app/kustomization.yaml': 'resources: [gone.yaml]\n' },
    'BuildFailed',
    /gone\.yaml: no such file/,
  ],
  [
    'an object that the server refuses',
    { 'app/s.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 0}]}\n' },
    'ReconciliationFailed',
    /^Service\/.* dry-run failed \(Invalid\)/,
  ],
  [
    'a variable that no shell has',
    { 'app/s.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\ndata: {a: "${.x}"}\n' },
    'BuildFailed',
    /unable to parse variable name/,
  ],
] as const;

test.each(failures)(
  '%s was attempted, and what was applied before stays',
  async (_, change, reason, message) => {
    const app = await fluxedApp(world, settings, { postBuild: { substitute: { name: 'shop' } } });
    const before = revisionOf(app.repository.git('rev-parse', 'HEAD'));
    const object = await app.push(change);
    expect(told(object)).toMatchObject({
      ready: `False ${reason}`,
      retries: 'ProgressingWithRetry',
      lastAppliedRevision: before,
      lastAttemptedRevision: revisionOf(app.repository.git('rev-parse', 'HEAD')),
      entries: [{ id: `${app.namespace}_settings__ConfigMap`, v: 'v1' }],
    });
    expect(condition(object, 'Ready').message).toMatch(message);
  },
);

test('objects that are not healthy were applied, and the revision was only attempted', async () => {
  const app = await fluxedApp(world, settings, { wait: true });
  const before = revisionOf(app.repository.git('rev-parse', 'HEAD'));
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      progressDeadlineSeconds: 1,
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'x' }] } },
    },
  };
  const object = await app.push({ 'app/web.yaml': JSON.stringify(deployment) });
  expect(told(object)).toMatchObject({
    ready: 'False HealthCheckFailed',
    lastAppliedRevision: before,
    lastAttemptedRevision: revisionOf(app.repository.git('rev-parse', 'HEAD')),
    entries: [{ id: `${app.namespace}_settings__ConfigMap` }, { id: `${app.namespace}_web_apps_Deployment` }],
  });
  expect(condition(object, 'Healthy')).toMatchObject({ status: 'False', reason: 'HealthCheckFailed' });
});

test('one that waits for another has attempted nothing', async () => {
  const app = await fluxedApp(world, settings, { dependsOn: [{ name: 'gone' }] });
  const object = await app.reconcile();
  expect(told(object)).toEqual({
    ready: 'False DependencyNotReady',
    retries: undefined,
    lastAppliedRevision: undefined,
    lastAttemptedRevision: undefined,
    observedGeneration: -1,
    entries: undefined,
  });
});

test('one that is suspended says what was true before', async () => {
  const app = await fluxedApp(world, settings);
  const before = revisionOf(app.repository.git('rev-parse', 'HEAD'));
  await app.set({ suspend: true });
  const object = await app.push({ 'app/kustomization.yaml': 'resources: [gone.yaml]\n' });
  expect(told(object)).toMatchObject({
    ready: 'True ReconciliationSucceeded',
    lastAppliedRevision: before,
    lastAttemptedRevision: before,
    observedGeneration: 2,
  });
});
