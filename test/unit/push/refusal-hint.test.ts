import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/object.ts';
import type { Path } from '../../../src/path.ts';
import { refusalHint } from '../../../src/push/refusal-hint.ts';
import { ANY, type Typed } from '../../../src/schema.ts';

const object: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
};
const type: Typed = {
  node: {
    t: 'struct',
    fields: {
      ports: { t: 'list', list: 'atomic', items: { t: 'struct', fields: { port: { t: 'scalar' } } } },
      labels: { t: 'map', values: { t: 'scalar' } },
    },
  },
  name: null,
  schema: { types: {}, kinds: {} },
};
const hint = (message: string, path: Path | null = null) => refusalHint({ message, object, path, type });

describe('the hint of what the server refuses', () => {
  it.each([
    ['.a: expected string, got &value.valueUnstructured{Value:1}', 'put it in quotes'],
    ['.a: expected numeric (int or float), got string', 'write a number, without quotes'],
    ['.a: expected boolean, got &{yes}', 'write true or false, without quotes'],
    ['.a: expected list, got &{map[A:1]}', 'write a list: a - before each item'],
    ['.a: duplicate entries for key [name="A"]', 'take one of the two out'],
  ])('%s: %s', (message, wanted) => {
    expect(hint(message, ['labels'])).toBe(wanted);
  });

  it('says where the rule stands that was broken', () => {
    expect(hint(`forbidden: ValidatingAdmissionPolicy 'few' with binding 'b' denied request: no`)).toBe(
      'see what it asks for: kubectl get validatingadmissionpolicy few -o yaml',
    );
    expect(hint('forbidden: exceeded quota: small, requested: services=1')).toBe(
      'ask for less, or see what is left: kubectl describe quota small -n shop',
    );
    expect(hint('forbidden: violates PodSecurity "baseline:latest": host namespaces')).toBe(
      'correct what it names, or see the level: kubectl get namespace shop --show-labels',
    );
  });

  it('explains a field as far as the schema names it', () => {
    expect(hint('is invalid', ['ports', { keys: { port: 1 } }, 'port'])).toBe(
      'see what it takes: kubectl explain deployment.ports.port --api-version=apps/v1',
    );
    expect(hint('is invalid', ['labels', 'app'])).toBe(
      'see what it takes: kubectl explain deployment.labels --api-version=apps/v1',
    );
  });

  it('is silent where nothing is known', () => {
    expect(hint('is invalid')).toBeNull();
    const untyped = { node: ANY, name: null, schema: { types: {}, kinds: {} } };
    expect(refusalHint({ message: 'is invalid', object, path: ['a'], type: untyped })).toBeNull();
  });
});
