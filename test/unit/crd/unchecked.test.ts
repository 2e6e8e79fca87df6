import { describe, expect, it } from 'vitest';
import { definitionOf } from '../../../src/crd/definitions.ts';
import { validateCustom } from '../../../src/crd/validate.ts';
import type { Json, JsonObject } from '../../../src/object.ts';

async function judge(schema: JsonObject, value: Json, version = 'v1') {
  const definition = definitionOf({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com' },
    spec: {
      group: 'example.com',
      names: { kind: 'Thing', plural: 'things' },
      versions: [
        {
          name: 'v1',
          served: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { a: schema } } },
        },
        { name: 'v2', served: true },
        { name: 'v3', served: false },
      ],
    },
  });
  if (definition === null) throw new Error('no definition');
  const { violations, unchecked } = await validateCustom(
    { apiVersion: `example.com/${version}`, kind: 'Thing', metadata: { name: 'one' }, a: value },
    definition,
  );
  return { violations: violations.map(({ message }) => message), unchecked };
}

const rule = (text: string): JsonObject => ({ type: 'string', 'x-kubernetes-validations': [{ rule: text }] });

describe('what cannot be checked is said, and never held against the object', () => {
  it.each([
    ['a function that is not known', "self.quote() == 'a'", 'it uses quote(), which is not known here'],
    [
      'a variable that is not known',
      "authorizer.group('').check('x').allowed()",
      'Unknown variable: authorizer',
    ],
    ['a rule that does not parse', 'self ==', expect.any(String)],
    ['a comparison that the server would not compile', 'self * 2 == 4', expect.any(String)],
  ])('%s', async (_, text, why) => {
    const { violations, unchecked } = await judge(rule(text), 'a');
    expect(violations).toEqual([]);
    expect(unchecked).toEqual([expect.stringMatching(/^rule ".*" is not checked: /)]);
    expect(unchecked[0]?.split('is not checked: ')[1]).toEqual(why);
  });

  it('a pattern that is no regular expression', async () => {
    expect(await judge({ type: 'string', pattern: 'a(?=b)' }, 'ab')).toEqual({
      violations: [],
      unchecked: ['pattern a(?=b) is no regular expression that is known here'],
    });
  });

  it('a version without a schema', async () => {
    expect(await judge({}, 5, 'v2')).toEqual({
      violations: [],
      unchecked: ['version v2 of Thing has no schema'],
    });
  });
});

describe('a custom resource', () => {
  it('is refused in a version that is not served', async () => {
    const message = 'apiVersion: Invalid value: Thing is not served in ';
    expect(await judge({}, 5, 'v3')).toEqual({ violations: [`${message}v3`], unchecked: [] });
    expect(await judge({}, 5, 'v4')).toEqual({ violations: [`${message}v4`], unchecked: [] });
  });

  it('is told of a broken rule in the words of its definition', async () => {
    const said = async (more: JsonObject) =>
      (await judge({ type: 'string', 'x-kubernetes-validations': [{ rule: "self == 'b'", ...more }] }, 'a'))
        .violations;
    expect(await said({ message: 'is b' })).toEqual(['a: Invalid value: is b']);
    expect(await said({})).toEqual(["a: Invalid value: failed rule: self == 'b'"]);
    expect(await said({ messageExpression: "'not ' + self", message: 'is b' })).toEqual([
      'a: Invalid value: not a',
    ]);
    expect(await said({ messageExpression: 'self.nothing', message: 'is b' })).toEqual([
      'a: Invalid value: is b',
    ]);
    expect(await said({ reason: 'FieldValueForbidden', message: 'no' })).toEqual(['a: Forbidden: no']);
  });

  it('is never quoted: what stands in it may be a secret', async () => {
    const { violations } = await judge({ type: 'integer' }, 'hunter2');
    expect(violations).toEqual(['.a: expected numeric (int or float), got string']);
  });
});
