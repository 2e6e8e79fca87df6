import { PassThrough } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type GitopsError, ManifestError, type Warning } from '../../../src/errors.ts';
import { warn } from '../../../src/terminal/warn.ts';

async function said(problems: readonly GitopsError[], warnings: readonly Warning[] = [], quiet = false) {
  const stderr = new PassThrough();
  warn({ stderr }, { quiet }, problems, warnings);
  stderr.end();
  return (await textOf(stderr)).trimEnd().split('\n');
}

const many = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const offline = (index: number) => new ManifestError('NEEDS_NETWORK', `chart ${index} needs network`);
const unknown = (index: number): Warning => ({ code: 'APPS_UNKNOWN', message: `set ${index}`, hint: null });

test('what many apps have is told once', async () => {
  const hint = { hint: 'declare it' };
  expect(
    await said(many(5).map(() => new ManifestError('NO_SUCH_SOURCE', 'there is no source', hint))),
  ).toEqual(['error: there is no source (NO_SUCH_SOURCE)', 'hint: declare it']);
});

test('of what a machine lacks for many apps three are told, and the others counted', async () => {
  expect(await said(many(60).map(offline))).toEqual([
    ...many(3).map((index) => `error: chart ${index} needs network (NEEDS_NETWORK)`),
    'error: 57 more like this: kubectl gitops diff -o json lists them (NEEDS_NETWORK)',
  ]);
});

test('four are told, since a line about the fourth would spare nothing', async () => {
  expect(await said(many(4).map(offline))).toHaveLength(4);
});

test('what is wrong in git is told whole', async () => {
  const broken = many(20).map((index) => new ManifestError('RENDER_FAILED', `a/${index}.yaml:3: no YAML`));
  expect(await said(broken)).toHaveLength(20);
});

test('warnings are counted by their code, each where its first ones stand', async () => {
  const other = { code: 'APPS_UNRENDERED', message: 'a does not render', hint: 'connect' };
  expect(await said([], [...many(6).map(unknown), other])).toEqual([
    ...many(3).map((index) => `warning: set ${index} (APPS_UNKNOWN)`),
    'warning: 3 more like this: kubectl gitops diff -o json lists them (APPS_UNKNOWN)',
    'warning: a does not render (APPS_UNRENDERED)',
    'hint: connect',
  ]);
});

test('a warning that says what an error says is left out, and any with --quiet', async () => {
  const warning = { code: 'NEEDS_NETWORK', message: 'chart 1 needs network', hint: null };
  const told = ['error: chart 1 needs network (NEEDS_NETWORK)'];
  expect(await said([offline(1)], [warning])).toEqual(told);
  expect(await said([offline(1)], [unknown(1)], true)).toEqual(told);
});
