import { describe, expect, it } from 'vitest';
import { type JsonObject, objectAt } from '../../../src/object.ts';
import { type ArgoManifestsInput, argoManifests, argoManifestsOfAll } from '../../support/argocd/oracle.ts';
import { clusterSecret } from '../../support/argocd/resources.ts';
import { repository } from '../../support/repository.ts';

const url = 'https://git.example.com/shop.git';
const configMap = (name: string, data = '{a: one}') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: ${data}\n`;

const application = (spec: JsonObject): JsonObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'shop', namespace: 'argocd' },
  spec: {
    project: 'default',
    destination: { server: 'https://kubernetes.default.svc', namespace: 'web' },
    ...spec,
  },
});

/** What Argo CD makes of one source of a repository with these files. */
function rendered(
  files: Readonly<Record<string, string>>,
  source: JsonObject,
  more: Omit<ArgoManifestsInput, 'application'> = {},
) {
  const { dir } = repository(files);
  const app = application({ source: { repoURL: url, targetRevision: 'main', path: 'app', ...source } });
  return argoManifests({ application: app, repositories: { [url]: dir }, ...more });
}

const dataOf = (objects: readonly JsonObject[]) => objects.map(({ data }) => data);
const namesOf = (objects: readonly JsonObject[]) => objects.map(({ metadata }) => objectAt(metadata).name);

describe('what Argo CD itself makes of an Application', () => {
  it('a kustomization, with the mark that tells whose the object is', async () => {
    const files = {
      'app/kustomization.yaml': 'resources: [settings.yaml]\nnamePrefix: my-\n',
      'app/settings.yaml': configMap('settings'),
    };
    const { manifests, targets, sources } = await rendered(files, {});
    const annotations = { 'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:web/my-settings' };
    expect(manifests).toMatchObject([{ metadata: { name: 'my-settings', annotations } }]);
    expect(targets).toMatchObject([{ metadata: { name: 'my-settings', namespace: 'web' } }]);
    expect(sources).toMatchObject([
      { type: 'Kustomize', commands: [expect.stringContaining('kustomize build')] },
    ]);
  });

  it('build options of the installation', async () => {
    const files = {
      'app/kustomization.yaml': 'resources: [../outside.yaml]\n',
      'outside.yaml': configMap('outside'),
    };
    const refused = await rendered(files, {});
    expect(refused.error).toContain('security');
    const config = { 'kustomize.buildOptions': '--load-restrictor LoadRestrictionsNone' };
    const { manifests } = await rendered(files, {}, { config });
    expect(namesOf(manifests)).toEqual(['outside']);
  });

  it('a chart, by value files, parameters and the variables of the build', async () => {
    const files = {
      'app/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'app/values.yaml': 'a: chart\n',
      'app/prod.yaml': 'a: prod\n',
      'app/templates/settings.yaml': configMap(
        '{{ .Release.Name }}',
        '{a: {{ .Values.a }}, app: {{ .Values.app }}, url: {{ .Values.url | quote }}}',
      ),
    };
    const parameters = [
      { name: 'app', value: '$ARGOCD_APP_NAME' },
      { name: 'url', value: '$ARGOCD_APP_SOURCE_REPO_URL' },
    ];
    const { manifests } = await rendered(files, { helm: { valueFiles: ['prod.yaml'], parameters } });
    expect(dataOf(manifests)).toEqual([{ a: 'prod', app: 'shop', url }]);
  });

  it('plain files, with recursion and exclusions', async () => {
    const files = {
      'app/a.yaml': configMap('a'),
      'app/deep/b.yaml': configMap('b'),
      'app/deep/skipped.yaml': configMap('c'),
      'app/README.md': 'text',
    };
    expect(namesOf((await rendered(files, {})).manifests)).toEqual(['a']);
    const directory = { recurse: true, exclude: '{**/skipped.yaml,x}' };
    expect(namesOf((await rendered(files, { directory })).manifests)).toEqual(['a', 'b']);
  });

  it('the overrides that a file beside the sources makes', async () => {
    const files = {
      'app/kustomization.yaml': 'resources: [settings.yaml]\n',
      'app/settings.yaml': configMap('settings'),
      'app/.argocd-source-shop.yaml': 'kustomize: {namePrefix: over-}\n',
    };
    expect(namesOf((await rendered(files, {})).manifests)).toEqual(['over-settings']);
  });

  it('values that another source of the Application holds', async () => {
    const chart = repository({
      'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
      'templates/settings.yaml': configMap('settings', '{a: {{ .Values.a }}}'),
    });
    const values = repository({ 'prod/values.yaml': 'a: elsewhere\n' });
    const other = 'git@git.example.com:team/values.git';
    const sources = [
      { repoURL: url, path: '.', targetRevision: 'main', helm: { valueFiles: ['$vals/prod/values.yaml'] } },
      { repoURL: other, ref: 'vals', targetRevision: 'main' },
    ];
    const repositories = { [url]: chart.dir, [other]: values.dir };
    const { manifests } = await argoManifests({ application: application({ sources }), repositories });
    expect(dataOf(manifests)).toEqual([{ a: 'elsewhere' }]);
  });

  it('the newest tag that a range of versions admits', async () => {
    const repo = repository({ 'app/settings.yaml': configMap('settings', '{v: "1.0"}') });
    repo.git('tag', 'v1.0.0');
    const wanted = repo.commit({ 'app/settings.yaml': configMap('settings', '{v: "1.2"}') });
    repo.git('tag', 'v1.2.0');
    repo.commit({ 'app/settings.yaml': configMap('settings', '{v: "2.0"}') });
    repo.git('tag', 'v2.0.0');
    const source = { repoURL: url, path: 'app', targetRevision: '^1.0.0' };
    const answer = await argoManifests({
      application: application({ source }),
      repositories: { [url]: repo.dir },
    });
    expect(dataOf(answer.manifests)).toEqual([{ v: '1.2' }]);
    expect(answer.sources).toMatchObject([{ revision: wanted }]);
  });

  it('an object that two files declare once, with a warning', async () => {
    const files = { 'app/a.yaml': configMap('same'), 'app/b.yaml': configMap('same', '{a: two}') };
    const { targets, conditions } = await rendered(files, {});
    expect(dataOf(targets)).toEqual([{ a: 'two' }]);
    expect(conditions).toMatchObject([{ type: 'RepeatedResourceWarning' }]);
  });

  it.each<[string, JsonObject, string]>([
    ['a path that is not there', { path: 'gone' }, 'app path does not exist'],
    ['a revision that is not there', { targetRevision: 'gone' }, "unable to resolve 'gone'"],
    ['a repository nobody knows', { repoURL: 'https://git.example.com/no.git' }, 'repository not found'],
    [
      'two ways to render',
      { directory: { recurse: true }, helm: { releaseName: 'x' } },
      'multiple application sources',
    ],
  ])('says why not: %s', async (_, source, reason) => {
    const { error, manifests } = await rendered({ 'app/a.yaml': configMap('a') }, source);
    expect(error).toContain(reason);
    expect(manifests).toEqual([]);
  });

  it('says why not: a project that does not permit the repository, a cluster that is not registered', async () => {
    const { dir } = repository({ 'app/a.yaml': configMap('a') });
    const source = { repoURL: url, path: 'app', targetRevision: 'main' };
    const closed = 'kind: AppProject\nmetadata: {name: closed}\nspec: {sourceRepos: [], destinations: []}\n';
    const destination = { name: 'prod', namespace: 'web' };
    const inputs = [
      { application: application({ source, project: 'closed' }), projects: [closed] },
      { application: application({ source, destination }) },
      {
        application: application({ source, destination }),
        secrets: [clusterSecret({ name: 'prod', server: 'https://prod.example.com' })],
      },
    ].map((input) => ({ ...input, repositories: { [url]: dir } }));
    const answers = await argoManifestsOfAll(inputs);
    expect(answers.map(({ error }) => error)).toEqual([
      expect.stringContaining('is not permitted in project'),
      expect.stringContaining('there are no clusters with this name'),
      undefined,
    ]);
  });
});
