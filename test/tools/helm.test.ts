import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Path } from '../../src/path.ts';
import { renderHelm } from '../../src/render/helm.ts';
import { locateHelm } from '../../src/render/helm-origin.ts';
import type { Root } from '../../src/render/types.ts';
import { depsWith, failureOf, named, namesOf, target, treeOf } from './fixture.ts';

const root: Root = {
  kind: 'helm',
  path: 'charts/web',
  namespace: 'shop',
  helm: { release: 'shop', values: ['env/common.yaml', 'env/prod.yaml'] },
};

const chart = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'charts/web/values.yaml': `replicas: 1
image:
  name: shop/web
  tag: "1.0"
cache:
  size: 5
`,
  'charts/web/crds/cards.yaml': crd('cards') + '---\n' + crd('carts'),
  'charts/web/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
  annotations: null
  labels:
    {{- include "web.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicas }}
  paused: false
  minReadySeconds: {{ .Values.cache.size | int }}
  template:
    spec:
      containers:
        - name: web
          image: "{{ .Values.image.name }}:{{ .Values.image.tag }}"
          imagePullPolicy: {{ .Values.pull | default "Always" | quote }}
`,
  'charts/web/templates/_helpers.tpl': '{{ define "web.labels" }}app: web{{ end }}\n',
  'charts/web/templates/monitor.yaml': `{{ if .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: web
  annotations: {kube: "{{ .Capabilities.KubeVersion }}"}
{{ end }}`,
  'charts/web/templates/hook.yaml': `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  annotations: {helm.sh/hook: "pre-install,pre-upgrade"}
`,
  'charts/web/charts/cache/Chart.yaml': 'apiVersion: v2\nname: cache\nversion: 0.1.0\n',
  'charts/web/charts/cache/values.yaml': 'size: 1\nmode: lru\n',
  'charts/web/charts/cache/templates/cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: cache
data:
  size: {{ .Values.size | quote }}
  mode: {{ .Values.mode }}
`,
  'env/common.yaml': 'replicas: 2\nimage: {tag: "2.0"}\n',
  'env/prod.yaml': 'replicas: 3\n',
};

function crd(plural: string): string {
  return `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: ${plural}.shop\n`;
}

describe.each(['helm3', 'helm4'] as const)('%s', (helm) => {
  test('renders for the cluster, with CRDs, without hooks and nulls', async () => {
    const rendering = await renderHelm(root, await treeOf(chart), target, await depsWith(helm));
    expect(namesOf(rendering).toSorted()).toEqual([
      'ConfigMap cache',
      'CustomResourceDefinition cards.shop',
      'CustomResourceDefinition carts.shop',
      'Deployment shop',
      'ServiceMonitor web',
    ]);
    expect(named(rendering, 'Deployment').object.metadata).toEqual({
      name: 'shop',
      namespace: 'shop',
      labels: { app: 'web' },
    });
    expect(named(rendering, 'ServiceMonitor').object.metadata.annotations).toEqual({ kube: 'v1.36.3' });
    expect(rendering.problems).toEqual([]);
  });

  test('tells the file of every object', async () => {
    const { manifests } = await renderHelm(root, await treeOf(chart), target, await depsWith(helm));
    const files = manifests.map(({ object, origin }) => `${object.metadata.name}: ${origin.file}`);
    expect(files.toSorted()).toEqual([
      'cache: charts/web/charts/cache/templates/cm.yaml',
      'cards.shop: charts/web/crds/cards.yaml',
      'carts.shop: charts/web/crds/cards.yaml',
      'shop: charts/web/templates/deployment.yaml',
      'web: charts/web/templates/monitor.yaml',
    ]);
  });

  const container: Path = ['spec', 'template', 'spec', 'containers', { keys: { name: 'web' } }];
  const deployment = 'charts/web/templates/deployment.yaml';
  const cache = 'charts/web/charts/cache';
  const cases: readonly (readonly [string, string, Path, string])[] = [
    ['an object', 'Deployment', [], `${deployment}:2`],
    ['a literal', 'Deployment', ['spec', 'paused'], `${deployment}:11`],
    ['a value of the last values file', 'Deployment', ['spec', 'replicas'], 'env/prod.yaml:1'],
    ['a value of values.yaml', 'Deployment', ['spec', 'minReadySeconds'], 'charts/web/values.yaml:6'],
    ['more than one value', 'Deployment', [...container, 'image'], `${deployment}:17`],
    ['a default', 'Deployment', [...container, 'imagePullPolicy'], `${deployment}:18`],
    ['what an include brings', 'Deployment', ['metadata', 'labels', 'app'], `${deployment}:null`],
    ['a value for a subchart', 'ConfigMap', ['data', 'size'], 'charts/web/values.yaml:6'],
    ['a value of a subchart', 'ConfigMap', ['data', 'mode'], `${cache}/values.yaml:2`],
  ];

  test.each(cases)('leads back from %s', async (_, kind, path, expected) => {
    const tree = await treeOf(chart);
    const rendering = await renderHelm(root, tree, target, await depsWith(helm));
    const found = await (await locateHelm(root, tree))(named(rendering, kind), path);
    expect(`${found?.file}:${found?.line}`).toBe(expected);
  });

  test('builds missing dependencies in a copy', async () => {
    const tree = await treeOf({
      ...chart,
      'shared/Chart.yaml': 'apiVersion: v2\nname: shared\nversion: 0.1.0\n',
      'shared/templates/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shared\n',
      'charts/web/Chart.yaml': `${chart['charts/web/Chart.yaml']}dependencies:
- name: shared
  version: 0.1.0
  repository: file://../../shared
`,
    });
    const rendering = await renderHelm(root, tree, target, await depsWith(helm));
    expect(named(rendering, 'ConfigMap', 'shared').origin.file).toBe('shared/templates/cm.yaml');
    expect(await readdir(join(tree.dir, 'charts/web/charts'))).toEqual(['cache']);
    expect(await readdir(join(tree.dir, 'charts/web'))).not.toContain('Chart.lock');
  });

  test('says which dependency it cannot fetch', async () => {
    const tree = await treeOf({
      ...chart,
      'charts/web/Chart.yaml': `${chart['charts/web/Chart.yaml']}dependencies:
- name: redis
  version: 1.0.0
  repository: https://charts.invalid
`,
    });
    expect(await failureOf(renderHelm, root, tree, await depsWith(helm))).toMatchObject({
      code: 'RENDER_FAILED',
      message: 'chart charts/web needs network to fetch its dependency redis from https://charts.invalid',
      hint: 'run: helm dependency build charts/web',
    });
  });

  const template = 'charts/web/templates/cm.yaml';
  test.each([
    [
      'a nil pointer',
      `a: b\nname: {{ .Values.a.b.c }}\n`,
      {
        message: 'helm cannot render charts/web: .Values.a.b.c: nil pointer evaluating interface {}.b',
        facts: [`${template}:2:18`, '2 | name: {{ .Values.a.b.c }}', '  |                  ^'],
        hint: 'set that value in a values file, or guard it in the template',
      },
    ],
    [
      'a template that does not parse',
      'name: {{ if }}\n',
      {
        message: 'helm cannot render charts/web: missing value for if',
        facts: [`${template}:1`, '1 | name: {{ if }}'],
      },
    ],
    [
      'a required value',
      'name: {{ required "need a name" .Values.name }}\n',
      {
        message: 'helm cannot render charts/web: need a name',
        facts: [`${template}:1:10`, '1 | name: {{ required "need a name" .Values.name }}', '  |          ^'],
      },
    ],
    [
      'an include of nothing',
      'name: {{ include "nope" . }}\n',
      {
        message:
          'helm cannot render charts/web: include "nope" .: no template "nope" associated with template "gotpl"',
        hint: 'define that template, or correct its name',
      },
    ],
    [
      'output that is no YAML',
      'a: b\n  c: d\n',
      {
        message:
          'helm cannot render charts/web: web/templates/cm.yaml renders to invalid YAML: mapping values are not allowed in this context (line 2 of its output)',
        facts: [template],
      },
    ],
  ])('shows %s in the template', async (_, text, expected) => {
    const tree = await treeOf({ ...chart, [template]: text });
    const failure = await failureOf(renderHelm, root, tree, await depsWith(helm));
    expect(failure).toMatchObject({ code: 'RENDER_FAILED', ...expected });
  });

  test('shows what the schema of the values refuses', async () => {
    const tree = await treeOf({
      ...chart,
      'charts/web/values.schema.json': '{"properties": {"replicas": {"type": "string"}}}',
    });
    expect(await failureOf(renderHelm, root, tree, await depsWith(helm))).toMatchObject({
      facts: ['web:', "- at '/replicas': got number, want string"],
      hint: 'correct the values of charts/web',
    });
  });
});

test('helm is missed by name', async () => {
  expect(await failureOf(renderHelm, root, await treeOf(chart), await depsWith())).toMatchObject({
    code: 'RENDERER_MISSING',
    message: 'charts/web needs helm, which is not in PATH',
    hint: 'install Helm: https://helm.sh/docs/intro/install',
  });
});
