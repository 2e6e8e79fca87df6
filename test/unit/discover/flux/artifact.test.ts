import { describe, expect, test } from 'vitest';
import { readHelmRelease } from '../../../../src/discover/flux/helm-release.ts';
import { readKustomization } from '../../../../src/discover/flux/kustomization.ts';
import { object, SHOP, surroundings } from './surroundings.ts';

const extensions = 'apiVersion: source.extensions.fluxcd.io/v1beta1';
const artifact = (by: string, name = 'app') => `
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: ExternalArtifact
metadata: {name: ${name}, namespace: flux-system}
spec: {${by}}`;
const byGenerator =
  'sourceRef: {apiVersion: source.extensions.fluxcd.io/v1beta1, kind: ArtifactGenerator, name: split}';
const sources = `
- {alias: repo, kind: GitRepository, name: shop}
- {alias: same, kind: GitRepository, name: shop}
- {alias: next, kind: GitRepository, name: next}
- {alias: other, kind: GitRepository, name: other}
- {alias: gone, kind: GitRepository, name: gone}
- {alias: made, kind: ExternalArtifact, name: app}`;
const NEXT = `
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: next, namespace: flux-system}
spec: {url: https://example.com/shop, ref: {branch: next}}`;

/** `@repo/deploy/** -> base/`, with what else a copy says after a comma. */
function copyOf(text: string): string {
  const [copy = '', ...more] = text.split(', ');
  const [from, to] = copy.split(' -> ');
  return `{${[`from: "${from}"`, `to: "@artifact/${to}"`, ...more].join(', ')}}`;
}

function generator(copies: readonly string[], more = '', name = 'app'): string {
  return `
---
${extensions}
kind: ArtifactGenerator
metadata: {name: split, namespace: flux-system}
spec:
  sources: ${sources.replaceAll('\n', '\n    ')}
  artifacts: [{name: ${name}, copy: [${copies.map(copyOf).join(', ')}]}]
  ${more}`;
}

const cluster = (copies: readonly string[], more?: string) =>
  surroundings(SHOP + NEXT + artifact(byGenerator) + generator(copies, more));

const kustomization = (path: string) =>
  object(`apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec: {sourceRef: {kind: ExternalArtifact, name: app}, path: ${path}}`);

const release = object(`apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: web, namespace: flux-system}
spec: {chartRef: {kind: ExternalArtifact, name: app}}`);

describe('a Kustomization of an artifact', () => {
  const places: readonly (readonly [readonly string[], string, string, readonly string[]])[] = [
    [['@repo/deploy/** -> '], './prod', 'deploy/prod', ['deploy']],
    [['@repo/deploy/** -> '], '.', 'deploy', ['deploy']],
    [['@repo/** -> '], 'deploy/prod', 'deploy/prod', ['.']],
    [['@repo/ -> '], 'deploy/prod', 'deploy/prod', ['.']],
    [['@repo/deploy/ -> '], 'deploy/prod', 'deploy/prod', ['deploy']],
    [['@repo/deploy/* -> '], 'deploy/prod', 'deploy/prod', ['deploy']],
    [
      ['@repo/apps/base/** -> base', '@repo/apps/prod/** -> prod/'],
      'prod',
      'apps/prod',
      ['apps/base', 'apps/prod'],
    ],
    [['@repo/apps/base -> ', '@same/apps/prod/ -> '], '.', 'apps', ['apps/base', 'apps/prod']],
    [
      ['@repo/apps/vars.yaml -> ', '@repo/apps/prod/** -> prod/'],
      'prod',
      'apps/prod',
      ['apps/prod', 'apps/vars.yaml'],
    ],
    [['@repo/x/apps/prod/** -> apps/prod/'], 'apps/prod', 'x/apps/prod', ['x/apps/prod']],
    [['@repo/deploy/** -> , strategy: Overwrite'], '../../etc', 'deploy/etc', ['deploy']],
  ];
  test.each(places)('%j stands, of %s, at %s, and sees only %j', async (copies, path, at, only) => {
    const { root, revision, warnings } = await readKustomization(kustomization(path), cluster(copies));
    expect(root).toMatchObject({
      kind: 'kustomize',
      path: at,
      kustomize: { source: { ignore: null, only } },
    });
    expect([revision, warnings]).toEqual(['main', []]);
  });

  const made = 'ExternalArtifact flux-system/app is no directory of this repository';
  const by = `${made}: ArtifactGenerator flux-system/split`;
  const refused: readonly (readonly [readonly string[], string])[] = [
    [['@repo/deploy/** -> , strategy: Merge'], `${by} merges @repo/deploy/** into other files`],
    [['@repo/a.tgz -> , strategy: Extract'], `${by} extracts the archive @repo/a.tgz`],
    [['@repo/deploy/** -> , exclude: ["*.md"]'], `${by} leaves out some of @repo/deploy/** by exclude`],
    [['@repo/deploy/*.yaml -> '], `${by} copies by the pattern @repo/deploy/*.yaml`],
    [['@repo/*/prod/** -> '], `${by} copies by the pattern @repo/*/prod/**`],
    [['@repo/./deploy/** -> '], `${by} copies by the pattern @repo/./deploy/**`],
    [['@repo/deploy/** -> prod/'], `${by} copies deploy to prod, which changes its path`],
    [
      ['@repo/x/a/** -> a/', '@repo/y/b/** -> b/'],
      `${by} copies what is in x and in y into the same directory`,
    ],
    [['@repo/a.yaml -> b.yaml'], `${by} copies a.yaml to b.yaml, which may mean a directory or a name`],
    [['@repo/a/** -> a/', '@other/b/** -> b/'], `${by} makes it of several repositories`],
    [['@repo/a/** -> a/', '@next/b/** -> b/'], `${by} makes it of several revisions of this repository`],
    [['@made/a/** -> a/'], `${by} makes it of another artifact`],
  ];
  test.each(refused)('%j is not rendered: %s', async (copies, message) => {
    const { root } = await readKustomization(kustomization('.'), cluster(copies));
    expect(root.unrendered).toMatchObject({ code: 'COMPOSED_ARTIFACT', message });
  });

  const unmade = 'ExternalArtifact flux-system/app is not made: ArtifactGenerator flux-system/split';
  const faults: typeof refused = [
    [
      ['@repo/deploy/** -> ../'],
      `${unmade} has a copy that it refuses, from @repo/deploy/** to @artifact/../`,
    ],
    [['@repo/../x -> '], `${unmade} copies ../x from outside of its source`],
    [['@none/a/** -> a/'], `${unmade} copies from a source that it does not name`],
  ];
  test.each(faults)('%j is at fault: %s', async (copies, message) => {
    const { root } = await readKustomization(kustomization('.'), cluster(copies));
    expect(root.unrendered).toMatchObject({ code: 'BROKEN_ARTIFACT', message });
  });

  test('that a pattern of paths makes is not rendered', async () => {
    const where = cluster(['@repo/** -> '], 'pathPattern: "@repo/{app}"');
    const { root } = await readKustomization(kustomization('.'), where);
    expect(root.unrendered?.message).toBe(`${by} makes it by a pathPattern, which is not read`);
  });

  const elsewhere: readonly (readonly [string, string, string, string])[] = [
    ['of another repository', generator(['@other/** -> ']), byGenerator, 'OTHER_REPOSITORY'],
    ['of a source that is not there', generator(['@gone/** -> ']), byGenerator, 'NO_SUCH_SOURCE'],
    ['without the path', generator(['@repo/apps/prod/** -> prod/']), byGenerator, 'NOT_IN_ARTIFACT'],
    ['that is made no longer', generator(['@repo/** -> '], '', 'b'), byGenerator, 'BROKEN_ARTIFACT'],
    ['whose generator is gone', '', byGenerator, 'NO_SUCH_SOURCE'],
    ['whose generator nobody may read', '', byGenerator.replace('split', 'forbidden'), 'SOURCE_UNREADABLE'],
    ['that somebody else made', '', 'sourceRef: {apiVersion: x.io/v1, kind: Maker, name: m}', 'NOT_FROM_GIT'],
    ['that says nothing', '', '', 'NOT_FROM_GIT'],
  ];
  test.each(elsewhere)('%s is not rendered', async (_, made, by, code) => {
    const where = surroundings(SHOP + artifact(by) + made);
    const { root } = await readKustomization(kustomization('staging'), where);
    expect(root.unrendered?.code).toBe(code);
  });
});

describe('the chart of an artifact', () => {
  const charts: readonly (readonly [readonly string[], string])[] = [
    [['@repo/charts/web/ -> '], 'charts/web'],
    [['@repo/charts/web/** -> web/'], 'charts/web'],
    [['@repo/charts/web/ -> ', '@repo/charts/web/values.yaml -> web/'], 'charts/web'],
  ];
  test.each(charts)('%j is the directory at its top: %s', async (copies, path) => {
    const { root, revision } = await readHelmRelease(release, cluster(copies));
    expect(root).toMatchObject({ kind: 'helm', path, helm: { release: 'web', values: [] } });
    expect(revision).toBe('main');
  });

  const none: readonly (readonly [readonly string[]])[] = [
    [['@repo/charts/web/** -> ']],
    [['@repo/charts/web/ -> ', '@repo/charts/lib/ -> ']],
    [['@repo/charts/web/templates/** -> web/templates/']],
  ];
  test.each(none)('%j is none', async (copies) => {
    const { root } = await readHelmRelease(release, cluster(copies));
    expect(root.unrendered).toMatchObject({
      code: 'COMPOSED_ARTIFACT',
      message: expect.stringMatching(/split copies no chart as one directory$/),
    });
  });
});
