import { describe, expect, test } from 'vitest';
import { readManifests } from '../../../src/render/manifest.ts';

const strict = (text: string) => readManifests(text, 'web.yaml', { strict: true });
const loose = (text: string) => readManifests(text, 'web.yaml', { strict: false });

const cm = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

test('every object knows its file, document and line', () => {
  const { manifests, problems } = strict(`# first\n\n${cm('a')}---\n---\n# second\n${cm('b')}`);
  expect(problems).toEqual([]);
  expect(manifests.map(({ object, origin }) => [object.metadata.name, origin])).toEqual([
    ['a', { file: 'web.yaml', document: 0, line: 3, item: null }],
    ['b', { file: 'web.yaml', document: 1, line: 10, item: null }],
  ]);
});

test('an object is kept as it is written, save its status', () => {
  const { manifests } = strict(`${cm('a')}data: {x: null, z: ''}\nstatus: {}\n`);
  expect(manifests[0]?.object).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
    data: { x: null, z: '' },
  });
});

test('lists are flattened, typed lists lend what their items leave out', () => {
  const list = `apiVersion: v1\nkind: List\nitems:\n- ${cm('a').trim().replaceAll('\n', '\n  ')}\n`;
  const typed =
    'apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {name: b}\n- metadata: {name: c}\n';
  const { manifests } = strict(`${list}---\n${typed}---\napiVersion: v1\nkind: List\nitems:\n`);
  expect(
    manifests.map(({ object, origin }) => [
      object.apiVersion,
      object.kind,
      object.metadata.name,
      origin.item,
    ]),
  ).toEqual([
    ['v1', 'ConfigMap', 'a', 0],
    ['apps/v1', 'Deployment', 'b', 0],
    ['apps/v1', 'Deployment', 'c', 1],
  ]);
});

test('one bad document or item hides no other', () => {
  const list =
    'kind: List\napiVersion: v1\nitems:\n- {kind: A, apiVersion: v1, metadata: {}}\n- {kind: A, apiVersion: v1, metadata: {name: c}}\n';
  const { manifests, problems } = strict(`${cm('a')}---\na: b: c\n---\n${list}---\n${cm('b')}`);
  expect(manifests.map(({ object }) => object.metadata.name)).toEqual(['a', 'c', 'b']);
  expect(problems.map(({ code, message }) => [code, message])).toEqual([
    ['INVALID_YAML', 'web.yaml is no valid YAML: a second colon stands in the line'],
    ['NOT_KUBERNETES', 'web.yaml:8 items[0] (A) has no metadata.name'],
  ]);
});

test('what has only a generateName is told, not compared, and kept for who asks about it', () => {
  const { manifests, perDeploy, problems, warnings } = strict(
    'apiVersion: batch/v1\nkind: Job\nmetadata:\n  generateName: migrate-\n',
  );
  expect([manifests, problems]).toEqual([[], []]);
  expect(perDeploy.map(({ object }) => object.metadata)).toEqual([
    { generateName: 'migrate-', name: 'migrate-xxxxx' },
  ]);
  expect(warnings).toEqual([
    {
      code: 'GENERATED_NAME',
      message: 'web.yaml:1: Job with generateName migrate- is not compared',
      hint: 'give it metadata.name if it should be',
    },
  ]);
});

describe("somebody else's YAML", () => {
  test.each(['replicas: 3\n', '- a\n- b\n', 'just text\n', 'a: {{ .Values.a }}\n', 'a: 1\na: 2\n'])(
    'is passed over in a directory, and an error in a file that is named: %j',
    (text) => {
      expect(loose(text)).toEqual({ manifests: [], perDeploy: [], problems: [], warnings: [] });
      expect(strict(text).problems).toHaveLength(1);
    },
  );

  test.each(['kustomize.config.k8s.io/v1beta1', 'skaffold/v4beta11', 'kubectl-gitops/v1'])(
    'is known by its group: %s',
    (apiVersion) => {
      expect(loose(`apiVersion: ${apiVersion}\nkind: Config\n`).problems).toEqual([]);
    },
  );

  test('is a manifest as soon as it names a kind or a version', () => {
    expect(loose('kind: ConfigMap\n').problems).toHaveLength(1);
    expect(loose('apiVersion: v1\n').problems).toHaveLength(1);
    expect(loose('kind: {{ .Values.kind }}\n').problems).toHaveLength(1);
  });
});

describe('what no cluster can take is shown at its line', () => {
  const head = 'apiVersion: v1\nkind: Pod\n';
  test.each([
    ['- a\n', 'web.yaml:1 is no Kubernetes object', undefined],
    ['replicas: 3\n', 'web.yaml:1 has neither apiVersion nor kind', undefined],
    ['kind: Pod\n', 'web.yaml:1 lacks apiVersion', undefined],
    ['apiVersion: v1\n', 'web.yaml:1 lacks kind', undefined],
    [
      '# c\napiVersion: 1\nkind: Pod\n',
      'web.yaml:2 has apiVersion: 1, which is a number, no text',
      undefined,
    ],
    [head, 'web.yaml:1 (Pod) has no metadata', 'write metadata: {name: NAME}'],
    [`${head}metadata:\n`, 'web.yaml:3 (Pod) has metadata that are no map', 'write metadata: {name: NAME}'],
    [`${head}metadata: [a]\n`, 'web.yaml:3 (Pod) has metadata that are no map', undefined],
    [`${head}metadata:\n  labels: {}\n`, 'web.yaml:3 (Pod) has no metadata.name', undefined],
    [
      `${head}metadata:\n  name: 12\n`,
      'web.yaml:4 (Pod) has a metadata.name that is a number, no text',
      'quote it: name: "12"',
    ],
    [
      `${head}metadata:\n  name: a\n  namespace: 007\n`,
      'web.yaml:5 (Pod a) has a namespace that is a number',
      'quote it: namespace: "7"',
    ],
    [
      `${head}metadata:\n  name: a\n  labels:\n    app: a\n    on: yes\n`,
      'web.yaml:5 (Pod a) has labels with true: true, which is a boolean, no text',
      'quote it: true: "true"',
    ],
    [
      `${head}metadata:\n  name: a\n  annotations:\n    size: 1.5\n`,
      'web.yaml:6 (Pod a) has annotations with size: 1.5, which is a number, no text',
      'quote it: size: "1.5"',
    ],
    [
      `${head}metadata:\n  name: a\n  labels: [a]\n`,
      'web.yaml:5 (Pod a) has labels that are a list',
      undefined,
    ],
    [
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n',
      'web.yaml:1 (Kustomization) has no metadata',
      'render its directory instead: -k DIRECTORY',
    ],
  ])('%j', (text, message, hint) => {
    const { manifests, problems } = strict(text);
    expect(manifests).toEqual([]);
    expect(problems.map((one) => one.message)).toEqual([message]);
    expect(problems[0]).toMatchObject({ code: 'NOT_KUBERNETES', ...(hint === undefined ? {} : { hint }) });
    const line = Number(/:(\d+) /.exec(message)?.[1]);
    expect(problems[0]?.facts).toEqual([`${line} | ${text.split('\n')[line - 1]}`]);
  });

  test('a label that is empty is one', () => {
    expect(strict(`${head}metadata: {name: a, labels: {a: , b: ""}}\n`).problems).toEqual([]);
  });
});
