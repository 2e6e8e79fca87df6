import { describe, expect, test } from 'vitest';
import { expand } from '../../../../src/render/flux/expand.ts';
import { BadExpression } from '../../../../src/render/flux/expression.ts';
import { matchesPattern } from '../../../../src/render/flux/glob.ts';
import { EXPRESSIONS, STRICT, VARIABLES } from './expressions.ts';

describe('variables', () => {
  test.each(EXPRESSIONS)('%j becomes %j', (text, expected) => {
    expect(expanded(text, false)).toBe(expected);
  });

  test.each(STRICT)('%j becomes %j where every variable must have a value', (text, expected) => {
    expect(expanded(text, true)).toBe(expected);
  });

  test('that are nested without end are refused', () => {
    expect(expanded('${a:='.repeat(60_000), false)).toBe(null);
  });

  test('a long value is not searched for ever', () => {
    const values = { long: 'a'.repeat(100_000) };
    expect(() => expand(`\${long%${'*a'.repeat(30)}b}`, { values, strict: false })).toThrow(BadExpression);
  });

  test('what every object has is no variable', () => {
    expect(expanded('${constructor}${toString}', false)).toBe('');
  });
});

function expanded(text: string, strict: boolean): string | null {
  try {
    return expand(text, { values: VARIABLES, strict });
  } catch (error) {
    if (error instanceof BadExpression) return null;
    throw error;
  }
}

describe('patterns', () => {
  const cases: readonly (readonly [string, string, boolean | null])[] = [
    ['*', '', true],
    ['*', 'a/b', true],
    ['a*c', 'abbbc', true],
    ['a*c', 'abbb', false],
    ['*.yaml', '.yaml', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['[a-c]x', 'bx', true],
    ['[^a-c]x', 'bx', false],
    ['[\\]]', ']', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['[', 'a', null],
    ['[]a]', 'a', null],
    ['[a-]', 'a', null],
    ['a\\', 'a', null],
    ['*a*b*c*', 'xxaxxbxxcxx', true],
  ];
  test.each(cases)('%s matches %s: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  test('of many stars take no longer than their length', () => {
    expect(matchesPattern(`${'*a'.repeat(500)}b`, 'a'.repeat(4000))).toBe(false);
  });
});
