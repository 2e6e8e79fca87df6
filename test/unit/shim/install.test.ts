import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { install } from '../../../src/shim/install.ts';
import { rememberOnError } from '../../../src/shim/on-error.ts';
import { readAnswer, status } from '../../../src/shim/status.ts';
import { uninstall } from '../../../src/shim/uninstall.ts';
import { folder, program, SHIM } from './folders.ts';

/** A home with a kubectl in PATH and a plugin that answers. */
function homeWith(plugin = '#!/bin/sh\nexit 0\n') {
  const home = folder();
  program(join(home, 'bin/kubectl'));
  const env = {
    HOME: home,
    SHELL: '/bin/bash',
    PATH: `${join(home, 'bin')}:/usr/bin:/bin`,
    KUBECTL_GITOPS_PLUGIN: program(join(home, 'plugin'), plugin),
  };
  const deps = { cwd: home, env, signal: new AbortController().signal };
  const shims = join(home, '.local/share/kubectl-gitops/shim');
  return { home, deps, shims, inPath: { ...deps, env: { ...env, PATH: `${shims}:${env.PATH}` } } };
}

test('makes a link and tells the line, without touching a start file', () => {
  const { home, deps, shims } = homeWith();
  const report = install(deps);
  expect(report).toEqual({
    shim: join(shims, 'kubectl'),
    kubectl: join(home, 'bin/kubectl'),
    shell: 'bash',
    line: `export PATH='${shims}':"$PATH"`,
    startFile: join(home, '.bashrc'),
    startFileChanged: false,
    active: false,
  });
  expect(realpathSync(report.shim)).toBe(realpathSync(SHIM));
  expect(readFileSync(join(shims, 'kubectl.path'), 'utf8')).toBe(`${deps.env.PATH}\n`);
  expect(existsSync(report.startFile)).toBe(false);
});

test('uninstall leaves a home as it was, after two installs and a start file written', () => {
  const { home, deps } = homeWith();
  writeFileSync(join(home, '.bashrc'), 'alias k=kubectl');
  const before = readdirSync(home).sort();
  install(deps, { write: true });
  expect(install(deps, { write: true }).startFileChanged).toBe(false);
  expect(readFileSync(join(home, '.bashrc'), 'utf8')).toContain('export PATH=');
  const { changed, kept } = uninstall(deps);
  expect({ changed, kept }).toEqual({ changed: [join(home, '.bashrc')], kept: [] });
  expect(readFileSync(join(home, '.bashrc'), 'utf8')).toBe('alias k=kubectl\n');
  expect(
    readdirSync(home)
      .filter((name) => name !== '.local')
      .sort(),
  ).toEqual(before);
  expect(existsSync(join(home, '.local/share'))).toBe(false);
  expect(uninstall(deps)).toEqual({ removed: [], changed: [], kept: [] });
});

test('never replaces or removes a kubectl that is not the shim', () => {
  const { deps } = homeWith();
  expect(() => install(deps, { dir: 'bin' })).toThrow(UsageError);
  const { shim } = install(deps, { dir: 'mine' });
  // somebody put the real one there since
  rmSync(shim);
  program(shim);
  expect(uninstall(deps)).toEqual({ removed: [], changed: [], kept: [shim] });
  expect(existsSync(shim)).toBe(true);
});

test('refuses a folder that PATH cannot name', () => {
  const { deps } = homeWith();
  expect(() => install(deps, { dir: 'a:b' })).toThrow('a:b');
});

test('status runs kubectl as PATH finds it: off, then on', async () => {
  const { home, deps, shims, inPath } = homeWith();
  const other = join(home, 'bin/kubectl');
  expect(await status(deps)).toEqual({ works: false, first: other, answer: null, installed: [] });
  const { shim } = install(deps);
  expect(await status(deps)).toEqual({ works: false, first: other, answer: null, installed: [shim] });
  expect(await status(inPath)).toEqual({
    works: true,
    first: shim,
    answer: { shim, kubectl: other, plugin: deps.env.KUBECTL_GITOPS_PLUGIN, guard: 'answers' },
    installed: [shim],
  });
  expect(install(inPath).active).toBe(true);
  expect(readFileSync(join(shims, 'kubectl.path'), 'utf8')).toBe(`${deps.env.PATH}\n`);
});

test.each([
  ['#!/bin/sh\nexit 70\n', 'failed with exit code 70'],
  ['#!/does/not/exist\n', 'failed with exit code 127'],
])('status tells a broken plugin: %j', async (plugin, guard) => {
  const { deps, inPath } = homeWith(plugin);
  install(deps);
  expect(await status(inPath)).toMatchObject({ works: false, answer: { guard } });
});

test('what another kubectl prints is no answer', () => {
  expect(readAnswer('Client Version: v1.36.3\nKustomize Version: v5.8.1\n')).toBeNull();
  expect(readAnswer('')).toBeNull();
});

test('onError is left where the shim looks for it', () => {
  const { home, deps } = homeWith();
  const file = join(home, '.local/state/kubectl-gitops/guard-on-error-deny');
  rememberOnError(deps, 'deny');
  expect(existsSync(file)).toBe(true);
  rememberOnError(deps, 'allow');
  expect(existsSync(file)).toBe(false);
});
