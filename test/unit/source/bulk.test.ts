import { describe, expect, test } from 'vitest';
import { GitopsError } from '../../../src/errors.ts';
import { objectAt } from '../../../src/object.ts';
import { parseYaml, splitDocuments } from '../../../src/source/bulk.ts';
import { inSpec, maps, scalars } from './kubectl-yaml.ts';

function failure(text: string, line = 1): unknown {
  try {
    return parseYaml(text, 'web.yaml', line);
  } catch (error) {
    if (!(error instanceof GitopsError)) throw error;
    const { code, message, facts, hint } = error;
    return { code, message, facts, hint };
  }
}

describe('a document is read as kubectl reads it', () => {
  test.each(scalars)('%j', (text, value) => {
    expect(objectAt(parseYaml(inSpec(`v: ${text}`), 'f'), 'spec').v).toStrictEqual(value);
  });

  test.each(maps)('%j', (text, value) => {
    if (value === null) expect(() => parseYaml(inSpec(text), 'f')).toThrow(GitopsError);
    else expect(objectAt(parseYaml(inSpec(text), 'f')).spec).toStrictEqual(value);
  });

  test('a key that objects of JavaScript have of their own is a key like any other', () => {
    const spec = objectAt(parseYaml(inSpec('__proto__: {a: 1}'), 'f'), 'spec');
    expect(JSON.stringify(spec)).toBe('{"__proto__":{"a":1}}');
  });

  test('aliases that multiply cost nothing', () => {
    const levels = Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`);
    expect(() => parseYaml(['a0: &a0 x', ...levels].join('\n'), 'f')).not.toThrow();
  });
});

describe('documents', () => {
  test('know the line on which they begin, and are counted without empty ones', () => {
    const stream = '# first\n---\na: 1\n---\n\n---\r\nb: 2\r\n...\n--- # c\nc: 3\n';
    expect(splitDocuments(stream).map(({ index, line }) => [index, line])).toEqual([
      [0, 2],
      [1, 6],
      [2, 9],
    ]);
  });

  test('of JSON begin where their brace is', () => {
    const documents = splitDocuments('{"a": "}{"}\n\n{"b": 1} {"c": 2}\n');
    expect(documents.map(({ line, text }) => [line, text.trim()])).toEqual([
      [1, '{"a": "}{"}'],
      [3, '{"b": 1}'],
      [3, '{"c": 2}'],
    ]);
  });

  test('in flow style are not taken for JSON', () => {
    expect(splitDocuments("{a: '}', b: '{'}\n")).toHaveLength(1);
  });
});

describe('an error', () => {
  test('shows the line of the file, the source and a caret', () => {
    expect(failure('a: 1\n b: 2\n', 40)).toEqual({
      code: 'INVALID_YAML',
      message: 'web.yaml is no valid YAML: the line is indented like none above it',
      facts: ['web.yaml:41:3', '41 |  b: 2', '   |   ^'],
      hint: 'align it with the keys it belongs to',
    });
  });

  test('names a duplicate key and both lines', () => {
    const text = 'spec:\n  image: a\n  # image: c\n  env:\n    image: d\n  "image": b\n';
    expect(failure(text, 9)).toEqual({
      code: 'INVALID_YAML',
      message: 'web.yaml is no valid YAML: the key image stands twice in one map (lines 10 and 14)',
      facts: ['web.yaml:14:3', '10 |   image: a', '14 |   "image": b', '   |   ^'],
      hint: 'remove line 10 or line 14',
    });
  });

  test.each([
    ['in a list item', '- a: 1\n  b: 2\n  a: 3\n', 'the key a stands twice in one map (lines 1 and 3)'],
    ['that resolves alike', 'y: 1\na: 2\non: 3\n', 'the key on stands twice in one map (lines 1 and 3)'],
    ['on one line', 'x: {a: 1, a: 2}\n', 'the key a stands twice in one map (line 1)'],
    ['in braces', 'x: {a: 1,\n  a: 2}\n', 'the key a stands twice in one map (lines 1 and 2)'],
    ['with dashes', 'x-y: 1\nx-y: 2\n', 'the key x-y stands twice in one map (lines 1 and 2)'],
    ['with a slash', 'a.b/c: 1\na.b/c: 2\n', 'the key a.b/c stands twice in one map (lines 1 and 2)'],
    ['of an earlier item', '- a: 1\n- a: 2\n  a: 3\n', 'the key a stands twice in one map (lines 2 and 3)'],
  ])('finds the first of a duplicate key %s', (_, text, what) => {
    expect(failure(text)).toMatchObject({ message: `web.yaml is no valid YAML: ${what}` });
  });

  test.each([
    ['a:\n\tb: 1\n', 'a tab cannot indent', ['web.yaml:2:1', '2 | →b: 1', '  | ^']],
    ['a: 1\n \tb: 2\n', 'a tab cannot indent', ['web.yaml:2:2', '2 |  →b: 2', '  |  ^']],
    ['a: b: c\n', 'a second colon stands in the line', ['web.yaml:1:5', '1 | a: b: c', '  |     ^']],
    ['a: @x\n', 'a value cannot begin with @', ['web.yaml:1:4', '1 | a: @x', '  |    ^']],
    ['a: "x\nb: 1\n', 'a quote or bracket is not closed', ['web.yaml:1:1', '1 | a: "x', '  | ^']],
    ['a: 1\nfoo\nb: 2\n', 'a key has no colon', ['web.yaml:2:1', '2 | foo', '  | ^']],
    ['a: *x\n', 'no anchor &x stands before *x', ['web.yaml:1:5', '1 | a: *x', '  |     ^']],
    ['a: 1\n---x\n', 'something follows --- on its line', ['web.yaml:2:1', '2 | ---x', '  | ^']],
    ['a: {{ .Values.x }}\n', 'it is a template', ['web.yaml:1:1', '1 | a: {{ .Values.x }}', '  | ^']],
    [
      'a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> x\n',
      'a merge conflict is left in it',
      ['web.yaml:2:1', '2 | <<<<<<< HEAD', '  | ^'],
    ],
    ['a: 1\nb: .nan\n', '.nan is no number that JSON has', ['web.yaml:2:4', '2 | b: .nan', '  |    ^']],
    ['a: 1\n~: x\n', 'a key is no plain text', ['web.yaml:2:1', '2 | ~: x', '  | ^']],
  ])('says of %j what is wrong', (text, what, facts) => {
    expect(failure(text)).toMatchObject({ message: `web.yaml is no valid YAML: ${what}`, facts });
  });
});
