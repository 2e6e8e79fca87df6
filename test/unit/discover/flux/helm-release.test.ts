import { describe, expect, test } from 'vitest';
import { readHelmRelease, releaseOf } from '../../../../src/discover/flux/helm-release.ts';
import { object, SHOP, surroundings } from './surroundings.ts';

const release = (spec: string, status = '', name = 'api') =>
  object(`apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: ${name}, namespace: flux-system}
spec: {${spec}}
${status === '' ? '' : `status: {${status}}`}`);
const read = (spec: string, status = '') => readHelmRelease(release(spec, status), surroundings(SHOP));

const own = 'chart: {spec: {chart: ./charts/api, sourceRef: {kind: GitRepository, name: shop}}}';

describe('a HelmRelease', () => {
  test('of a chart of this repository', async () => {
    const app = await read(`${own}, values: {replicas: 2}, dependsOn: [{name: db, namespace: shop}]`);
    expect(app).toMatchObject({
      id: 'flux-helm/flux-system/api',
      revision: 'main',
      dependsOn: ['flux-helm/shop/db'],
    });
    expect(app.root).toEqual({
      kind: 'helm',
      path: 'charts/api',
      namespace: 'flux-system',
      helm: {
        release: 'api',
        values: [],
        inlineValues: '{"replicas":2}',
        skipCrds: false,
        skipSchemaValidation: false,
      },
    });
  });

  const places = [
    [
      'chart: {spec: {chart: redis, version: 1.x, sourceRef: {kind: HelmRepository, name: bitnami}}}',
      { repository: 'https://charts.example.com/bitnami', name: 'redis', version: '1.x' },
    ],
    [
      'chart: {spec: {chart: redis, sourceRef: {kind: HelmRepository, name: bitnami}}}',
      { repository: 'https://charts.example.com/bitnami', name: 'redis' },
    ],
    [
      'chartRef: {kind: OCIRepository, name: podinfo}',
      { repository: 'oci://ghcr.io/stefanprodan/charts', name: 'podinfo', version: '6.x' },
    ],
    [
      'chartRef: {kind: HelmChart, name: redis}',
      { repository: 'https://charts.example.com/bitnami', name: 'redis', version: '1.2.3' },
    ],
  ] as const;
  test.each(places)('%s', async (spec, chart) => {
    const { root, revision } = await read(spec);
    expect(root).toMatchObject({ kind: 'helm', helm: { chart } });
    expect(revision).toBe(null);
  });

  const elsewhere = [
    ['chart: {spec: {chart: a, sourceRef: {kind: GitRepository, name: other}}}', 'OTHER_REPOSITORY'],
    ['chart: {spec: {chart: a, sourceRef: {kind: Bucket, name: b}}}', 'NO_SUCH_SOURCE'],
    ['chart: {spec: {chart: a, sourceRef: {kind: HelmRepository, name: gone}}}', 'NO_SUCH_SOURCE'],
    ['chartRef: {kind: OCIRepository, name: pinned}', 'CHART_BY_DIGEST'],
    ['chartRef: {kind: ExternalArtifact, name: x}', 'NO_SUCH_SOURCE'],
    [
      'chart: {spec: {chart: a, valuesFiles: [b.yaml], sourceRef: {kind: GitRepository, name: shop}}}',
      'VALUES_FILES',
    ],
    [
      'chart: {spec: {chart: redis, valuesFiles: [b.yaml], sourceRef: {kind: HelmRepository, name: bitnami}}}',
      'VALUES_FILES',
    ],
  ] as const;
  test.each(elsewhere)('%s is not rendered: %s', async (spec, code) => {
    expect((await read(spec)).root).toMatchObject({ kind: 'unrendered', unrendered: { code } });
  });

  test('whose valuesFiles begin with the chart’s own lays the others over it', async () => {
    const { root } = await read(
      'chart: {spec: {chart: charts/a, valuesFiles: [charts/a/values.yaml, ./prod.yaml], sourceRef: {kind: GitRepository, name: shop}}}',
    );
    expect(root.helm?.values).toEqual(['prod.yaml']);
  });

  const crds = [
    ['', '', false],
    ['', 'history: [{version: 1}]', true],
    ['upgrade: {crds: CreateReplace}', 'history: [{version: 1}]', false],
    ['upgrade: {crds: CreateReplace}, install: {crds: Skip}', '', true],
    ['install: {skipCRDs: true}', '', true],
  ] as const;
  test.each(crds)('with %j and %j leaves CRDs out: %s', async (spec, status, skipCrds) => {
    expect((await read(`${own}, ${spec}`, status)).root.helm?.skipCrds).toBe(skipCrds);
  });

  test('changes what the chart gives', async () => {
    const { root } = await read(
      `${own}, postRenderers: [{kustomize: {patches: [{patch: x, target: {kind: A}}], images: [{name: a, newTag: "1"}]}}], commonMetadata: {annotations: {a: b}}`,
    );
    expect(root.helm).toMatchObject({
      postRenderers: [
        { patches: [{ patch: 'x', target: { kind: 'A' } }], images: [{ name: 'a', newTag: '1' }] },
      ],
      commonMetadata: { labels: {}, annotations: { a: 'b' } },
    });
  });
});

describe('its release', () => {
  const long = 'a-name-that-is-as-long-as-forty-characters';
  const cases = [
    ['', 'api', { name: 'api', namespace: 'flux-system', storageNamespace: 'flux-system' }],
    [
      'targetNamespace: shop',
      'api',
      { name: 'shop-api', namespace: 'shop', storageNamespace: 'flux-system' },
    ],
    [
      'targetNamespace: shop, releaseName: r, storageNamespace: s',
      'api',
      { name: 'r', namespace: 'shop', storageNamespace: 's' },
    ],
    [
      'targetNamespace: in-a-namespace',
      long,
      {
        name: 'in-a-namespace-a-name-that-is-as-long-as-2f253bd3c88f',
        namespace: 'in-a-namespace',
        storageNamespace: 'flux-system',
      },
    ],
  ] as const;
  test.each(cases)('with %j', (spec, name, expected) => {
    expect(releaseOf(release(spec, '', name))).toEqual(expected);
  });
});

describe('values', () => {
  const vars = 'kind: ConfigMap, name: vars';
  const given = async (from: readonly string[], values: string) => {
    const { root } = await read(
      `${own}, valuesFrom: [${from.map((one) => `{${one}}`).join(', ')}], values: {${values}}`,
    );
    return root.kind === 'unrendered'
      ? root.unrendered?.message
      : JSON.parse(root.helm?.inlineValues ?? '{}');
  };
  const cases: readonly (readonly [string, readonly string[], string, unknown])[] = [
    ['are merged map by map, lists replaced', [vars], 'a: {z: [2, 3]}', { a: { x: 1, z: [2, 3] }, b: 1 }],
    [
      'of nothing but a comment set nothing',
      [`${vars}, valuesKey: none`, vars],
      '',
      { a: { x: 1, z: [1] }, b: 1 },
    ],
    ['of a path', [`${vars}, valuesKey: port, targetPath: service.port`], '', { service: { port: 8080 } }],
    [
      'of a path count more than those of the map it leads into',
      [`${vars}, valuesKey: port, targetPath: s.port`],
      's: {port: 1, x: 2}',
      { s: { port: 8080, x: 2 } },
    ],
    [
      'of a key of the top count less',
      [`${vars}, valuesKey: port, targetPath: port`],
      'port: 1',
      { port: 1 },
    ],
    [
      'of a path with an index and dots',
      [`${vars}, valuesKey: port, targetPath: 'a\\.b[1].c'`],
      '',
      { 'a.b': [null, { c: 8080 }] },
    ],
    [
      'of a path taken literally',
      [`${vars}, valuesKey: values.yaml, targetPath: x.z, literal: true`],
      '',
      { x: { z: 'a: {x: 1, z: [1]}\nb: 1' } },
    ],
    [
      'that need not be there',
      [`${vars}, valuesKey: gone, optional: true`, 'kind: Secret, name: gone, optional: true'],
      'z: 1',
      { z: 1 },
    ],
    [
      'that must be there',
      [`${vars}, valuesKey: gone`],
      '',
      'values of HelmRelease flux-system/api are not known: ConfigMap flux-system/vars has no key gone',
    ],
    [
      'that nobody may read',
      ['kind: Secret, name: forbidden, optional: true'],
      '',
      'values of HelmRelease flux-system/api are not known: Secret flux-system/forbidden cannot be read',
    ],
    [
      'that are no map',
      [`${vars}, valuesKey: port`],
      '',
      'values of HelmRelease flux-system/api cannot be put together: one of them is no map',
    ],
    [
      'of a path into what is no map',
      [`${vars}`, `${vars}, valuesKey: port, targetPath: b.c`],
      '',
      'values of HelmRelease flux-system/api cannot be put together: a path leads into what is no map',
    ],
  ];
  test.each(cases)('%s', async (_, from, values, expected) => {
    expect(await given(from, values)).toEqual(expected);
  });

  test('that are called like what every object has are values', async () => {
    expect(await given([], '__proto__: {a: 1}, constructor: 2')).toEqual(
      JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}'),
    );
    expect({}).not.toHaveProperty('a');
  });

  test('from the cluster are marked as not git’s', async () => {
    expect((await read(`${own}, valuesFrom: [{${vars}}]`)).root.helm?.fromCluster).toBe(true);
    expect((await read(`${own}, values: {a: 1}`)).root.helm).not.toHaveProperty('fromCluster');
  });
});
