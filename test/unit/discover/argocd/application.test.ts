import { describe, expect, test } from 'vitest';
import { readApplication } from '../../../../src/discover/argocd/application.ts';
import type { Surroundings } from '../../../../src/discover/argocd/types.ts';
import type { JsonObject, KubeObject } from '../../../../src/object.ts';
import type { Root } from '../../../../src/render/types.ts';
import { diskView } from '../../../../src/view.ts';
import { folder } from '../../../support/repository.ts';

const here = 'https://git.example/shop.git';
const there = 'https://ada:secret@git.example/other.git';
const files = {
  'app/a.yaml': 'a: 1\n',
  'chart/Chart.yaml': 'name: web\n',
  'chart/values-prod.yaml': '{}\n',
  'chart/env/b.yaml': '{}\n',
  'chart/env/a.yaml': '{}\n',
  'chart/env/.c.yaml': '{}\n',
  'kust/kustomization.yaml': '{}\n',
};

function read(spec: JsonObject, more: Partial<Surroundings> = {}) {
  const app: KubeObject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'shop', namespace: 'argocd' },
    spec: { destination: { namespace: 'web' }, ...spec },
  };
  return readApplication(app, {
    view: diskView(folder(files)),
    isThis: (url) => url === here,
    settings: {},
    ...more,
  });
}

const source = (more: JsonObject): JsonObject => ({ source: { repoURL: here, path: 'app', ...more } });
const why = ({ unrendered }: Root) => unrendered?.message;
const values = (spec: JsonObject, ...more: readonly Partial<Surroundings>[]) => {
  const { root } = read(spec, ...more);
  return root.helm?.values ?? why(root);
};
const chart = (helm: JsonObject) => source({ path: 'chart', helm });

test('a root has what its controller knows of it, and what decided it', () => {
  const { root, revision, destination, dry, warnings } = read({
    ...source({ path: './kust/', targetRevision: 'release', kustomize: { namePrefix: 'x-' } }),
    destination: { server: 'https://cluster.example', namespace: 'web' },
  });
  expect(root).toMatchObject({
    kind: 'kustomize',
    path: 'kust',
    namespace: 'web',
    hooks: 'argocd',
    kustomize: { namePrefix: 'x-', flags: [] },
    decidedBy: ['kust/.argocd-source.yaml', 'kust/.argocd-source-shop.yaml'],
  });
  expect({ revision, destination, dry, warnings }).toEqual({
    revision: 'release',
    destination: { server: 'https://cluster.example', name: null },
    dry: null,
    warnings: [],
  });
});

test.each([
  ['', null],
  ['HEAD', null],
  ['main', 'main'],
  ['v1.2.3', 'v1.2.3'],
])('it follows %s', (targetRevision, revision) => {
  expect(read(source({ targetRevision })).revision).toBe(revision);
});

describe('what this repository does not hold says why', () => {
  test.each([
    ['no source', {}, 'the Application has no source'],
    [
      'another repository',
      source({ repoURL: there }),
      'app is in another repository: https://git.example/other.git',
    ],
    ['a plugin', source({ plugin: { name: 'cue' } }), 'app is rendered by a plugin of Argo CD'],
    ['no path', source({ path: '' }), 'the source has neither path nor chart'],
    ['an absolute path', source({ path: '/app' }), 'the path /app leads out of the repository'],
    ['a file', source({ path: 'app/a.yaml' }), 'app/a.yaml is no directory'],
    [
      'a field of another type',
      source({ kustomize: { images: 'nginx' } }),
      'images of the source should be a list of texts',
    ],
    [
      'an artifact',
      source({ repoURL: 'oci://registry.example/app', path: 'deep' }),
      'the manifests are an artifact of a registry, which is not fetched',
    ],
    [
      'values of the web',
      chart({ valueFiles: ['https://x:y@values.example/a.yaml'] }),
      'the values https://values.example/a.yaml are not in this repository',
    ],
    ['no match', chart({ valueFiles: ['none/*.yaml'] }), 'no file matches none/*.yaml of valueFiles'],
    [
      'values of a chart that is fetched',
      { source: { repoURL: 'https://charts.example', chart: 'web', helm: { valueFiles: ['prod.yaml'] } } },
      'the values prod.yaml are a part of the chart, which is fetched',
    ],
  ])('%s', (_, spec, message) => {
    const { root } = read(spec);
    expect(why(root)).toBe(message);
    expect(JSON.stringify(root)).not.toContain('secret');
  });
});

describe('value files', () => {
  test.each<readonly [string, JsonObject, readonly string[] | string | undefined]>([
    [
      'beside the chart and from the top',
      chart({ valueFiles: ['values-prod.yaml', '/app/a.yaml'] }),
      ['chart/values-prod.yaml', 'app/a.yaml'],
    ],
    [
      'a glob, and names within it',
      chart({ valueFiles: ['env/*.yaml', 'env/a.yaml'] }),
      ['chart/env/.c.yaml', 'chart/env/b.yaml', 'chart/env/a.yaml'],
    ],
    ['a glob of any depth', chart({ valueFiles: ['/**/b.yaml'] }), ['chart/env/b.yaml']],
    [
      'variables',
      chart({ valueFiles: ['$ARGOCD_APP_NAME/$ARGOCD_APP_PROJECT_NAME.yaml'] }),
      ['chart/shop/default.yaml'],
    ],
  ])('%s', (_, spec, expected) => {
    expect(values(spec)).toEqual(expected);
  });

  const two = (repoURL: string, helm: JsonObject, revision = '') => ({
    sources: [
      { repoURL: here, path: 'chart', helm },
      { repoURL, ref: 'values', targetRevision: revision },
    ],
  });

  test('of another source of this repository', () => {
    expect(values(two(here, { valueFiles: ['$values/app/a.yaml'] }))).toEqual(['app/a.yaml']);
    expect(
      values(two(here, { valueFiles: ['$values/app/a.yaml'] }, 'main'), { defaultBranch: 'main' }),
    ).toEqual(['app/a.yaml']);
  });

  test('of another repository, or another revision, are not there', () => {
    const message =
      'the values $values/app/a.yaml are in another repository, or at another revision of this one';
    expect(values(two(there, { valueFiles: ['$values/app/a.yaml'] }))).toBe(message);
    expect(values(two(here, { valueFiles: ['$values/app/a.yaml'] }, 'old'))).toBe(message);
    const passedOver = read(
      two(there, { valueFiles: ['$values/app/a.yaml'], ignoreMissingValueFiles: true }),
    );
    expect(passedOver.root.helm?.values).toEqual([]);
    expect(passedOver.warnings).toMatchObject([
      { code: 'OTHER_REPOSITORY', message: `${message}, and are taken for missing` },
    ]);
  });
});

test('several sources: one that cannot be rendered hides no other', () => {
  const { root, revision } = read({
    sources: [
      { repoURL: here, path: 'app', targetRevision: 'v1' },
      { repoURL: there, path: 'x' },
      { repoURL: here, path: 'chart', targetRevision: 'v2' },
      { repoURL: 'https://charts.example/', chart: 'web', targetRevision: '1.x' },
      { repoURL: 'registry.example/charts', chart: 'db' },
      { repoURL: here, ref: 'values', targetRevision: 'v1' },
    ],
  });
  expect(root).toMatchObject({ kind: 'sources', path: 'app', namespace: 'web' });
  expect(root.sources).toMatchObject([
    { kind: 'plain', path: 'app' },
    { kind: 'unrendered', unrendered: { code: 'OTHER_REPOSITORY' } },
    {
      kind: 'unrendered',
      unrendered: { code: 'OTHER_REVISION', message: 'chart follows v2, another source v1' },
    },
    {
      kind: 'helm',
      path: 'charts.example/web',
      helm: { release: 'shop', chart: { repository: 'https://charts.example', name: 'web', version: '1.x' } },
    },
    { kind: 'helm', helm: { chart: { repository: 'oci://registry.example/charts', name: 'db' } } },
  ]);
  expect(revision).toBe('v1');
});

test('what a hydrator renders and what is synced of it', () => {
  const { root, revision, dry } = read({
    sourceHydrator: {
      drySource: { repoURL: here, path: 'kust', targetRevision: 'main' },
      syncSource: { targetBranch: 'env/prod', path: 'app' },
    },
  });
  expect({ kind: root.kind, path: root.path, revision }).toEqual({
    kind: 'plain',
    path: 'app',
    revision: 'env/prod',
  });
  expect(dry).toMatchObject({ root: { kind: 'kustomize', path: 'kust' }, revision: 'main' });
});

test('flags of an installation, without those that run programs', () => {
  const settings = {
    'kustomize.buildOptions':
      '--enable-helm --enable-exec --helm-command /tmp/x --load-restrictor LoadRestrictionsNone --enable-alpha-plugins -e A=b --network',
  };
  const { root, warnings } = read(source({ path: 'kust' }), { settings });
  expect(root.kustomize?.flags).toEqual(['--enable-helm', '--load-restrictor=LoadRestrictionsNone']);
  expect(warnings.map(({ message }) => message)).toEqual([
    'kustomize.buildOptions of argocd-cm has --enable-exec, --helm-command, --enable-alpha-plugins, -e, --network, which this machine does not hand on',
  ]);
  expect(read(source({ path: 'kust' }), { settings: null }).root.kustomize?.flags).toBeUndefined();
});

test('the commit is what is asked about, and empty where there is none', () => {
  const spec = source({ path: 'kust', kustomize: { images: ['a=b:$ARGOCD_APP_REVISION_SHORT'] } });
  expect(read(spec, { commit: '0123456789abcdef' }).root.kustomize?.images).toEqual([
    { name: 'a', newName: 'b', newTag: '0123456' },
  ]);
  expect(read(spec).warnings).toMatchObject([{ code: 'REVISION_UNKNOWN' }]);
});

test('an app elsewhere than Argo CD has a longer name, its release does not', () => {
  const spec = chart({ parameters: [{ name: 'app', value: '$ARGOCD_APP_NAME' }] });
  const { root } = read(spec, { instance: 'team_shop' });
  expect(root.helm).toMatchObject({ release: 'shop', parameters: [{ value: 'team_shop' }] });
  expect(root.decidedBy).toContain('chart/.argocd-source-team_shop.yaml');
});
