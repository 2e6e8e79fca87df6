import { describe, expect, it } from 'vitest';
import { gitops } from '../../support/gitops.ts';
import { repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const configMap = (name: string, value = 'green') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  color: ${value}\n`;

/** A namespace in which `good` is as git has it and `red` is not. */
async function world(files: Readonly<Record<string, string>>) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('manifests');
  const apply = (input: string) => cluster.run(['apply', '-n', namespace, '-f', '-'], { input });
  await apply(`${configMap('good')}---\n${configMap('red')}`);
  await cluster.run(['patch', 'configmap/red', '-n', namespace, '-p', '{"data":{"color":"red"}}']);
  const repo = repository(files);
  const diff = (...args: readonly string[]) =>
    gitops(['diff', '-n', namespace, ...args], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
  return { apply, diff };
}

const rest = { 'good.yaml': configMap('good'), 'red.yaml': configMap('red') };

/** What is wrong, in one file among good ones, and the lines that the error must hold. */
const mistakes: readonly (readonly [name: string, text: string, said: readonly string[]])[] = [
  [
    'a syntax error',
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bad\n   color: red\n',
    ['error: bad.yaml is no valid YAML', '(INVALID_YAML)', 'bad.yaml:5:', '5 |    color: red', '^'],
  ],
  [
    'a duplicate key',
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bad\ndata:\n  a: x\n  a: y\n',
    ['the key a stands twice in one map (lines 6 and 7)', 'bad.yaml:7:3', '^', 'remove line 6 or line 7'],
  ],
  [
    'a tab',
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: bad\n',
    ['a tab cannot indent', 'bad.yaml:4:1', '4 | →name: bad', 'hint: indent with spaces'],
  ],
  [
    'a number for a name',
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: 17\n',
    ['bad.yaml:4 (ConfigMap) has a metadata.name that is a number', '(NOT_KUBERNETES)', '4 |   name: 17'],
  ],
  [
    'a list for metadata',
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  - name: bad\n',
    ['bad.yaml:3 (ConfigMap) has metadata that are no map (NOT_KUBERNETES)', '3 | metadata:'],
  ],
];

describe('a manifest that cannot be read', () => {
  for (const [name, text, said] of mistakes) {
    it(`is named with its line, and hides no other: ${name}`, async () => {
      const { diff } = await world({ ...rest, 'bad.yaml': text });
      const outcome = await diff('-o', 'json');
      for (const words of [...said, 'hint: ']) expect(outcome.stderr).toContain(words);
      expect(outcome.code).toBe(6);
      expect(outcome.json()).toMatchObject({
        summary: { objects: 2, inSync: 1, drifted: 1 },
        objects: [{ name: 'red', changes: [{ path: '.data.color', git: 'green', live: 'red' }] }],
        warnings: [{ message: expect.stringContaining('bad.yaml') }],
      });
    });

    it(`is the whole answer where there is nothing else: ${name}`, async () => {
      const { diff } = await world({ 'bad.yaml': text });
      const outcome = await diff();
      for (const words of [...said, 'hint: ']) expect(outcome.stderr).toContain(words);
      expect(outcome.code).toBe(3);
    });
  }

  it('hides no other document of its own file', async () => {
    const broken = mistakes[0]?.[1] ?? '';
    const { diff } = await world({
      'all.yaml': `${configMap('good')}---\n${broken}---\n${configMap('red')}`,
    });
    const outcome = await diff('-f', 'all.yaml', '-o', 'json');
    expect(outcome.stderr).toContain('all.yaml:12:');
    expect(outcome.code).toBe(6);
    expect(outcome.json()).toMatchObject({ summary: { objects: 2, inSync: 1 }, objects: [{ name: 'red' }] });
  });
});

describe('a field of the wrong type', () => {
  const deployment = (replicas: string, containers: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: bad}\nspec:\n  replicas: ${replicas}\n` +
    '  selector: {matchLabels: {app: bad}}\n  template:\n    metadata: {labels: {app: bad}}\n' +
    `    spec: {containers: ${containers}}\n`;
  const container = '{name: bad, image: nginx}';
  const wrong: readonly (readonly [string, string, string, number])[] = [
    ['a word for a number', deployment('two', `[${container}]`), '.spec.replicas: expected numeric', 5],
    ['a string for a number', deployment('"2"', `[${container}]`), '.spec.replicas: expected numeric', 5],
    ['a map for a list', deployment('2', container), '.spec.template.spec.containers: expected list', 9],
  ];
  it.each(wrong)(
    'is told with its path and line, and hides no other object: %s',
    async (_, text, said, line) => {
      const { apply, diff } = await world({ ...rest, 'bad.yaml': text });
      await apply(deployment('2', `[${container}]`));
      const outcome = await diff('-o', 'json');
      expect(outcome.json()).toMatchObject({
        summary: { objects: 3, inSync: 1, drifted: 1, unknown: 1 },
        objects: [
          {
            name: 'bad',
            source: { file: 'bad.yaml', line },
            error: { message: expect.stringContaining(said), hint: `correct bad.yaml:${line}` },
          },
          { name: 'red' },
        ],
      });
      expect(outcome.code).toBe(6);
    },
  );
});

describe('a file without objects', () => {
  it('is nothing to compare when it is empty, or holds comments only', async () => {
    const { diff } = await world({ 'empty.yaml': '', 'comment.yaml': '# later\n---\n', ...rest });
    const outcome = await diff('-o', 'json');
    expect(outcome.stderr).toBe('');
    expect(outcome.code).toBe(1);
    expect(outcome.json()).toMatchObject({ summary: { objects: 2 }, warnings: [] });
    const named = await diff('-f', 'empty.yaml');
    expect(named.stdout).toContain('1 app, 0 objects');
    expect(named.code).toBe(0);
  });

  const compose = 'services:\n  web:\n    image: nginx\n';

  it('is left alone in a directory: it is another program’s', async () => {
    const { diff } = await world({ ...rest, 'compose.yaml': compose, 'list.yaml': '- a\n- b\n' });
    const outcome = await diff('-o', 'json');
    expect(outcome.stderr).toBe('');
    expect(outcome.code).toBe(1);
    expect(outcome.json()).toMatchObject({ summary: { objects: 2 }, warnings: [] });
  });

  it('is an error when -f names it', async () => {
    const { diff } = await world({ ...rest, 'compose.yaml': compose });
    const outcome = await diff('-f', 'compose.yaml');
    expect(outcome.stderr).toContain('compose.yaml');
    expect(outcome.stderr).toContain('has neither apiVersion nor kind (NOT_KUBERNETES)');
    expect(outcome.stderr).toContain('hint: write apiVersion, kind and metadata, or leave the file out');
    expect(outcome.code).toBe(3);
  });
});

it('says that a file declares nothing, which is no difference', async () => {
  const { diff } = await world({ 'empty.yaml': '# later\n' });
  const outcome = await diff('-f', 'empty.yaml', '-o', 'json');
  expect(outcome.code).toBe(0);
  expect(outcome.json()).toMatchObject({ summary: { objects: 0 }, warnings: [{ code: 'EMPTY' }] });
  expect(outcome.stderr).toBe(
    'warning: empty.yaml declares no object: there is nothing to compare (EMPTY)\n' +
      'hint: write manifests into empty.yaml, or leave it out\n',
  );
});
