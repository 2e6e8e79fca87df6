import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { locateRepository, openRepository } from '../../src/git/repository.ts';
import { folder, repository } from '../support/repository.ts';
import { cloneOf, depsIn, git, open, warnings } from './fixture.ts';

describe('where the repository is', () => {
  test('a plain one, from its top and from below', async () => {
    const { dir, git: run } = repository({ 'apps/web/a.yaml': 'a: 1\n' });
    expect(await open(dir)).toMatchObject({
      top: realpathSync(dir),
      gitDir: join(realpathSync(dir), '.git'),
      commonDir: join(realpathSync(dir), '.git'),
      prefix: '',
      head: run('rev-parse', 'HEAD').trim(),
      branch: 'main',
      upstream: null,
      ahead: 0,
      behind: 0,
      dirty: false,
      shallow: false,
      isWorktree: false,
      superproject: null,
    });
    expect(await open(join(dir, 'apps/web'))).toMatchObject({ top: realpathSync(dir), prefix: 'apps/web' });
  });

  test('is known without reading the index, which takes its time in a big work tree', async () => {
    const { dir, write } = repository({ 'a.yaml': 'a: 1\n' });
    write({ '.git/index': 'broken' });
    expect(await locateRepository(depsIn(dir))).toMatchObject({ top: realpathSync(dir), prefix: '' });
    await expect(open(dir)).rejects.toMatchObject({ code: 'GIT_FAILED' });
  });

  test('none', async () => {
    expect(await openRepository(depsIn(folder()))).toBeNull();
  });

  test('a path with blanks and letters of the world', async () => {
    const { dir } = repository();
    const deep = join(dir, 'täst ordner', '日本');
    mkdirSync(deep, { recursive: true });
    expect(await open(deep)).toMatchObject({ top: realpathSync(dir), prefix: 'täst ordner/日本' });
  });

  test('no commit yet', async () => {
    expect(await open(repository().dir)).toMatchObject({ head: null, branch: 'main', upstream: null });
  });

  test('a linked work tree', async () => {
    const { dir, git: run } = repository({ 'a.yaml': 'a: 1\n' });
    const linked = join(folder(), 'linked');
    run('worktree', 'add', '--quiet', '-b', 'other', linked);
    const found = await open(linked);
    expect(found).toMatchObject({ top: realpathSync(linked), branch: 'other', isWorktree: true });
    expect(found.commonDir).toBe(join(realpathSync(dir), '.git'));
  });

  test('a submodule knows what it is part of', async () => {
    const inner = repository({ 'a.yaml': 'a: 1\n' });
    const outer = repository({ 'b.yaml': 'b: 1\n' });
    git(outer.dir, 'submodule', '--quiet', 'add', inner.dir, 'base');
    const found = await open(join(outer.dir, 'base'));
    expect(found).toMatchObject({ top: join(realpathSync(outer.dir), 'base'), isWorktree: false });
    expect(found.superproject).toBe(realpathSync(outer.dir));
    expect((await open(outer.dir)).superproject).toBeNull();
  });

  test('with SHA-256 objects', async () => {
    const dir = folder({ 'a.yaml': 'a: 1\n' });
    git(dir, 'init', '--quiet', '--object-format=sha256', '--initial-branch=main');
    git(dir, 'add', '.');
    git(dir, 'commit', '--quiet', '--message=first');
    expect((await open(dir)).head).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a bare one, and the inside of .git, have nothing to compare', async () => {
    const bare = folder();
    git(bare, 'init', '--quiet', '--bare');
    expect(await warnings(bare)).toMatchObject([{ code: 'NO_WORK_TREE' }]);
    expect(await warnings(join(repository().dir, '.git'))).toMatchObject([{ code: 'NO_WORK_TREE' }]);
  });

  test('git is not installed', async () => {
    expect(await warnings(repository().dir, { env: { PATH: folder() } })).toMatchObject([{ code: 'NO_GIT' }]);
  });

  test("somebody else's: git's own way out", async () => {
    const { dir } = repository({ 'a.yaml': 'a: 1\n' });
    const world = { env: { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' } };
    await expect(open(dir, world)).rejects.toMatchObject({
      code: 'FOREIGN_REPOSITORY',
      exitCode: 2,
      facts: [expect.stringContaining('detected dubious ownership')],
      hint: expect.stringContaining(`git config --global --add safe.directory ${realpathSync(dir)}`),
    });
  });

  test('a broken one is not taken for none', async () => {
    const dir = folder({ '.git': 'gitdir: /nowhere/at/all\n' });
    await expect(open(dir)).rejects.toMatchObject({
      code: 'GIT_FAILED',
      facts: ['fatal: not a git repository: /nowhere/at/all'],
    });
  });
});

describe('in a hook, where GIT_DIR is exported', () => {
  test('the repository is the one git means', async () => {
    const { dir } = repository({ 'a.yaml': 'a: 1\n' });
    const elsewhere = repository({ 'b.yaml': 'b: 1\n' });
    const found = await open(elsewhere.dir, { env: { GIT_DIR: join(dir, '.git'), GIT_WORK_TREE: dir } });
    expect(found.top).toBe(realpathSync(dir));
  });

  test('the top is right in a subdirectory too', async () => {
    const { git: run } = repository({ 'apps/a.yaml': 'a: 1\n' });
    const linked = join(folder(), 'linked');
    run('worktree', 'add', '--quiet', '-b', 'other', linked);
    const gitDir = (await open(linked)).gitDir;
    const found = await open(join(linked, 'apps'), { env: { GIT_DIR: gitDir, GIT_PREFIX: 'apps/' } });
    expect(found).toMatchObject({ top: realpathSync(linked), prefix: 'apps', gitDir });
  });

  test('and from then on the environment decides nothing', async () => {
    const { dir } = repository({ 'a.yaml': 'a: 1\n' });
    const index = join(folder(), 'index');
    const found = await open(dir, { env: { GIT_DIR: join(dir, '.git'), GIT_INDEX_FILE: index } });
    expect(found.dirty).toBe(false);
    expect((await found.git(['ls-files'])).stdout).toBe('a.yaml\n');
    for (const name of ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_PREFIX']) expect(found.env[name]).toBeUndefined();
  });

  test('what the caller configured stays', async () => {
    const { dir } = repository();
    const env = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'gitops.test', GIT_CONFIG_VALUE_0: 'yes' };
    const found = await open(dir, { env });
    expect((await found.git(['config', 'gitops.test'])).stdout).toBe('yes\n');
  });
});

describe('the branch', () => {
  test('ahead and behind of what it follows', async () => {
    const origin = repository({ 'a.yaml': 'a: 1\n' });
    const clone = cloneOf(origin.dir);
    origin.commit({ 'a.yaml': 'a: 2\n' });
    origin.commit({ 'a.yaml': 'a: 3\n' });
    git(clone, 'fetch', '--quiet');
    git(clone, 'commit', '--quiet', '--allow-empty', '--message=mine');
    expect(await open(clone)).toMatchObject({
      branch: 'main',
      upstream: 'refs/remotes/origin/main',
      ahead: 1,
      behind: 2,
    });
  });

  test('that follows a local one', async () => {
    const { dir, git: run } = repository({ 'a.yaml': 'a: 1\n' });
    run('checkout', '--quiet', '-b', 'feature/x');
    run('branch', '--quiet', '--set-upstream-to=main');
    expect(await open(dir)).toMatchObject({ branch: 'feature/x', upstream: 'refs/heads/main' });
  });

  test('whose remote branch is gone follows nothing', async () => {
    const clone = cloneOf(repository({ 'a.yaml': 'a: 1\n' }).dir);
    git(clone, 'update-ref', '-d', 'refs/remotes/origin/main');
    expect(await open(clone)).toMatchObject({ upstream: null, ahead: 0, behind: 0 });
  });

  test('detached', async () => {
    const { dir, git: run } = repository({ 'a.yaml': 'a: 1\n' });
    run('checkout', '--quiet', '--detach');
    expect(await open(dir)).toMatchObject({ branch: null, head: run('rev-parse', 'HEAD').trim() });
  });

  test('in a shallow clone', async () => {
    const origin = repository({ 'a.yaml': 'a: 1\n' });
    origin.commit({ 'a.yaml': 'a: 2\n' });
    expect(await open(cloneOf(`file://${origin.dir}`, '--depth=1'))).toMatchObject({ shallow: true });
  });

  test('dirty means that tracked files differ', async () => {
    const { dir, write, git: run } = repository({ 'a.yaml': 'a: 1\n' });
    writeFileSync(join(dir, 'new.yaml'), 'b: 1\n');
    expect((await open(dir)).dirty).toBe(false);
    write({ 'a.yaml': 'a: 2\n' });
    expect((await open(dir)).dirty).toBe(true);
    run('add', 'a.yaml');
    expect((await open(dir)).dirty).toBe(true);
  });
});

test("users' own settings do not change what is read", async () => {
  const { dir, git: run } = repository({ 'a.yaml': 'a: 1\n' });
  for (const [key, value] of Object.entries({
    'alias.status': '!false',
    'status.showUntrackedFiles': 'all',
    'status.branch': 'false',
    'color.ui': 'always',
    'core.pager': 'false',
    'log.showSignature': 'true',
  }))
    run('config', key, value);
  expect(
    await open(dir, { env: { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', GIT_PAGER: 'false' } }),
  ).toMatchObject({
    branch: 'main',
    dirty: false,
  });
});
