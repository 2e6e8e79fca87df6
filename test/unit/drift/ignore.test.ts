import { describe, expect, test } from 'vitest';
import {
  compileIgnores,
  type IgnoreRule,
  JqError,
  type JqPaths,
  namedRules,
} from '../../../src/drift/ignore/ignore.ts';
import type { Ignorable } from '../../../src/drift/ignore/ignore-removal.ts';
import type { ObjectName } from '../../../src/errors.ts';
import type { Json, KubeObject } from '../../../src/object.ts';
import type { Path } from '../../../src/path.ts';

const web: ObjectName = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const desired: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { replicas: 2, template: { spec: { containers: [{ name: 'web', image: 'nginx:1' }] } } },
};
const live: KubeObject = {
  ...desired,
  metadata: { ...desired.metadata, annotations: { 'a.io/x': '1', 'a.io/y': '2' } },
  spec: {
    replicas: 5,
    template: {
      spec: {
        containers: [
          { name: 'proxy', image: 'envoy:1', args: ['a', 'b'] },
          { name: 'web', image: 'nginx:2' },
        ],
      },
    },
  },
};
const CONTAINERS: Path = ['spec', 'template', 'spec', 'containers'];
const annotations: Ignorable = change(['metadata', 'annotations'], undefined, {
  'a.io/x': '1',
  'a.io/y': '2',
});
const proxy: Ignorable = change([...CONTAINERS, { keys: { name: 'proxy' } }], undefined, {
  name: 'proxy',
  image: 'envoy:1',
  args: ['a', 'b'],
});
const image: Ignorable = change([...CONTAINERS, { keys: { name: 'web' } }, 'image'], 'nginx:1', 'nginx:2');
const replicas: Ignorable = change(['spec', 'replicas'], 2, 5);

function change(path: Path, git: Json | undefined, other: Json | undefined, manager?: string): Ignorable {
  const owner =
    manager === undefined ? null : ({ manager, operation: 'Update', subresource: null, time: null } as const);
  return {
    path,
    ...(git === undefined ? {} : { git }),
    ...(other === undefined ? {} : { live: other }),
    owner,
  };
}

function rule(parts: Partial<IgnoreRule>): IgnoreRule {
  return {
    group: 'apps',
    kind: 'Deployment',
    jsonPointers: [],
    jqPathExpressions: [],
    managedFieldsManagers: [],
    ...parts,
  };
}

const noJq = (): JqPaths => {
  throw new Error('jq is not needed here');
};

function ruleFor(rules: readonly IgnoreRule[], ignorable: Ignorable, jq = noJq, object = web) {
  const { name, namespace, ...type } = object;
  const named = { ...live, ...type, metadata: { ...live.metadata, name, namespace } };
  return compileIgnores(namedRules(rules), jq).ruleFor(ignorable, { desired, live: named });
}

describe('JSON pointers', () => {
  test('ignore the field and name the rule', async () => {
    const rules = [rule({ kind: 'StatefulSet' }), rule({ jsonPointers: ['/spec/replicas'] })];
    expect(await ruleFor(rules, replicas)).toBe('.gitops.yaml ignore[1] jsonPointers /spec/replicas');
    expect(await ruleFor(rules, image)).toBeNull();
  });

  test('ignore everything below them', async () => {
    expect(await ruleFor([rule({ jsonPointers: ['/spec'] })], image)).toContain('jsonPointers /spec');
  });

  test('do not match a key that only begins alike', async () => {
    expect(await ruleFor([rule({ jsonPointers: ['/spec/repl'] })], replicas)).toBeNull();
  });

  test('mean the item at that index, although changes name items by key', async () => {
    const first = '/spec/template/spec/containers/0';
    expect(await ruleFor([rule({ jsonPointers: [first] })], proxy)).toContain(first);
    expect(await ruleFor([rule({ jsonPointers: [`${first}/image`] })], proxy)).toBeNull();
  });

  test('leave a field that they point to on one side only', async () => {
    expect(
      await ruleFor([rule({ jsonPointers: ['/spec/template/spec/containers/1/image'] })], image),
    ).toBeNull();
  });

  test('ignore an added map when they cover all of it, together', async () => {
    const x = rule({ jsonPointers: ['/metadata/annotations/a.io~1x'] });
    const y = rule({ jsonPointers: ['/metadata/annotations/a.io~1y'] });
    expect(await ruleFor([x], annotations)).toBeNull();
    expect(await ruleFor([x, y], annotations)).toBe(
      '.gitops.yaml ignore[0] jsonPointers /metadata/annotations/a.io~1x',
    );
  });

  test('ignore a list that differs in the pointed item only', async () => {
    const args: Path = ['spec', 'args'];
    const sides = {
      desired: { ...desired, spec: { args: ['a', 'b'] } },
      live: { ...live, spec: { args: ['a', 'c'] } },
    };
    const ignores = compileIgnores(namedRules([rule({ jsonPointers: ['/spec/args/1'] })]), noJq);
    expect(await ignores.ruleFor(change(args, ['a', 'b'], ['a', 'c']), sides)).not.toBeNull();
    expect(await ignores.ruleFor(change(args, ['x', 'b'], ['a', 'c']), sides)).toBeNull();
  });

  test('find list-map items that leave out a defaulted key', async () => {
    const ports = (port: Json): KubeObject => ({ ...desired, spec: { ports: [port] } });
    const sides = {
      desired: ports({ port: 80, name: 'a' }),
      live: ports({ port: 80, name: 'b', protocol: 'TCP' }),
    };
    const path: Path = ['spec', 'ports', { keys: { port: 80, protocol: 'TCP' } }, 'name'];
    const ignores = compileIgnores(namedRules([rule({ jsonPointers: ['/spec/ports/0/name'] })]), noJq);
    expect(await ignores.ruleFor(change(path, 'a', 'b'), sides)).not.toBeNull();
  });
});

describe('which objects a rule is about', () => {
  const pointers = { jsonPointers: ['/spec/replicas'] };
  test.each([
    ['globs', rule({ ...pointers, group: '*', kind: 'Deploy*', namespace: 'sh?p', name: '{api,web}' }), true],
    ['everything', rule({ ...pointers, group: '*', kind: '*' }), true],
    ['another namespace', rule({ ...pointers, namespace: 'prod' }), false],
    ['another name', rule({ ...pointers, name: 'we' }), false],
    ['the core group when none is given, as Argo CD', rule({ ...pointers, group: '' }), false],
    ['kinds as they are written', rule({ ...pointers, kind: 'deployment' }), false],
  ])('%s', async (_, one, matches) => {
    expect((await ruleFor([one], replicas)) !== null).toBe(matches);
  });

  test('a name with a dot in front is not hidden', async () => {
    const named = (name: string, object: ObjectName) =>
      ruleFor([rule({ ...pointers, name })], replicas, noJq, object);
    expect(await named('*web', { ...web, name: '.web' })).not.toBeNull();
    expect(await named('web', { ...web, name: '.web' })).toBeNull();
    expect(await named('*web', web)).not.toBeNull();
  });

  test('cluster-scoped objects have no namespace', async () => {
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      namespace: null,
      name: 'system:x',
    };
    const one = rule({ ...pointers, group: 'rbac*', kind: 'ClusterRole', name: 'system:*' });
    expect(await ruleFor([one], replicas, noJq, role)).not.toBeNull();
    expect(await ruleFor([{ ...one, namespace: 'shop' }], replicas, noJq, role)).toBeNull();
  });
});

test('field managers are compared exactly, and nobody known is nobody', async () => {
  const rules = [rule({ managedFieldsManagers: ['keda-operator'] })];
  const by = (manager?: string) => change(['spec', 'replicas'], 2, 5, manager);
  expect(await ruleFor(rules, by('keda-operator'))).toBe(
    '.gitops.yaml ignore[0] managedFieldsManagers keda-operator',
  );
  expect(await ruleFor(rules, by('keda-operator-2'))).toBeNull();
  expect(await ruleFor(rules, by())).toBeNull();
});

describe('jq path expressions', () => {
  const rules = [rule({ jqPathExpressions: ['.spec.x'] })];
  const answering =
    (...answers: readonly (readonly (readonly Json[])[])[]) =>
    (): JqPaths =>
    async () =>
      answers;

  test('ignore what they point to on each side', async () => {
    const at = ['spec', 'template', 'spec', 'containers'];
    const both = answering([[...at, 0, 'image']], [[...at, 1, 'image']]);
    expect(await ruleFor(rules, image, both)).toBe('.gitops.yaml ignore[0] jqPathExpressions .spec.x');
    expect(await ruleFor(rules, image, answering([[...at, 0, 'image']], []))).toBeNull();
  });

  test('may count from the end and slice', async () => {
    const at = ['spec', 'template', 'spec', 'containers'];
    expect(await ruleFor(rules, proxy, answering([], [[...at, -2]]))).not.toBeNull();
    expect(await ruleFor(rules, proxy, answering([], [[...at, { start: 0, end: 1 }]]))).not.toBeNull();
    expect(await ruleFor(rules, proxy, answering([], [[...at, { start: 1, end: null }]]))).toBeNull();
  });

  test('are evaluated once for an object, and not at all for others', async () => {
    let runs = 0;
    const counting = (): JqPaths => async () => {
      runs += 1;
      return [[], []];
    };
    const ignores = compileIgnores(namedRules(rules), counting);
    await Promise.all([replicas, image, proxy].map((one) => ignores.ruleFor(one, { desired, live })));
    await ignores.ruleFor(replicas, { desired, live: { ...live, kind: 'StatefulSet' } });
    expect(runs).toBe(1);
  });

  test('that are wrong name their rule', async () => {
    const broken = (): JqPaths => async () => {
      throw new JqError("syntax error, unexpected ')'");
    };
    await expect(ruleFor(rules, replicas, broken)).rejects.toMatchObject({
      code: 'BAD_IGNORE_RULE',
      exitCode: 2,
      message:
        ".gitops.yaml ignore[0] jqPathExpressions .spec.x cannot be used: syntax error, unexpected ')'",
      hint: "try it: kubectl get Deployment web -o json | jq -c 'path(.spec.x)'",
    });
  });
});
