import { braced, type Cases, configMap, url } from './case.ts';

const shown = configMap(
  '{{ .Release.Name }}',
  `
  namespace: {{ .Release.Namespace }}
  values: {{ .Values | toJson | quote }}
  kube: {{ .Capabilities.KubeVersion.Version | quote }}
  has: "{{ .Capabilities.APIVersions.Has "apps/v1/Deployment" }} {{ .Capabilities.APIVersions.Has "x.example/v1" }}"`,
);

const chart = {
  'app/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'app/values.yaml': 'from: chart\nlist: [1, 2]\n',
  'app/prod.yaml': 'from: prod\nprod: true\n',
  'app/env/a.yaml': 'a: 1\nlast: a\n',
  'app/env/b.yaml': 'b: 2\nlast: b\n',
  'env/top.yaml': 'top: true\nfrom: top\n',
  'app/note.txt': 'one, two\n',
  'app/crds/carts.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: carts.shop}\n',
  'app/templates/shown.yaml': shown,
  'app/templates/tests/test.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: test, annotations: {x: z}}\nspec: {containers: []}\n',
};

/** Charts of the repository, with everything an Application gives them. */
export const charts: Cases = {
  'a chart as it is': { files: chart },
  'value files, beside the chart and from the top': {
    files: chart,
    source: { helm: { valueFiles: ['prod.yaml', '/env/top.yaml', 'env/../prod.yaml', '../env/top.yaml'] } },
  },
  'value files that are named by the app': {
    files: { ...chart, 'app/shop-web.yaml': 'named: true\n' },
    source: { helm: { valueFiles: [`$ARGOCD_APP_NAME-${braced('NAMESPACE')}.yaml`, '$NONE/env/top.yaml'] } },
  },
  'a value file that is not there': {
    files: chart,
    source: { helm: { valueFiles: ['none.yaml'] } },
    refused: 'helm cannot render app: open app/none.yaml: no such file or directory',
  },
  'value files that are not there, passed over': {
    files: chart,
    source: {
      helm: { valueFiles: ['none.yaml', 'prod.yaml', '/none/x.yaml'], ignoreMissingValueFiles: true },
    },
  },
  'a value file out of the repository': {
    files: chart,
    source: { helm: { valueFiles: ['../../secret.yaml'] } },
    refused: '../../secret.yaml leads out of the repository',
  },
  'values as a text, after the files': {
    files: chart,
    source: { helm: { valueFiles: ['prod.yaml'], values: 'from: text\ndeep: {a: 1}\nlist: null\n' } },
  },
  'values as an object count more than a text': {
    files: chart,
    source: { helm: { values: 'from: text\n', valuesObject: { from: 'object', n: 5, deep: { a: [true] } } } },
  },
  parameters: {
    files: chart,
    source: {
      helm: {
        values: 'from: text\n',
        parameters: [
          { name: 'from', value: 'first' },
          { name: 'from', value: 'second' },
          { name: 'number', value: '5' },
          { name: 'text', value: '5', forceString: true },
          { name: 'both', value: '1' },
          { name: 'both', value: '2', forceString: true },
          { name: 'list', value: '{a,b}' },
          { name: 'comma', value: 'a,b\\,c' },
          { name: 'deep.x\\.y', value: '$ARGOCD_APP_NAME' },
          { name: 'items[1].name', value: 'z' },
          { name: 'null', value: 'null' },
          { name: 'equals', value: 'a=b=c' },
          { name: 'empty', value: '' },
        ],
      },
    },
  },
  'files as parameters': {
    files: chart,
    source: {
      helm: {
        fileParameters: [
          { name: 'note', path: 'note.txt' },
          { name: 'top', path: '/env/top.yaml' },
        ],
      },
    },
  },
  'a release and a namespace of its own': {
    files: chart,
    source: { helm: { releaseName: 'other', namespace: 'there' } },
  },
  'no CRDs and no tests': { files: chart, source: { helm: { skipCrds: true, skipTests: true } } },
  'another cluster than there is': {
    files: chart,
    source: { helm: { kubeVersion: '1.29.3', apiVersions: ['x.example/v1'] } },
  },
  'a schema': {
    files: { ...chart, 'app/values.schema.json': '{"properties":{"from":{"type":"integer"}}}' },
    refused:
      "helm cannot render app: values don't meet the specifications of the schema(s) in the following chart(s)",
  },
  'a schema that is not looked at': {
    files: { ...chart, 'app/values.schema.json': '{"properties":{"from":{"type":"integer"}}}' },
    source: { helm: { skipSchemaValidation: true } },
  },
  'a chart with a kustomization beside it': {
    files: { ...chart, 'app/kustomization.yaml': 'resources: [a.yaml]\n', 'app/a.yaml': configMap('a') },
  },
  'a chart, although a kustomization is beside it': {
    files: { ...chart, 'app/kustomization.yaml': 'resources: [a.yaml]\n', 'app/a.yaml': configMap('a') },
    source: { helm: { releaseName: 'said' } },
  },
  'a chart of the repository that it depends on': {
    files: {
      ...chart,
      'app/Chart.yaml':
        'apiVersion: v2\nname: web\nversion: 0.1.0\ndependencies: [{name: base, version: 1.0.0, repository: "file://../base"}]\n',
      'base/Chart.yaml': 'apiVersion: v2\nname: base\nversion: 1.0.0\n',
      'base/templates/a.yaml': configMap('base'),
    },
  },
  'several sources, values of one for the other': {
    files: { ...chart, 'more/a.yaml': configMap('more') },
    sources: [
      {
        repoURL: url,
        targetRevision: 'main',
        path: 'app',
        helm: { valueFiles: ['$files/env/top.yaml', 'prod.yaml'] },
      },
      { repoURL: url, targetRevision: 'main', ref: 'files' },
      { repoURL: url, targetRevision: 'main', path: 'more' },
    ],
  },
  'a source that no source is called': {
    files: chart,
    sources: [
      { repoURL: url, targetRevision: 'main', path: 'app', helm: { valueFiles: ['$none/env/top.yaml'] } },
      { repoURL: url, targetRevision: 'main', ref: 'files' },
    ],
    refused: '$none/env/top.yaml names the source $none, and there is none',
  },
  'what a file beside it says of values and parameters': {
    files: {
      ...chart,
      'app/.argocd-source-shop.yaml': `helm:
  parameters: [{name: tag, value: "2"}, {name: more, value: x}]
  valuesObject: {from: file, gone: null, deep: {a: null}}
  releaseName: null
`,
    },
    source: {
      helm: {
        releaseName: 'kept',
        parameters: [{ name: 'tag', value: '1', forceString: true }],
        valuesObject: { from: 'app', gone: 1, deep: { a: 1, b: 2 } },
      },
    },
  },
  'several sources that declare the same': {
    files: { 'one/a.yaml': configMap('a', '{from: one}'), 'two/a.yaml': configMap('a', '{from: two}') },
    sources: [
      { repoURL: url, targetRevision: 'main', path: 'one' },
      { repoURL: url, targetRevision: 'main', path: 'two' },
    ],
  },
};
