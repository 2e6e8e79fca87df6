import { describe, expect, test } from 'vitest';
import { readKustomization } from '../../../../src/discover/flux/kustomization.ts';
import { object, SHOP, surroundings } from './surroundings.ts';

const read = (spec: string, metadata = '', name = 'apps') =>
  readKustomization(
    object(`apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: flux-system, ${metadata}}
spec: {sourceRef: {kind: GitRepository, name: shop}, ${spec}}`),
    surroundings(SHOP),
  );

describe('a Kustomization', () => {
  test('is what it changes in the kustomization at its path', async () => {
    const app = await read(`
      path: ./deploy/prod/, targetNamespace: shop, namePrefix: p-, nameSuffix: -s,
      images: [{name: web, newTag: "2"}, {name: db, newName: pg}, {name: x, digest: "sha256:a", newName: yy}],
      patches: [{patch: "- op: add", target: {kind: Deployment}}, {patch: "kind: X"}],
      components: [../c], ignoreMissingComponents: true, buildMetadata: [originAnnotations],
      commonMetadata: {labels: {team: a}}`);
    expect(app).toMatchObject({
      id: 'flux/flux-system/apps',
      deployer: 'flux',
      revision: 'main',
      destination: null,
      parent: null,
      dependsOn: [],
      warnings: [],
    });
    expect(app.root).toEqual({
      kind: 'kustomize',
      path: 'deploy/prod',
      kustomize: {
        generate: true,
        source: { ignore: null },
        namespace: 'shop',
        namePrefix: 'p-',
        nameSuffix: '-s',
        images: [
          { name: 'web', newName: '*', newTag: '2', digest: '' },
          { name: 'db', newName: 'pg', newTag: '*', digest: '*' },
          { name: 'x', newName: 'yy', newTag: '', digest: 'sha256:a' },
        ],
        patches: [{ patch: '- op: add', target: { kind: 'Deployment' } }, { patch: 'kind: X' }],
        components: ['../c'],
        ignoreMissingComponents: true,
        buildMetadata: ['originAnnotations'],
        commonMetadata: { labels: { team: 'a' }, annotations: {} },
      },
    });
  });

  const paths = [
    ['', '.'],
    ['path: ./', '.'],
    ['path: /a/b', 'a/b'],
    ['path: ../../etc', 'etc'],
    ['path: a/../b/./c/', 'b/c'],
  ] as const;
  test.each(paths)('with %j stands at %s, whatever it says in the source', async (spec, path) => {
    expect((await read(spec)).root.path).toBe(path);
  });

  test('is applied by another one, waits for others, goes elsewhere', async () => {
    const labels = (name: string) =>
      `labels: {kustomize.toolkit.fluxcd.io/name: ${name}, kustomize.toolkit.fluxcd.io/namespace: flux-system}`;
    const app = await read(
      'dependsOn: [{name: infra}, {name: crds, namespace: base}], kubeConfig: {secretRef: {name: eu}}',
      labels('flux-system'),
    );
    expect(app.parent).toBe('flux/flux-system/flux-system');
    expect(app.dependsOn).toEqual(['flux/flux-system/infra', 'flux/base/crds']);
    expect(app.destination).toEqual({ server: null, name: 'Secret flux-system/eu' });
    expect((await read('', labels('flux-system'), 'flux-system')).parent).toBe(null);
  });

  const elsewhere = [
    [
      'sourceRef: {kind: GitRepository, name: other}',
      'OTHER_REPOSITORY',
      'GitRepository flux-system/other is another repository: https://example.com/other',
    ],
    [
      'sourceRef: {kind: GitRepository, name: gone}',
      'NO_SUCH_SOURCE',
      'there is no GitRepository flux-system/gone',
    ],
    [
      'sourceRef: {kind: Bucket, name: forbidden}',
      'SOURCE_UNREADABLE',
      'Bucket flux-system/forbidden cannot be read',
    ],
    [
      'sourceRef: {kind: OCIRepository, name: podinfo}',
      'NOT_FROM_GIT',
      'OCIRepository flux-system/podinfo does not tell what it was made of',
    ],
    [
      'sourceRef: {kind: GitRepository, name: shop, namespace: team}',
      'NO_SUCH_SOURCE',
      'there is no GitRepository team/shop',
    ],
    [
      'components: [https://example.com/c]',
      'REMOTE_COMPONENT',
      'Flux takes no component from elsewhere: https://example.com/c',
    ],
  ] as const;
  test.each(elsewhere)('with %s is not rendered: %s', async (spec, code, message) => {
    const app = await readKustomization(
      object(`apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec: {${spec.startsWith('sourceRef') ? '' : 'sourceRef: {kind: GitRepository, name: shop}, '}${spec}, path: a}`),
      surroundings(SHOP),
    );
    expect(app.root).toMatchObject({ kind: 'unrendered', path: 'a', unrendered: { code, message } });
  });

  test('of an image that was made of this repository follows the commit it was made of', async () => {
    const app = await readKustomization(
      object(`apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec: {sourceRef: {kind: OCIRepository, name: packed}}`),
      surroundings(SHOP),
    );
    expect(app.revision).toBe('3f2c1aa03f2c1aa03f2c1aa03f2c1aa03f2c1aa0');
    expect(app.warnings).toMatchObject([{ code: 'PACKED_SOURCE' }]);
  });
});

describe('a GitRepository', () => {
  const refs = [
    ['', 'master', null],
    ['ref: {branch: dev}', 'dev', null],
    ['ref: {branch: dev, tag: v1}', 'v1', null],
    ['ref: {tag: v1, semver: ">=1"}', '>=1', null],
    ['ref: {semver: ">=1", name: refs/heads/x}', 'refs/heads/x', null],
    ['ref: {name: refs/heads/x, commit: abc}', 'abc', null],
    ['ref: {branch: dev}, ignore: "/*\\n!/deploy"', 'dev', '/*\n!/deploy'],
  ] as const;
  test.each(refs)('with %j follows %s', async (spec, revision, ignore) => {
    const app = await readKustomization(
      object(`apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: a}
spec: {sourceRef: {kind: GitRepository, name: r}}`),
      surroundings(`apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: r, namespace: a}
spec: {url: https://example.com/shop.git, ${spec}}`),
    );
    expect(app.revision).toBe(revision);
    expect(app.root.kustomize?.source).toEqual({ ignore });
  });

  test('that includes others says so', async () => {
    const app = await readKustomization(
      object(`apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: a}
spec: {sourceRef: {kind: GitRepository, name: r}}`),
      surroundings(`apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: r, namespace: a}
spec: {url: https://example.com/shop.git, include: [{repository: {name: lib}}]}`),
    );
    expect(app.warnings).toMatchObject([
      { code: 'SOURCE_INCLUDES', message: expect.stringContaining('GitRepository a/lib') },
    ]);
  });
});

describe('variables', () => {
  const from = (...refs: readonly string[]) =>
    `substituteFrom: [${refs.map((ref) => `{${ref}}`).join(', ')}]`;
  const config = 'kind: ConfigMap, name: vars';
  const secret = 'kind: Secret, name: vars';

  test('are those it names, the later over the earlier, and those it holds over all', async () => {
    const { root } = await read(`postBuild: {${from(config, secret)}, substitute: {region: us, num: "1"}}`);
    expect(root.kustomize?.substitute).toMatchObject({
      variables: { region: 'us', cluster: 'staging', token: 's3cr3t', num: '1', port: '8080' },
      strict: false,
      fromCluster: true,
    });
  });

  test('of git alone are git’s', async () => {
    const { root } = await read('postBuild: {substitute: {a: b}}');
    expect(root.kustomize?.substitute).toEqual({ variables: { a: 'b' }, strict: false, fromCluster: false });
  });

  test('are replaced where there are any, or where that is always done', async () => {
    expect((await read('postBuild: {}')).root.kustomize?.substitute).toBeUndefined();
    expect(
      (await read(`postBuild: {${from('kind: Secret, name: gone, optional: true')}}`)).root.kustomize
        ?.substitute,
    ).toBeUndefined();
    expect((await read('postBuild: {substituteStrategy: Always}')).root.kustomize?.substitute).toMatchObject({
      variables: {},
    });
  });

  const lacking = [
    ['kind: Secret, name: gone', 'there is no Secret flux-system/gone'],
    ['kind: Secret, name: forbidden', 'Secret flux-system/forbidden cannot be read'],
    ['kind: Secret, name: forbidden, optional: true', 'Secret flux-system/forbidden cannot be read'],
    ['kind: Secret, name: encrypted', 'Secret flux-system/encrypted cannot be read'],
  ] as const;
  test.each(lacking)('that %s should hold leave nothing to render', async (reference, why) => {
    const { root } = await read(`postBuild: {${from(config, reference)}}`);
    expect(root).toMatchObject({
      kind: 'unrendered',
      unrendered: {
        code: 'VARIABLES_UNKNOWN',
        message: `variables of Kustomization flux-system/apps are not known: ${why}`,
      },
    });
  });
});
