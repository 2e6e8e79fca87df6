import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Path } from '../../src/path.ts';
import { renderKustomize } from '../../src/render/kustomize.ts';
import { kustomizeInputs, locateKustomize } from '../../src/render/kustomize-origin.ts';
import type { Root } from '../../src/render/types.ts';
import { depsWith, failureOf, named, namesOf, target, treeOf } from './fixture.ts';

const prod: Root = { kind: 'kustomize', path: 'overlays/prod' };

const shop = {
  'base/kustomization.yaml': `resources:
- web.yaml
- rest.yaml
configMapGenerator:
- name: settings
  literals:
  - colour=blue
  - size=3
  files:
  - motd.txt
`,
  'base/motd.txt': 'hello\n',
  'base/web.yaml': `# The shop.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  revisionHistoryLimit: 5
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: shop/web:1.0
        resources:
          limits:
            memory: 64Mi
        env:
        - name: MODE
          value: test
`,
  'base/rest.yaml': `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ClusterIP
  ports:
  - port: 80
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ServiceAccount
  metadata:
    name: web
  automountServiceAccountToken: false
`,
  'parts/zone/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
- target: {kind: Deployment}
  patch: |-
    - op: add
      path: /spec/template/spec/priorityClassName
      value: high
`,
  'overlays/prod/kustomization.yaml': `namespace: shop
namePrefix: prod-
resources:
- ../../base
components:
- ../../parts/zone
images:
- name: shop/web
  newTag: "2.1"
replicas:
- name: web
  count: 4
labels:
- pairs:
    team: red
commonAnnotations:
  note: mine
configMapGenerator:
- name: settings
  behavior: merge
  literals:
  - size=9
patches:
- path: memory.yaml
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      revisionHistoryLimit: 7
`,
  'overlays/prod/memory.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: web
        resources:
          limits:
            memory: 128Mi
`,
};

describe('kustomize', () => {
  test('renders what kustomize builds, Lists flattened', async () => {
    const rendering = await renderKustomize(prod, await treeOf(shop), target, await depsWith('kustomize'));
    expect(rendering.problems).toEqual([]);
    const names = namesOf(rendering).map((name) => name.replace(/-[a-z0-9]{10}$/, '-HASH'));
    expect(names.sort()).toEqual([
      'ConfigMap prod-settings-HASH',
      'Deployment prod-web',
      'Service prod-web',
      'ServiceAccount prod-web',
    ]);
  });

  test('is asked of kubectl where there is no kustomize', async () => {
    const tree = await treeOf(shop);
    const theirs = await renderKustomize(prod, tree, target, await depsWith('kubectl'));
    const own = await renderKustomize(prod, tree, target, await depsWith('kustomize'));
    expect(theirs.manifests).toEqual(own.manifests);
  });

  test('is missed by name', async () => {
    expect(await failureOf(renderKustomize, prod, await treeOf(shop), await depsWith())).toEqual({
      code: 'RENDERER_MISSING',
      message: 'overlays/prod needs kustomize or kubectl, which is not in PATH',
      facts: [],
      hint: 'install kustomize: https://kubectl.docs.kubernetes.io',
    });
  });

  test('passes its warnings on', async () => {
    const tree = await treeOf({
      'kustomization.yaml': 'commonLabels: {a: b}\nresources: [a.yaml]\n',
      'a.yaml': cm('a'),
    });
    const root: Root = { kind: 'kustomize', path: '.' };
    const { warnings, manifests } = await renderKustomize(root, tree, target, await depsWith('kustomize'));
    expect(manifests).toHaveLength(1);
    expect(warnings).toEqual([
      { code: 'KUSTOMIZE_WARNING', message: expect.stringMatching(/commonLabels.*deprecated/), hint: null },
    ]);
  });

  test('reads files beside its directory, but none beside the repository', async () => {
    const deps = await depsWith('kustomize');
    const tree = await treeOf({
      'a/kustomization.yaml': 'resources: [../b/cm.yaml]\n',
      'b/cm.yaml': cm('b'),
    });
    const root: Root = { kind: 'kustomize', path: 'a' };
    expect(namesOf(await renderKustomize(root, tree, target, deps))).toEqual(['ConfigMap b']);
    const outside = await treeOf({
      'repo/a/kustomization.yaml': 'resources: [../../cm.yaml]\n',
      'cm.yaml': cm('b'),
    });
    const inner = { dir: join(outside.dir, 'repo'), id: null };
    expect(await failureOf(renderKustomize, root, inner, deps)).toMatchObject({
      message: expect.stringContaining('is not in or below'),
      hint: 'move the file below the kustomization that names it',
    });
  });
});

describe('kustomize charts', () => {
  test.each(['helm3', 'helm4'] as const)(
    'are rendered with %s for the cluster, outside the tree',
    async (helm) => {
      const tree = await treeOf({
        'kustomization.yaml': 'helmCharts:\n- name: web\n  releaseName: shop\n',
        'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
        'charts/web/values.yaml': '{}\n',
        'charts/web/templates/cm.yaml': `${cm('{{ .Release.Name }}')}data:\n  kube: {{ .Capabilities.KubeVersion }}\n`,
      });
      const root: Root = { kind: 'kustomize', path: '.' };
      const rendering = await renderKustomize(root, tree, target, await depsWith('kustomize', helm));
      expect(named(rendering, 'ConfigMap', 'shop').object.data).toEqual({ kube: 'v1.36.3' });
      expect(await readdir(join(tree.dir, 'charts/web'))).toEqual(['Chart.yaml', 'templates', 'values.yaml']);
      expect(await kustomizeInputs('.', tree)).toEqual(['charts/web', 'kustomization.yaml']);
    },
  );
});

describe('a failing kustomization', () => {
  test.each([
    [
      'names a file that does not exist',
      {
        'kustomization.yaml': 'resources:\n- base\n',
        'base/kustomization.yaml': 'resources:\n- a.yaml\n- gone.yaml\n',
        'base/a.yaml': cm('a'),
      },
      {
        message: 'kustomize cannot render .: gone.yaml does not exist',
        facts: ['base/kustomization.yaml:3', '3 | - gone.yaml'],
        hint: 'create gone.yaml, or take it out of base/kustomization.yaml',
      },
    ],
    [
      'has broken YAML',
      {
        'kustomization.yaml': 'resources:\n- a.yaml\n',
        'a.yaml': 'apiVersion: v1\nkind: ConfigMap\n  a: b\n',
      },
      {
        message: 'kustomize cannot render .: a.yaml is no valid YAML: bad indentation of a mapping entry',
        facts: ['a.yaml:3:4', '3 |   a: b', '  |    ^'],
        hint: 'correct this line',
      },
    ],
    [
      'patches what is not there',
      {
        'kustomization.yaml': 'resources:\n- a.yaml\npatches:\n- path: p.yaml\n',
        'a.yaml': cm('a'),
        'p.yaml': cm('b'),
      },
      {
        message: expect.stringMatching(
          /^kustomize cannot render \.: no resource matches strategic merge patch/,
        ),
        hint: 'correct the kind and name in the patch, or take the patch out',
      },
    ],
    [
      'has a field kustomize does not know',
      { 'kustomization.yaml': 'resources: []\nfoo: 1\n' },
      {
        message: 'kustomize cannot render .: invalid Kustomization: json: unknown field "foo"',
        hint: 'correct that field in the kustomization of .',
      },
    ],
    [
      'includes a remote base offline',
      { 'kustomization.yaml': 'resources:\n- https://nowhere.invalid/base//x?ref=v1\n' },
      {
        message: '. needs network: it includes https://nowhere.invalid/base//x?ref=v1',
        hint: 'connect to the network, or copy it into the repository',
      },
    ],
  ])('says that it %s', async (_, files, expected) => {
    const root: Root = { kind: 'kustomize', path: '.' };
    const failure = await failureOf(renderKustomize, root, await treeOf(files), await depsWith('kustomize'));
    expect(failure).toMatchObject({ code: 'RENDER_FAILED', ...expected });
  });
});

describe('the way back from kustomize', () => {
  const container: Path = ['spec', 'template', 'spec', 'containers', { keys: { name: 'web' } }];
  const cases: readonly (readonly [string, string, Path, string | null])[] = [
    ['an object', 'Deployment', [], 'base/web.yaml: apiVersion: apps/v1'],
    ['an object of a List', 'ServiceAccount', [], 'base/rest.yaml: - apiVersion: v1'],
    [
      'a field of a List item',
      'ServiceAccount',
      ['automountServiceAccountToken'],
      'base/rest.yaml:   automountServiceAccountToken: false',
    ],
    ['a field of a second document', 'Service', ['spec', 'type'], 'base/rest.yaml:   type: ClusterIP'],
    [
      'a field of the base',
      'Deployment',
      [...container, 'env', { keys: { name: 'MODE' } }, 'value'],
      'base/web.yaml:           value: test',
    ],
    [
      'a patched field',
      'Deployment',
      [...container, 'resources', 'limits', 'memory'],
      'overlays/prod/memory.yaml:             memory: 128Mi',
    ],
    [
      'a field patched in place',
      'Deployment',
      ['spec', 'revisionHistoryLimit'],
      'overlays/prod/kustomization.yaml:       revisionHistoryLimit: 7',
    ],
    [
      'a field of a JSON patch in a component',
      'Deployment',
      ['spec', 'template', 'spec', 'priorityClassName'],
      'parts/zone/kustomization.yaml:       value: high',
    ],
    ['an image', 'Deployment', [...container, 'image'], 'overlays/prod/kustomization.yaml:   newTag: "2.1"'],
    ['replicas', 'Deployment', ['spec', 'replicas'], 'overlays/prod/kustomization.yaml:   count: 4'],
    [
      'a label',
      'Deployment',
      ['metadata', 'labels', 'team'],
      'overlays/prod/kustomization.yaml:     team: red',
    ],
    [
      'an annotation',
      'Service',
      ['metadata', 'annotations', 'note'],
      'overlays/prod/kustomization.yaml:   note: mine',
    ],
    [
      'the namespace',
      'Service',
      ['metadata', 'namespace'],
      'overlays/prod/kustomization.yaml: namespace: shop',
    ],
    ['a generated ConfigMap', 'ConfigMap', [], 'base/kustomization.yaml: - name: settings'],
    ['a literal', 'ConfigMap', ['data', 'colour'], 'base/kustomization.yaml:   - colour=blue'],
    ['a literal merged over', 'ConfigMap', ['data', 'size'], 'overlays/prod/kustomization.yaml:   - size=9'],
    ['a file', 'ConfigMap', ['data', 'motd.txt'], 'base/motd.txt'],
    ['a name that no file has', 'Deployment', ['metadata', 'name'], null],
    ['a field that is not rendered', 'Deployment', ['spec', 'paused'], null],
  ];

  test.each(cases)('finds %s', async (_, kind, path, expected) => {
    const tree = await treeOf(shop);
    const rendering = await renderKustomize(prod, tree, target, await depsWith('kustomize'));
    const locate = await locateKustomize(prod, tree);
    const found = await locate(named(rendering, kind), path);
    const source =
      found?.line == null
        ? undefined
        : (await readFile(join(tree.dir, found.file), 'utf8')).split('\n')[found.line - 1];
    expect(found && (source === undefined ? found.file : `${found.file}: ${source}`)).toEqual(expected);
  });

  test('guesses nothing where a replacement may have set the field', async () => {
    const tree = await treeOf({
      'kustomization.yaml': `resources: [a.yaml]
replacements:
- source: {kind: ConfigMap, name: a, fieldPath: data.from}
  targets:
  - select: {kind: ConfigMap, name: a}
    fieldPaths: [data.to]
`,
      'a.yaml': `${cm('a')}data:\n  from: x\n  to: x\n`,
    });
    const root: Root = { kind: 'kustomize', path: '.' };
    const rendering = await renderKustomize(root, tree, target, await depsWith('kustomize'));
    const locate = await locateKustomize(root, tree);
    expect(await locate(named(rendering, 'ConfigMap'), ['data', 'to'])).toBeNull();
  });

  test('knows every input', async () => {
    expect(await kustomizeInputs('overlays/prod', await treeOf(shop))).toEqual([
      'base/kustomization.yaml',
      'base/motd.txt',
      'base/rest.yaml',
      'base/web.yaml',
      'overlays/prod/kustomization.yaml',
      'overlays/prod/memory.yaml',
      'parts/zone/kustomization.yaml',
    ]);
  });
});

function cm(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
}
