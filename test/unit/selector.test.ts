import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { parseSelector } from '../../src/patterns/selector.ts';

const web = { app: 'web', tier: 'front', 'acme.io/size': '3', canary: '' };

describe('selects as kubectl get -l does', () => {
  test.each([
    ['', true],
    ['  ', true],
    ['app=web', true],
    ['app==web', true],
    ['app = web', true],
    ['app=api', false],
    ['team=web', false],
    ['app!=api', true],
    ['app!=web', false],
    ['team!=web', true],
    ['app in (api, web)', true],
    ['app in(api,web)', true],
    ['app in (api)', false],
    ['team in (web)', false],
    ['app notin (api)', true],
    ['app notin (api,web)', false],
    ['team notin (web)', true],
    ['app', true],
    ['team', false],
    ['!team', true],
    ['! app', false],
    ['acme.io/size=3', true],
    ['acme.io/size>2', true],
    ['acme.io/size > 3', false],
    ['acme.io/size<10', true],
    ['app>1', false],
    ['team<1', false],
    ['canary=', true],
    ['canary in (,)', true],
    ['canary in (a,)', true],
    ['canary in (a,,b)', true],
    ['app=,tier', false],
    ['app=web,tier in (front),!team', true],
    ['app=web,tier=back', false],
    ['app\t=\nweb', true],
  ])('%j: %s', (text, matches) => expect(parseSelector(text)(web)).toBe(matches));

  test('words of the grammar may be keys and values', () => {
    expect(parseSelector('in in (notin),notin=in')({ in: 'notin', notin: 'in' })).toBe(true);
  });

  test('what every JavaScript object has is no label', () => {
    expect(parseSelector('constructor')({})).toBe(false);
    expect(parseSelector('toString!=x,!valueOf')({})).toBe(true);
  });

  test('labels that git forgot to quote are compared as they are written', () => {
    expect(parseSelector('version=1,on=true')({ version: 1, on: true })).toBe(true);
  });

  test('numbers compare as numbers, whatever their size', () => {
    expect(parseSelector('n>9007199254740992')({ n: '9007199254740993' })).toBe(true);
    expect(parseSelector('n<1')({ n: '-5' })).toBe(true);
    expect(parseSelector('n>1')({ n: '1e9' })).toBe(false);
  });
});

/** Where the caret stands, and what is said. */
function refusal(text: string): readonly [column: number, said: string] {
  try {
    parseSelector(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect([error.code, error.exitCode]).toEqual(['BAD_SELECTOR', 2]);
    const [line = '', caret = ''] = error.facts;
    expect(line).toHaveLength(text.length);
    return [caret.indexOf('^'), `${error.message}; ${error.hint}`];
  }
  throw new Error('it was accepted');
}

describe('points at what is wrong', () => {
  test.each([
    ['app=web tier=front', 8, 'a comma must stand between'],
    ['app web', 4, 'app must be followed by =, !=, in, notin, < or >; write app=VALUE'],
    ['app=web,', 8, 'a label key'],
    [',app', 0, 'a label key'],
    ['=web', 0, 'a label key'],
    ['!', 1, 'a label key'],
    ['a/b/c=1', 0, 'a label key'],
    ['Acme.io/x', 0, 'a label key'],
    ['/x', 0, 'a label key'],
    [`${'k'.repeat(64)}=1`, 0, 'a label key'],
    ['app=-web', 4, 'a label value'],
    ['app=a/b', 4, 'a label value'],
    [`app=${'v'.repeat(64)}`, 4, 'a label value'],
    ['app="web"', 4, 'a label value'],
    ['app=!web', 4, 'a label value'],
    ['app=web)', 7, 'a comma'],
    ['app in web', 7, "a list of values in parentheses must stand here; write 'app in (VALUE, VALUE)'"],
    ['app in ()', 8, 'cannot be empty'],
    ['app notin (a b)', 13, "closing parenthesis must stand here; write 'app notin (VALUE, VALUE)'"],
    ['app in (a', 9, 'closing parenthesis'],
    ['app>web', 4, 'a whole number'],
    ['app>', 4, 'a whole number'],
    ['!app=web', 4, 'a comma'],
    ['app\n=\u00a0web', 5, 'a label value'],
  ])('%j', (text, column, problem) => {
    const [at, said] = refusal(text);
    expect(said).toContain(problem);
    expect(at).toBe(column);
  });

  test('shows the text over the caret', () => {
    expect(() => parseSelector('app web')).toThrow(expect.objectContaining({ facts: ['app web', '    ^'] }));
  });
});
