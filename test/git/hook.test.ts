import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { hookPrePush } from '../../src/commands/hook-pre-push.ts';
import { install } from '../../src/hook/install.ts';
import { HOOK_PROBE } from '../../src/hook/probe.ts';
import { status } from '../../src/hook/status.ts';
import { uninstall } from '../../src/hook/uninstall.ts';
import { folder, repository } from '../support/repository.ts';
import { depsIn, git, snapshot } from './fixture.ts';

const GIT_HOOKS = { manager: 'git-hooks', print: false } as const;

function program(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}

/** A repository, a remote, and a folder of programs that come first in PATH. */
function world(programs: Readonly<Record<string, string>> = {}, options: readonly string[] = []) {
  const root = folder();
  const [dir, remote, bin] = [join(root, 'work'), join(root, 'remote.git'), join(root, 'bin')];
  git(root, 'init', '--quiet', '--bare', ...options, remote);
  git(root, 'init', '--quiet', ...options, dir);
  git(dir, 'commit', '--quiet', '--allow-empty', '--message', 'first');
  for (const [name, text] of Object.entries(programs)) program(join(bin, name), text);
  const env = { PATH: [bin, process.env.PATH].join(delimiter), HOME: root };
  const push = () =>
    spawnSync('git', ['push', '--quiet', remote, 'HEAD:refs/heads/main'], {
      cwd: dir,
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
  return { root, dir, bin, env, push, deps: depsIn(dir, { env }) };
}

const answering = (code: number) => ({ 'kubectl-gitops': `#!/bin/sh\ncat > /dev/null\nexit ${code}\n` });

test.each([
  [0, true],
  [1, false],
  [130, false],
  [2, true],
  [126, true],
  [127, true],
])('a plugin that ends with %i lets the push through: %s', async (code, through) => {
  const { deps, push } = world(answering(code));
  await install(deps, GIT_HOOKS);
  const { status: ended, stderr } = push();
  expect({ ended: ended === 0, stderr }).toMatchObject({ ended: through });
  const cannot = [2, 126, 127].includes(code);
  expect(stderr.includes(`kubectl-gitops cannot run (exit code ${code}), so nothing checks this push`)).toBe(
    cannot,
  );
});

test('a plugin that cannot run stops the push where gitops.required is true', async () => {
  const { dir, deps, push } = world(answering(2));
  await install(deps, GIT_HOOKS);
  git(dir, 'config', 'gitops.required', 'true');
  expect(push().status).toBe(1);
});

test('where only kubectl knows the plugin it is asked', async () => {
  const kubectl = '#!/bin/sh\n[ "$2" != hook ] || { echo "$*" > "$0.argv"; cat > "$0.stdin"; exit 1; }\n';
  const { bin, deps, push } = world({ kubectl });
  await install(deps, GIT_HOOKS);
  expect(push().status).toBe(1);
  expect(readFileSync(join(bin, 'kubectl.argv'), 'utf8')).toMatch(/^gitops hook pre-push .*remote.git/);
  expect(readFileSync(join(bin, 'kubectl.stdin'), 'utf8')).toMatch(
    /^HEAD [0-9a-f]{40} refs\/heads\/main 0+\n$/,
  );
});

/** The plugin that a push of `status` reaches: the sources of this project. */
const REAL = {
  'kubectl-gitops': `#!/bin/sh\nexec '${process.execPath}' '${join(import.meta.dirname, '../../src/bin.ts')}' "$@"\n`,
};

test.each(['sha1', 'sha256'])(
  'status pushes a repository of %s and writes nothing into it',
  async (format) => {
    const { dir, deps } = world(REAL, [`--object-format=${format}`]);
    const off = await status(deps, () => {});
    expect(off).toMatchObject({ works: false, sites: [], reason: { hint: 'kubectl gitops hook install' } });
    await install(deps, GIT_HOOKS);
    const before = snapshot(dir);
    const on = await status(deps, () => {});
    expect(on).toMatchObject({ works: true, reason: null, version: expect.stringMatching(/^\d/) });
    expect(snapshot(dir)).toEqual(before);
  },
);

test('status sees a hook that is not told what is pushed', async () => {
  const { dir, deps } = world(REAL);
  program(
    join(dir, '.git/hooks/pre-push'),
    '#!/bin/sh\ncat > /dev/null\nkubectl-gitops hook pre-push "$@"\n',
  );
  const { works, reason } = await status(deps, () => {});
  expect(works).toBe(false);
  expect(reason?.what).toContain('not told what is pushed');
});

test('a hook in words of its own is left alone, and proven all the same', async () => {
  const { dir, deps } = world(REAL);
  program(join(dir, '.git/hooks/pre-push'), '#!/bin/sh\nkubectl-gitops hook pre-push "$@"\n');
  expect((await install(deps, GIT_HOOKS)).steps).toEqual([]);
  expect((await status(deps, () => {})).works).toBe(true);
});

test('answers a probe and refuses; without one it goes on', async () => {
  const file = join(folder(), 'answer');
  const asked = depsIn(folder(), { env: { [HOOK_PROBE]: file } });
  const stdin = Readable.from(['HEAD 1 refs/heads/a 0\n(delete) 0 refs/heads/b 2\n']);
  expect(await hookPrePush({}, { ...asked, stdin })).toBe(1);
  expect(JSON.parse(readFileSync(file, 'utf8')).refs).toEqual(['refs/heads/a', 'refs/heads/b']);
  const { deps } = world();
  const nothing = { ...deps, stdin: Readable.from([]) };
  expect(await hookPrePush({ REMOTE: 'origin', URL: 'shop.git' }, nothing)).toBe(0);
});

test('a hook that somebody put over it is not lost, nor is the one from before', async () => {
  const { dir, deps } = world();
  const hook = join(dir, '.git/hooks/pre-push');
  program(hook, '#!/bin/sh\necho before\n');
  await install(deps, GIT_HOOKS);
  program(hook, '#!/bin/sh\necho over\n');
  await expect(install(deps, GIT_HOOKS)).rejects.toMatchObject({ code: 'TWO_HOOKS' });
  await uninstall(deps);
  expect(readFileSync(hook, 'utf8')).toContain('over');
  expect(readFileSync(`${hook}.before-gitops`, 'utf8')).toContain('before');
});

test('is not put into two places, nor where every repository has it unless asked to', async () => {
  const { root, dir, deps } = world();
  await install(deps, GIT_HOOKS);
  await expect(install(deps, { manager: 'git-config', print: false })).rejects.toMatchObject({
    code: 'INSTALLED_ELSEWHERE',
  });
  await uninstall(deps);
  git(dir, 'config', 'core.hooksPath', join(root, 'everywhere'));
  await install(deps, GIT_HOOKS);
  expect(existsSync(join(root, 'everywhere/pre-push'))).toBe(true);
  await uninstall(deps);
  expect(existsSync(join(root, 'everywhere'))).toBe(false);
});

test('says that there is no commit to push, no manager of that name, no repository', async () => {
  const empty = repository();
  await expect(status(depsIn(empty.dir), () => {})).rejects.toMatchObject({ code: 'NOTHING_TO_PUSH' });
  await expect(install(depsIn(empty.dir), { manager: 'husky', print: false })).rejects.toMatchObject({
    code: 'NO_SUCH_MANAGER',
  });
  await expect(install(depsIn(folder()), { print: false })).rejects.toMatchObject({
    code: 'NO_REPOSITORY',
  });
});
