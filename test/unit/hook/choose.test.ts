import { expect, test } from 'vitest';
import { HOOK } from '../../../src/cli/specs/hook.ts';
import { callsHook } from '../../../src/hook/ways/by-hand.ts';
import { chooseManager } from '../../../src/hook/ways/choose.ts';
import { MANAGERS } from '../../../src/hook/ways/managers.ts';
import { hasConfigHooks } from '../../../src/hook/place.ts';
import type { Use } from '../../../src/hook/ways/use.ts';

const NONE: Use = { husky: null, lefthook: null, preCommit: null, simpleGitHooks: null };
const husky = (live: boolean) => ({ folder: '.husky', live, old: false });
const file = (live: boolean) => ({ file: 'x', live });

test.each([
  ['2.39.5', 'git-hooks'],
  ['2.53.9', 'git-hooks'],
  ['2.54.0', 'git-config'],
  ['2.100.0', 'git-config'],
  ['3.0.0', 'git-config'],
  ['1.99.0', 'git-hooks'],
])('without a manager git %s has it in %s', (version, manager) => {
  expect(chooseManager(NONE, version)).toBe(manager);
  expect(hasConfigHooks(version)).toBe(manager === 'git-config');
});

test('a manager of the team comes before what only this clone has', () => {
  expect(chooseManager({ ...NONE, lefthook: file(false) }, '2.54.0')).toBe('lefthook');
});

test('of several the one whose hooks are in place counts', () => {
  const use = { ...NONE, husky: husky(true), preCommit: file(false) };
  expect(chooseManager(use, '2.39.5')).toBe('husky');
});

test.each([true, false])('between several that could be meant it does not guess (in place: %s)', (live) => {
  const use = { ...NONE, husky: husky(live), preCommit: file(live) };
  expect(() => chooseManager(use, '2.39.5')).toThrow(
    expect.objectContaining({
      code: 'SEVERAL_MANAGERS',
      hint: 'say which: kubectl gitops hook install --manager husky|pre-commit',
    }),
  );
});

test('--manager takes every manager there is', () => {
  const install = HOOK.commands.find(({ name }) => name === 'install');
  expect(install?.options.manager?.choices).toEqual(MANAGERS);
});

test.each([
  ['npm test\nkubectl gitops hook pre-push "$@"\n', true],
  ['exec kubectl-gitops hook pre-push "$@"', true],
  ['# kubectl gitops hook pre-push', false],
  [null, false],
])('a file that calls the hook in its own words has what it needs: %j', (text, expected) => {
  expect(callsHook(text)).toBe(expected);
});
