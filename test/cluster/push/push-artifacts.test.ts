import { beforeAll, expect, it } from 'vitest';
import { isArray, type JsonObject, objectAt } from '../../../src/object.ts';
import { installFluxKinds } from '../../support/crds/controllers.ts';
import { configMap, pushing } from '../../support/pushing.ts';
import { folder } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

beforeAll(() => installFluxKinds(sharedCluster()));

const GROUP = 'kustomize.toolkit.fluxcd.io';
const GENERATED = { apiVersion: 'source.extensions.fluxcd.io/v1beta1', kind: 'ArtifactGenerator' };

/** An ArtifactGenerator that makes artifacts, each of what is in a directory of `apps/`. */
const generator = (artifacts: Readonly<Record<string, string>>, more: JsonObject = {}) => ({
  ...GENERATED,
  metadata: { name: 'split' },
  spec: {
    sources: [{ alias: 'fleet', kind: 'GitRepository', name: 'fleet' }],
    artifacts: Object.entries(artifacts).map(([name, dir]) => ({
      name,
      copy: [{ from: `@fleet/apps/${dir}/**`, to: '@artifact/', ...more }],
    })),
  },
});
const kustomization = (name: string, kind: string, path: string) => ({
  apiVersion: `${GROUP}/v1`,
  kind: 'Kustomization',
  metadata: { name },
  spec: { path, prune: true, sourceRef: { kind, name } },
});

/** A cluster that is brought up from `clusters/prod`, which deploys `apps/one` by way of the artifact `web`. */
async function fleet() {
  const parts = [generator({ web: 'one' }), kustomization('web', 'ExternalArtifact', './')];
  const world = await pushing(
    (namespace) => ({
      'apps/one/cm.yaml': configMap(namespace, 'web', 'one'),
      'apps/two/cm.yaml': configMap(namespace, 'web', 'two'),
      'apps/new/cm.yaml': configMap(namespace, 'new'),
      'clusters/prod/split.yaml': JSON.stringify(placed(parts[0] ?? {}, namespace)),
      'clusters/prod/web.yaml': JSON.stringify(placed(parts[1] ?? {}, namespace)),
    }),
    { applied: false },
  );
  const { cluster, namespace, remote } = world;
  const put = (object: JsonObject) => placed(object, namespace);
  const labels = { [`${GROUP}/name`]: 'fleet', [`${GROUP}/namespace`]: namespace };
  const items = [
    put({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'fleet' },
      spec: { url: `file://${remote}`, ref: { branch: 'main' } },
    }),
    put(kustomization('fleet', 'GitRepository', './clusters/prod')),
    put({
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'ExternalArtifact',
      metadata: { name: 'web' },
      spec: { sourceRef: { ...GENERATED, name: 'split', namespace } },
    }),
    ...parts.map((part) => put({ ...part, metadata: { ...part.metadata, labels } })),
  ];
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await cluster.run(['apply', '--server-side', '--force-conflicts', '-f', '-'], { input });
  const env = { XDG_CACHE_HOME: folder() };
  const validate = async () => {
    const { code, report, problems } = await world.validate([], { env });
    const rows = (isArray(report.roots) ? report.roots : []).map((one) => {
      const { app, root, status, changed, created, deleted } = objectAt(one);
      return [app, root, status, changed, created, deleted].map(String).join(' ');
    });
    return { code, rows, problems };
  };
  return { ...world, put, validate };
}

function placed(object: JsonObject, namespace: string): JsonObject {
  return { ...object, metadata: { ...objectAt(object.metadata), namespace } };
}

it('an app whose artifact the push makes of another directory is judged as that', async () => {
  const { repo, namespace, put, validate } = await fleet();
  repo.commit({ 'clusters/prod/split.yaml': JSON.stringify(put(generator({ web: 'two' }))) });
  expect((await validate()).rows).toEqual([
    `flux/${namespace}/fleet clusters/prod valid 1 0 0`,
    `flux/${namespace}/web apps/two valid 1 0 0`,
  ]);
});

it('an app that comes with its artifact is judged with it', async () => {
  const { repo, namespace, put, validate } = await fleet();
  repo.commit({
    'clusters/prod/split.yaml': JSON.stringify(put(generator({ web: 'one', new: 'new' }))),
    'clusters/prod/new.yaml': JSON.stringify(put(kustomization('new', 'ExternalArtifact', './'))),
  });
  expect((await validate()).rows).toEqual([
    `flux/${namespace}/fleet clusters/prod valid 1 1 0`,
    `flux/${namespace}/new apps/new valid 0 1 0`,
  ]);
});

it('an artifact that is made in a way that is not followed is told, and stops nobody', async () => {
  const { repo, namespace, put, validate } = await fleet();
  const split = (more: JsonObject) => JSON.stringify(put(generator({ web: 'one' }, more)));
  repo.commit({ 'clusters/prod/split.yaml': split({ strategy: 'Merge' }) });
  const merged = await validate();
  expect(merged.problems).toMatchObject([
    {
      severity: 'warning',
      app: `flux/${namespace}/web`,
      message: expect.stringContaining('merges @fleet/apps/one/** into other files'),
    },
  ]);
  expect(merged.code).toBe(6);
  repo.commit({ 'clusters/prod/split.yaml': split({ to: '@artifact/../' }) });
  const refused = await validate();
  expect(refused.problems).toMatchObject([
    { severity: 'error', code: 'RENDER_FAILED', message: expect.stringContaining('is not made') },
  ]);
});
