import { expect, test } from 'vitest';
import { objectAt } from '../../src/object.ts';
import { condition, type FluxedApp, fluxedApp, fluxWorld } from '../support/flux/world.ts';
import { gitops } from '../support/gitops.ts';
import { configMap } from './fixtures.ts';

const world = fluxWorld();
const files = { 'app/a.yaml': configMap('a') };

function run({ repository }: FluxedApp, ...args: readonly string[]) {
  return gitops(args, { cwd: repository.dir, kubeconfig: world.cluster.kubeconfig });
}
const nameOf = ({ namespace }: FluxedApp) => `flux/${namespace}/apps`;
const wait = (app: FluxedApp, ...args: readonly string[]) =>
  run(app, 'status', nameOf(app), '--wait', '--timeout=60s', ...args);

test('a Kustomization is waited for until it has applied the commit', async () => {
  const app = await fluxedApp(world, files);
  app.repository.commit({ 'app/a.yaml': configMap('a', '{a: two}') });
  const waiting = wait(app, '-o', 'json');
  await app.push({});
  const waited = await waiting;
  expect(waited).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(`${nameOf(app)}: live and healthy\n`),
  });
  const commit = app.repository.git('rev-parse', 'HEAD').trim();
  expect(waited.json()).toMatchObject({ apps: [{ name: nameOf(app), deployed: { revision: commit } }] });
});

test('a commit that the server refuses ends the wait', async () => {
  const app = await fluxedApp(world, files);
  const port = 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 0}]}\n';
  app.repository.commit({ 'app/s.yaml': port });
  const waiting = wait(app);
  await app.push({});
  expect(await waiting).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /error: flux\/\S+ does not get to \w{7}: Service\S* .*\(CANNOT_GET_THERE\)/,
    ),
  });
});

test('a build that fails ends it, and so does one that is suspended', async () => {
  const app = await fluxedApp(world, files);
  app.repository.commit({ 'app/kustomization.yaml': 'resources: [gone.yaml]\n' });
  const waiting = wait(app);
  await app.push({});
  expect(await waiting).toMatchObject({ code: 1, stderr: expect.stringContaining('gone.yaml') });
  await app.set({ suspend: true });
  app.repository.commit({ 'app/kustomization.yaml': 'resources: [a.yaml]\n' });
  const resume = `kubectl patch kustomizations.kustomize.toolkit.fluxcd.io apps -n ${app.namespace}`;
  expect(await wait(app)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`hint: ${resume} --type=merge -p '{"spec":{"suspend":false}}'\n`),
  });
  expect(await run(app, 'sync', nameOf(app))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`the Kustomization apps is suspended (SUSPENDED)\nhint: ${resume}`),
  });
});

test('one whose dependency does not exist is not waited for in vain', async () => {
  const app = await fluxedApp(world, files);
  await app.set({ dependsOn: [{ name: 'gone' }] });
  const waiting = wait(app);
  await app.push({ 'app/a.yaml': configMap('a', '{a: two}') });
  expect(await waiting).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`it depends on ${app.namespace}/gone, which does not exist`),
  });
});

test('a sync is asked of the controller, and of its source first', async () => {
  const app = await fluxedApp(world, files);
  await app.patch('kubectl-edit', 'configmap/a', { data: { a: 'live' } });
  const synced = await run(app, 'sync', nameOf(app), '--with-source=false', '--wait', '--timeout=60s');
  expect(synced).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`${nameOf(app)}: asked for a reconciliation\n`),
  });
  expect(objectAt((await app.live('configmap', 'a'))?.data).a).toBe('one');
  expect(condition(await world.flux().get('apps', app.namespace), 'Ready').status).toBe('True');
  // nobody answers for the source here
  const asked = await run(app, 'sync', nameOf(app), '--wait', '--timeout=2s');
  expect(asked).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/GitRepository shop: asked for a reconciliation\n$/),
    stderr: expect.stringContaining('(TIMED_OUT)'),
  });
});
