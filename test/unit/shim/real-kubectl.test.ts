import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { isShim, kubectlsInPath, realKubectl } from '../../../src/shim/real-kubectl.ts';
import { folder, link, program, SHIM } from './folders.ts';

test('passes over the shim itself, links to it, copies of it, and what is no program', () => {
  const dir = folder();
  link(SHIM, join(dir, 'a/kubectl'));
  link(join(dir, 'a/kubectl'), join(dir, 'b/kubectl'));
  mkdirSync(join(dir, 'c'));
  copyFileSync(SHIM, join(dir, 'c/kubectl'));
  mkdirSync(join(dir, 'd/kubectl'), { recursive: true });
  program(join(dir, 'e/kubectl'));
  chmodSync(join(dir, 'e/kubectl'), 0o644);
  const real = program(join(dir, 'f/kubectl'));
  const PATH = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => join(dir, name)).join(':');
  expect(realKubectl({ cwd: dir, env: { PATH, HOME: dir } })).toBe(real);
  expect(kubectlsInPath({ cwd: dir, env: { PATH } })).toEqual(
    ['a', 'b', 'c', 'f'].map((name) => join(dir, name, 'kubectl')),
  );
});

test('reads PATH as a shell does: relative entries, and an empty one for the current directory', () => {
  const dir = folder();
  const here = program(join(dir, 'kubectl'));
  const below = program(join(dir, 'bin/kubectl'));
  expect(realKubectl({ cwd: dir, env: { PATH: '/nowhere:', HOME: dir } })).toBe(here);
  expect(realKubectl({ cwd: dir, env: { PATH: 'bin:', HOME: dir } })).toBe(below);
});

test('takes KUBECTL_GITOPS_KUBECTL first, unless that is the shim', () => {
  const dir = folder();
  const named = program(join(dir, 'named'));
  const inPath = program(join(dir, 'bin/kubectl'));
  const env = { PATH: join(dir, 'bin'), HOME: dir };
  expect(realKubectl({ cwd: dir, env: { ...env, KUBECTL_GITOPS_KUBECTL: named } })).toBe(named);
  expect(realKubectl({ cwd: dir, env: { ...env, KUBECTL_GITOPS_KUBECTL: SHIM } })).toBe(inPath);
});

test.each(['bin/kubectl', '/does/not/exist'])('refuses KUBECTL_GITOPS_KUBECTL=%s by name', (named) => {
  const dir = folder();
  program(join(dir, 'bin/kubectl'));
  const find = () =>
    realKubectl({ cwd: dir, env: { PATH: join(dir, 'bin'), KUBECTL_GITOPS_KUBECTL: named } });
  expect(find).toThrow(UsageError);
  expect(find).toThrow(named);
});

test('goes by the PATH recorded at install time where PATH has only the shim', () => {
  const dir = folder();
  const real = program(join(dir, 'opt/kubectl'));
  const shim = link(SHIM, join(dir, 'shim/kubectl'));
  writeFileSync(join(dir, 'shim/kubectl.path'), `relative:${join(dir, 'opt')}\n`);
  const env = { PATH: join(dir, 'shim'), HOME: dir, KUBECTL_GITOPS_SHIM: shim };
  expect(realKubectl({ cwd: dir, env })).toBe(real);
});

test('knows the shim by its second line alone', () => {
  const dir = folder();
  expect(isShim(SHIM)).toBe(true);
  expect(isShim(program(join(dir, 'other'), '#!/bin/sh\necho\n# kubectl-gitops-shim 1\n'))).toBe(false);
  expect(isShim(program(join(dir, 'bash'), '#!/bin/bash\n# kubectl-gitops-shim 1\n'))).toBe(true);
  expect(isShim(program(join(dir, 'binary'), '\x7fELF\n# kubectl-gitops-shim 1\n'))).toBe(false);
  expect(isShim(join(dir, 'missing'))).toBe(false);
});
