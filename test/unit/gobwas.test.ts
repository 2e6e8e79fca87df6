import { expect, test } from 'vitest';
import { gobwasMatcher } from '../../src/patterns/gobwas.ts';

test.each([
  ['*.yaml', 'a/b/c.yaml', true],
  ['*.yaml', 'a.yml', false],
  ['**/*.yaml', 'a/b.yaml', true],
  ['**/*.yaml', 'b.yaml', false],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', true],
  ['a?c', 'ac', false],
  ['[a-c].yaml', 'b.yaml', true],
  ['[!a-c].yaml', 'b.yaml', false],
  ['[abx]', 'x', true],
  ['{a,b/*}.yaml', 'b/x.yaml', true],
  ['{a,{b,c}d}', 'cd', true],
  ['{a,}', '', true],
  ['a,b', 'a,b', true],
  ['\\*', '*', true],
  ['\\*', 'x', false],
  ['*', '', true],
  ['', '', true],
  ['ä?', 'ä€', true],
  ['a[', 'a[', false],
  ['{a', '{a', false],
  ['a\\', 'a', false],
])('%s and %s: %s', (pattern, text, expected) => {
  expect(gobwasMatcher(pattern)(text)).toBe(expected);
});

test('no pattern takes long', () => {
  const started = performance.now();
  expect(gobwasMatcher(`${'*a'.repeat(200)}*b`)('a'.repeat(2000))).toBe(false);
  expect(gobwasMatcher('{'.repeat(500))('a')).toBe(false);
  expect(performance.now() - started).toBeLessThan(5000);
});
