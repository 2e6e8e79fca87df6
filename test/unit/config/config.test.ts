import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../../src/config/config.ts';
import type { Config } from '../../../src/config/types.ts';
import { UsageError } from '../../../src/errors.ts';

const HEAD = 'apiVersion: kubectl-gitops/v1\nkind: Config\n';

function folder(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'gitops-config-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
}

function config(text: string): Config | null {
  return loadConfig(folder({ '.gitops.yaml': `${HEAD}${text}` }));
}

/** The error as it is printed. */
function refusal(text: string): string {
  try {
    loadConfig(folder({ '.gitops.yaml': text }));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect([error.code, error.exitCode]).toEqual(['INVALID_CONFIG', 2]);
    return [error.message, ...error.facts, `hint: ${error.hint}`].join('\n');
  }
  throw new Error('it was accepted');
}

function refused(text: string): string {
  return refusal(`${HEAD}${text}`);
}

test('clusters are read as the Secrets of an Argo CD would be', () => {
  const text =
    'clusters:\n  - {name: eu, server: "https://eu.example.com", labels: {env: prod}}\n  - {name: us, server: "https://us.example.com", project: shop}\n';
  expect(config(text)?.clusters).toEqual([
    { name: 'eu', server: 'https://eu.example.com', labels: { env: 'prod' }, annotations: {} },
    { name: 'us', server: 'https://us.example.com', labels: {}, annotations: {}, project: 'shop' },
  ]);
  expect(refused('clusters:\n  - {name: eu}\n')).toContain('add server: TEXT');
});

test('reads the whole example', () => {
  const text = `
environments:
  - name: prod
    context: prod-eu                  # a comment
    branch: main
    apps:
      - { root: ./apps/web/overlays/prod/, namespace: shop }
      - root: charts/api
        name: api
        helm: { release: api, values: [values/prod.yaml] }
      - root: .
        name: all
        recurse: true
        exclude: "**/test/**"
      - { root: dash, kind: jsonnet, jsonnet: { libs: [lib], extVars: { env: prod }, tlas: {} } }
  - name: tdd
    contexts: [tdd-1, tdd-2]
    branches: [develop, "feature/*"]
  - { name: qa, server: "https://10.0.0.1:6443", clusterId: 6f1c }
  - name: local
render:
  - { path: ./apps/shop/, command: [./render.sh, prod] }
  - { app: argocd/web, command: [make, -s], cwd: web }
  - { app: api, command: [make] }
ignore:
  - { group: apps, kind: Deployment, jsonPointers: [/spec/replicas] }
  - kind: ConfigMap
    namespace: shop-*
    name: feature-flags
    jqPathExpressions: ['.data.flags']
    managers: [flagger]
  - { kind: ConfigMap, name: scratch-*, unmanaged: true }
guard:   { protect: none, break-glass: deny, restart: allow, onError: deny }
managers: { people: [acme-portal], controllers: [acme-operator] }
prePush: { timeout: 1m30s, unreachable: block, plaintext: ['test/**'], rules: { OVERWRITES_LIVE: block, DEPRECATED_API: off } }
`;
  expect(config(text)).toEqual({
    environments: [
      {
        name: 'prod',
        contexts: ['prod-eu'],
        branches: ['main'],
        apps: [
          { root: 'apps/web/overlays/prod', namespace: 'shop' },
          { root: 'charts/api', name: 'api', helm: { release: 'api', values: ['values/prod.yaml'] } },
          { root: '.', name: 'all', recurse: true, exclude: ['**/test/**'] },
          { root: 'dash', kind: 'jsonnet', jsonnet: { libs: ['lib'], extVars: { env: 'prod' }, tlas: {} } },
        ],
      },
      { name: 'tdd', contexts: ['tdd-1', 'tdd-2'], branches: ['develop', 'feature/*'], apps: [] },
      {
        name: 'qa',
        contexts: [],
        server: 'https://10.0.0.1:6443',
        clusterId: '6f1c',
        branches: [],
        apps: [],
      },
      { name: 'local', contexts: ['local'], branches: [], apps: [] },
    ],
    renders: [
      { path: 'apps/shop', render: { argv: ['./render.sh', 'prod'], cwd: 'apps/shop' } },
      { app: 'argocd/web', render: { argv: ['make', '-s'], cwd: 'web' } },
      { app: 'api', render: { argv: ['make'], cwd: '.' } },
    ],
    clusters: [],
    ignore: [
      {
        group: 'apps',
        kind: 'Deployment',
        jsonPointers: ['/spec/replicas'],
        jqPathExpressions: [],
        managedFieldsManagers: [],
      },
      {
        group: '',
        kind: 'ConfigMap',
        namespace: 'shop-*',
        name: 'feature-flags',
        jsonPointers: [],
        jqPathExpressions: ['.data.flags'],
        managedFieldsManagers: ['flagger'],
      },
      {
        group: '',
        kind: 'ConfigMap',
        name: 'scratch-*',
        unmanaged: true,
        jsonPointers: [],
        jqPathExpressions: [],
        managedFieldsManagers: [],
      },
    ],
    guard: { protect: 'none', breakGlass: 'deny', restart: 'allow', onError: 'deny' },
    managers: { people: ['acme-portal'], controllers: ['acme-operator'] },
    prePush: {
      timeout: 90_000,
      unreachable: 'block',
      plaintext: ['test/**'],
      rules: new Map([
        ['OVERWRITES_LIVE', 'block'],
        ['DEPRECATED_API', 'off'],
      ]),
    },
  });
});

test('everything has a default', () => {
  expect(config('')).toEqual({
    environments: [],
    renders: [],
    clusters: [],
    ignore: [],
    guard: { protect: 'managed', breakGlass: 'allow', restart: 'allow', onError: 'allow' },
    managers: { people: [], controllers: [] },
    prePush: { timeout: 30_000, unreachable: 'warn', plaintext: [], rules: new Map() },
  });
});

describe('names what is wrong, where, and what to write', () => {
  test('a mistyped key', () => {
    expect(refused('environments:\n  - name: prod\n    contex: prod-eu\n')).toBe(
      [
        '.gitops.yaml: unknown key "contex" in environments[0], did you mean "context"?',
        '.gitops.yaml:5:5',
        '5 |     contex: prod-eu',
        '  |     ^',
        'hint: write context',
      ].join('\n'),
    );
  });

  test('a key nobody knows', () => {
    expect(refused('guard: { weather: fine }\n')).toContain(
      'hint: write one of: protect, break-glass, restart, onError',
    );
  });

  test('an item in a list, in the middle of its line', () => {
    expect(refused('ignore:\n  - { group: apps, kind: Deployment, jsonPointers: [spec/replicas] }\n')).toBe(
      [
        '.gitops.yaml: ignore[0].jsonPointers[0] is no JSON pointer: spec/replicas',
        '.gitops.yaml:4:53',
        '4 |   - { group: apps, kind: Deployment, jsonPointers: [spec/replicas] }',
        `  | ${' '.repeat(52)}^`,
        'hint: begin it with a slash: /spec/replicas',
      ].join('\n'),
    );
  });

  test('a missing key is shown at what should hold it', () => {
    expect(refused('environments:\n  - context: prod-eu\n')).toMatch(
      /environments\[0\]\.name is missing\n\.gitops\.yaml:4:/,
    );
  });

  /** What the caret points at. */
  function pointed(text: string): string {
    const [, , line = '', caret = ''] = refused(`${text}\n`).split('\n');
    return line.slice(caret.indexOf('^'));
  }

  test.each([
    ['environments: [{ name: a, apps: [{ root: name, name: 12 }] }]', 'name: 12 }] }]'],
    ['environments: [{ name: kinds, apps: [{ root: x, kind: helmm }] }]', 'kind: helmm }] }]'],
    ['guard: { restart: restart }', 'restart: restart }'],
    ['environments: [{ name: a }, { name: a }]', '{ name: a }]'],
    ['environments:\n  - name: a\n  - context: my-name', 'context: my-name'],
    ['environments: [{ context: my-name }]', '{ context: my-name }]'],
    ['managers: { people: [me, 7, 77] }', '7, 77] }'],
    ['guard:\n  weather:', 'weather:'],
    ['environments:\n  -\n    context: b', 'context: b'],
    ['ignore:\r\n  - kind: Service\r', 'kind: Service'],
  ])('points at the word that is meant: %j', (text, meant) => expect(pointed(text)).toBe(meant));

  test('text that is no YAML', () => {
    const text = refused('environments:\n  - name: prod\n\tcontext: prod\n');
    expect(text).toMatch(/^\.gitops\.yaml is no valid YAML: .*\n\.gitops\.yaml:5:/);
    expect(text).toContain('hint: ');
  });

  test.each([
    ['', 'apiVersion is missing', 'write apiVersion: kubectl-gitops/v1'],
    [
      'apiVersion: v2\nkind: Config\n',
      'this version reads apiVersion kubectl-gitops/v1 only',
      'write apiVersion',
    ],
    ['apiVersion: kubectl-gitops/v1\n', 'kind is missing', 'write kind: Config'],
    ['- a\n', 'the file is no map', 'write keys with values, as key: value'],
  ])('the frame of the file: %j', (text, problem, hint) => {
    expect(refusal(text)).toContain(problem);
    expect(refusal(text)).toContain(hint);
  });

  test.each([
    ['environments: prod', 'environments is no list', 'write environments: [prod]'],
    ['environments: [{ name: a }, { name: a }]', 'two environments are named "a"', 'another name'],
    [
      'environments: [{ name: a, apps: [{ root: x }, { root: ./x/ }] }]',
      'two apps are named "x"',
      'another name',
    ],
    [
      'environments: [{ name: a, apps: [{ root: ../x }] }]',
      'no path within the repository: ../x',
      'relative to the top',
    ],
    [
      'environments: [{ name: a, apps: [{ root: /x }] }]',
      'no path within the repository: /x',
      'relative to the top',
    ],
    [
      'environments: [{ name: a, apps: [{ root: x, namespace: 12 }] }]',
      'namespace is no text',
      'put it in quotes: "12"',
    ],
    [
      'environments: [{ name: a, apps: [{ root: x, recurse: "yes" }] }]',
      'neither true nor false',
      'write recurse: true',
    ],
    ['environments: [{ name: a, apps: [{ root: x, kind: helmm }] }]', 'did you mean "helm"?', 'write helm'],
    ['environments: [{ name: a, server: prod }]', 'is no URL: prod', 'https://HOST:6443'],
    [
      'ignore: [{ kind: Deployment, jsonPointers: [/a] }]',
      'the core group has no Deployment',
      'add group: apps',
    ],
    ['ignore: [{ kind: Service }]', 'nothing to ignore', 'add jsonPointers'],
    ['ignore: [{ kind: Service, unmanaged: 1 }]', 'neither true nor false', 'write unmanaged: true'],
    ['prePush: { timeout: soon }', 'no duration: soon', 'write timeout: 30s'],
    [
      'prePush: { rules: { OVERWRITE_LIVE: block } }',
      'did you mean "OVERWRITES_LIVE"?',
      'write OVERWRITES_LIVE',
    ],
    ['prePush: { rules: { TIMEOUT: stop } }', 'cannot be "stop"', 'write one of: block, warn, off'],
    ['guard: { break-glass: denny }', 'did you mean "deny"?', 'write deny'],
    ['managers: { people: [7] }', 'managers.people[0] is no text', '"7"'],
    ['guard: allow', 'guard is no map', 'key: value'],
    ['render: [{ command: [make] }]', 'render[0] says of no app that it renders it', 'add path: DIRECTORY'],
    ['render: [{ path: x }]', 'render[0].command is empty', 'write command: [PROGRAM, ARGUMENT]'],
    ['render: [{ path: x, command: make }]', 'render[0].command is no list', 'write command: [make]'],
    ['render: [{ path: ../x, command: [make] }]', 'no path within the repository: ../x', 'relative to'],
    ['render: [{ path: x, command: [make], cwd: /x }]', 'no path within the repository: /x', 'relative to'],
    ['kind: Config', 'no valid YAML', 'remove line'],
  ])('%s', (text, problem, hint) => {
    const said = refused(`${text}\n`);
    expect(said).toContain(problem);
    expect(said.split('hint: ')[1]).toContain(hint);
  });
});

describe('the file', () => {
  test('may be missing', () => expect(loadConfig(folder({}))).toBeNull());

  test('is .gitops.yaml at the top', () =>
    expect(config('managers: { people: [me] }')?.managers.people).toEqual(['me']));

  test('under another name is not overlooked', () =>
    expect(() => loadConfig(folder({ '.gitops.yml': HEAD }))).toThrow('.gitops.yml is not read'));

  test('that cannot be read is no bug of ours', () => {
    const dir = folder({});
    mkdirSync(join(dir, '.gitops.yaml'));
    expect(() => loadConfig(dir)).toThrow(UsageError);
  });
});
