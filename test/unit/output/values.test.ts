import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../../src/output/body.ts';
import { partsOf } from '../../../src/output/delta.ts';
import { age, minuteOf } from '../../../src/output/words/age.ts';
import { columnsOf } from '../../../src/output/words/columns.ts';
import { cut, cutPair } from '../../../src/output/words/cut.ts';
import { rowsOf } from '../../../src/output/words/lines.ts';
import { extent, flow } from '../../../src/output/words/value.ts';

describe('a value on one line', () => {
  it.each([
    ['256Mi', '256Mi'],
    ['8080', '"8080"'],
    [8080, '8080'],
    ['true', '"true"'],
    ['', '""'],
    [' x', '" x"'],
    ['***1', '***1'],
    ['(removed)', '"(removed)"'],
    ['a, b: c', 'a, b: c'],
    [['a, b', { 'k: ey': null }], '["a, b", {"k: ey": null}]'],
    ['a\u200bb', '"a\\u200bb"'],
    ['\ud800', '"\\ud800"'],
  ])('%j is %s', (value, text) => {
    expect(flow(value)).toBe(text);
  });

  it('is counted where it is long', () => {
    expect([extent('a\nb\n'), extent('a'), extent([1]), extent({ a: 1, b: 2 })]).toEqual([
      '2 lines',
      '1 line',
      '1 item',
      '2 keys',
    ]);
  });
});

describe('cutting', () => {
  it('never splits a character', () => {
    expect(cut('😀😀😀', 4)).toBe('😀…');
  });

  it('counts the columns that a terminal takes', () => {
    expect([cut('日本語', 6), cut('日本語', 5), cut('e\u0301e\u0301e\u0301', 3)]).toEqual([
      '日本語',
      '日本…',
      'e\u0301e\u0301e\u0301',
    ]);
    expect(['web', '日本', 'ä', 'ｱ', '\u2502', '✅'].map(columnsOf)).toEqual([3, 4, 1, 1, 1, 2]);
  });

  it('shows the end where wide letters part there', () => {
    const [one, other] = cutPair(`${'日'.repeat(50)}1`, `${'日'.repeat(50)}2`, 31);
    expect([one.at(-1), other.at(-1)]).toEqual(['1', '2']);
    expect([columnsOf(one), columnsOf(other)]).toEqual([30, 30]);
  });

  it('keeps the place in sight where two values part', () => {
    const [one, other] = cutPair(`${'a'.repeat(200)}1`, `${'a'.repeat(200)}2`, 30);
    expect([one.length, other.length]).toEqual([30, 30]);
    expect([one.at(-1), other.at(-1)]).toEqual(['1', '2']);
  });
});

describe('ages', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  it.each([
    ['2026-11-20T11:59:30Z', 'just now'],
    ['2026-11-20T11:59:00Z', '1 minute ago'],
    ['2026-11-20T10:00:00Z', '2 hours ago'],
    ['2026-11-08T09:00:00Z', '12 days ago'],
    ['2024-11-08T09:00:00Z', '2 years ago'],
    ['2026-11-20T15:00:00+02:00', '2026-11-20 13:00 UTC'],
  ])('%s is %s', (time, text) => {
    expect(age(time, now)).toBe(text);
  });

  it('of what is no time are unknown', () => {
    expect([age('x', now), minuteOf('x')]).toEqual(['time unknown', 'time unknown']);
  });
});

describe('the parts that differ', () => {
  it('are named by what names the item', () => {
    expect(partsOf([{ name: 'a', v: 1 }], [{ name: 'new' }, { name: 'a', v: 2 }])).toEqual([
      { path: [0], live: { name: 'new' } },
      { path: [{ keys: { name: 'a' } }, 'v'], git: 1, live: 2 },
    ]);
  });

  it('tell a new order of the items by their places', () => {
    expect(partsOf([1, 2, 3], [2, 3, 1])).toEqual([
      { path: [0], git: 1 },
      { path: [2], live: 1 },
    ]);
  });

  it('pair nameless items at one place', () => {
    const rule = (verb: string) => ({ resources: ['pods'], verbs: [verb] });
    expect(partsOf([rule('get'), rule('list')], [rule('get'), rule('watch')])).toEqual([
      { path: [1, 'verbs', 0], git: 'list', live: 'watch' },
    ]);
  });

  it('tell null from nothing', () => {
    expect(partsOf({ a: null, b: 1 }, { a: 1, b: 1, c: null })).toEqual([
      { path: ['a'], git: null, live: 1 },
      { path: ['c'], live: null },
    ]);
  });

  it('survive a key named like the mark of a list', () => {
    expect(partsOf({ _t: 'a', x: 1 }, { _t: 'b', x: 1 })).toEqual([{ path: ['_t'], git: 'a', live: 'b' }]);
  });
});

describe('the rows of two texts', () => {
  it('have two lines around a change and a gap between changes', () => {
    const text = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`);
    const other = text.with(2, 'x\n').with(15, 'y\n');
    const rows = rowsOf(text.join(''), other.join(''));
    expect(rows.map(({ side, number }) => (side === 'both' ? number : side))).toEqual([
      1,
      2,
      'git',
      'live',
      4,
      5,
      'gap',
      14,
      15,
      'git',
      'live',
      17,
      18,
    ]);
  });

  it('stop where a unified diff serves better', () => {
    const [git, live] = ['g', 'l'].map((letter) => `${letter}\n`.repeat(100));
    const { rows } = bodyOf({ git: git ?? '', live: live ?? '' }, 80);
    expect(rows.at(-1)).toEqual({ mark: '…', text: '160 more lines: see -o diff' });
  });
});
