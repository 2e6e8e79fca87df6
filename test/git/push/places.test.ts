import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { pushedViews } from '../../../src/git/commits/view.ts';
import { folder, repository } from '../../support/repository.ts';
import { cloneOf, git, snapshot } from '../fixture.ts';
import { answer, bare, cloned, pushing } from './fixture.ts';

describe('a push to a URL', () => {
  test('is one to the remote that has it: its branches are known', async () => {
    const { dir, remote, commit, git: run, oid } = cloned();
    const base = oid('main');
    run('checkout', '--quiet', '-b', 'feature');
    const head = commit({ 'a.yaml': 'a: 2\n' });
    for (const url of [remote, `${remote}/`, pathToFileURL(remote).href, relative(dir, remote)]) {
      const { refs } = await answer(pushing({ place: dir }, url, 'feature'));
      expect(refs).toMatchObject([{ head, base, baseFrom: 'fork' }]);
    }
  });

  test('finds it as a pushurl, and through insteadOf and pushInsteadOf', async () => {
    const { dir, remote, commit, git: run, oid } = cloned();
    const base = oid('main');
    run('checkout', '--quiet', '-b', 'feature');
    commit({ 'a.yaml': 'a: 2\n' });
    run('config', 'remote.origin.pushurl', remote);
    run('config', 'remote.origin.url', 'https://example.com/read-only');
    expect((await answer(pushing({ place: dir }, remote, 'feature'))).refs).toMatchObject([{ base }]);
    run('config', '--unset', 'remote.origin.pushurl');
    for (const rule of ['insteadOf', 'pushInsteadOf']) {
      run('config', 'remote.origin.url', `${rule}:mine`);
      run('config', `url.${remote}.${rule}`, `${rule}:mine`);
      for (const url of [remote, `${rule}:mine`])
        expect((await answer(pushing({ place: dir }, url, 'feature'))).refs).toMatchObject([{ base }]);
    }
  });

  test('that no remote has is compared with what the URL itself names', async () => {
    const { dir, commit, git: run, oid } = cloned();
    const elsewhere = bare();
    run('push', '--quiet', elsewhere, 'main');
    const base = oid('main');
    const head = commit({ 'a.yaml': 'a: 2\n' });
    run('branch', 'feature');
    const said = await answer(pushing({ place: dir }, elsewhere, 'main', 'feature'));
    expect(said.refs).toMatchObject([
      { remoteRef: 'refs/heads/main', head, base, baseFrom: 'remote' },
      { remoteRef: 'refs/heads/feature', head, base, baseFrom: 'fork' },
    ]);
    const { refs } = await answer(pushing({ place: dir }, bare(), 'main'));
    expect(refs).toMatchObject([{ base: null, baseFrom: 'none' }]);
  });
});

describe('a push from', () => {
  test('a subdirectory', async () => {
    const { dir, commit, oid } = cloned({ 'apps/a.yaml': 'a: 1\n' });
    const base = oid('main');
    const head = commit({ 'apps/a.yaml': 'a: 2\n' });
    const { refs } = await answer(pushing({ place: join(dir, 'apps'), hookOf: dir }, 'origin', 'main'));
    expect(refs).toMatchObject([{ head, base, baseFrom: 'remote' }]);
  });

  test('a linked work tree', async () => {
    const { git: run, oid } = cloned();
    const base = oid('main');
    const linked = join(folder(), 'linked');
    run('worktree', 'add', '--quiet', '-b', 'other', linked);
    git(linked, 'commit', '--quiet', '--allow-empty', '--message=here');
    const heard = pushing({ place: linked }, 'origin', 'other');
    expect(heard?.env.GIT_DIR).toMatch(/\.git\/worktrees\/linked$/);
    const said = await answer(heard);
    expect(said.refs).toMatchObject([{ head: oid('other'), base, baseFrom: 'fork' }]);
    expect(said.repository).toMatchObject({ isWorktree: true, top: linked });
  });

  test('a submodule', async () => {
    const inner = cloned();
    const outer = repository({ 'b.yaml': 'b: 1\n' });
    git(outer.dir, 'submodule', '--quiet', 'add', inner.remote, 'base');
    const dir = join(outer.dir, 'base');
    git(dir, 'commit', '--quiet', '--allow-empty', '--message=here');
    const heard = pushing({ place: dir }, 'origin', 'HEAD:main');
    expect(heard?.env.GIT_DIR).toMatch(/\.git\/modules\/base$/);
    const { refs } = await answer(heard);
    const head = git(dir, 'rev-parse', 'HEAD').trim();
    expect(refs).toMatchObject([{ head, base: inner.oid('main'), baseFrom: 'remote' }]);
  });

  test('a repository with SHA-256 objects', async () => {
    const dir = folder({ 'a.yaml': 'a: 1\n' });
    git(dir, 'init', '--quiet', '--object-format=sha256', '--initial-branch=main');
    git(dir, 'add', '.');
    git(dir, 'commit', '--quiet', '--message=first');
    git(dir, 'remote', 'add', 'origin', bare('--object-format=sha256'));
    const head = git(dir, 'rev-parse', 'HEAD').trim();
    const first = await answer(pushing({ place: dir }, 'origin', 'main'));
    expect(first.refs).toMatchObject([{ head, base: null, baseFrom: 'none', remoteOid: null }]);
    expect((await pushedViews(first.repository, null, head)).changed).toEqual(['a.yaml']);
    git(dir, 'push', '--quiet', '--no-verify', 'origin', 'main');
    git(dir, 'commit', '--quiet', '--allow-empty', '--message=second');
    const second = await answer(pushing({ place: dir }, 'origin', 'main'));
    expect(second.refs).toMatchObject([{ base: head, baseFrom: 'remote' }]);
    const deleted = await answer(pushing({ place: dir }, 'origin', '--delete', 'main'));
    expect(deleted.refs).toMatchObject([{ head: null, base: head }]);
  });
});

describe('a shallow clone', () => {
  function shallow(): { readonly dir: string; readonly tip: string } {
    const { dir: origin, commit, remote, git: run } = cloned();
    const tip = commit({ 'a.yaml': 'a: 2\n' });
    run('push', '--quiet', '--no-verify', 'origin', 'main');
    const dir = cloneOf(pathToFileURL(remote).href, '--depth=1');
    expect(readdirSync(join(origin, '.git'))).not.toContain('shallow');
    git(dir, 'commit', '--quiet', '--allow-empty', '--message=here');
    return { dir, tip };
  }

  test('compares with the commit it ends at, an update or a new branch', async () => {
    const { dir, tip } = shallow();
    const update = await answer(pushing({ place: dir }, 'origin', 'main'));
    expect(update.refs).toMatchObject([{ base: tip, baseFrom: 'remote' }]);
    const fresh = await answer(pushing({ place: dir }, 'origin', 'main:feature'));
    expect(fresh.refs).toMatchObject([{ base: tip, baseFrom: 'fork' }]);
  });

  test('is not fetched into: what lies before its end counts as new', async () => {
    const { dir, tip } = shallow();
    git(dir, 'update-ref', '-d', 'refs/remotes/origin/HEAD');
    git(dir, 'update-ref', '-d', 'refs/remotes/origin/main');
    const heard = pushing({ place: dir }, 'origin', `${tip}:refs/heads/feature`);
    const before = snapshot(join(dir, '.git'));
    const { refs, repository: opened } = await answer(heard);
    expect(refs).toMatchObject([{ head: tip, base: null, baseFrom: 'none' }]);
    expect((await pushedViews(opened, null, tip)).changed).toEqual(['a.yaml']);
    expect(snapshot(join(dir, '.git'))).toEqual(before);
  });
});

test('a partial clone is not made to fetch what it lacks', async () => {
  const { remote, oid, colleague } = cloned();
  git(remote, 'config', 'uploadpack.allowFilter', 'true');
  git(remote, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  const base = oid('main');
  const dir = cloneOf(pathToFileURL(remote).href, '--filter=blob:none', '--no-checkout');
  const tree = git(dir, 'rev-parse', 'HEAD^{tree}').trim();
  const head = git(dir, 'commit-tree', '-p', 'HEAD', '-m', 'here', tree).trim();
  const heard = pushing({ place: dir }, 'origin', `${head}:main`) ?? expect.fail();
  // git itself would have fetched this one before it ran the hook
  const other = colleague();
  git(other, 'commit', '--quiet', '--allow-empty', '--message=theirs');
  git(other, 'push', '--quiet');
  const stdin = heard.stdin.replace(`main ${base}`, `main ${git(other, 'rev-parse', 'HEAD').trim()}`);
  const before = snapshot(join(dir, '.git/objects'));
  const said = await answer({ ...heard, stdin });
  expect(said.refs).toMatchObject([{ head, base, baseFrom: 'tracking' }]);
  expect((await pushedViews(said.repository, null, head)).changed).toEqual(['a.yaml']);
  expect(snapshot(join(dir, '.git/objects'))).toEqual(before);
});

test('index, work tree and refs stay as they are, whatever the environment points at', async () => {
  const { dir, commit, write, git: run, colleague } = cloned();
  commit({ 'a.yaml': 'a: 2\n' });
  run('checkout', '--quiet', '-b', 'feature');
  commit({ 'b.yaml': 'b: 1\n' });
  write({ 'a.yaml': 'a: 3\n', 'new.yaml': 'n: 1\n' });
  run('add', 'a.yaml');
  const other = colleague();
  git(other, 'commit', '--quiet', '--allow-empty', '--message=theirs');
  git(other, 'push', '--quiet');
  const victim = repository({ 'v.yaml': 'v: 1\n' });
  const heard = pushing({ place: dir }, '--force', 'origin', 'main', 'feature') ?? expect.fail();
  const env = {
    ...heard.env,
    GIT_DIR: join(dir, '.git'),
    GIT_INDEX_FILE: join(victim.dir, '.git/index'),
    GIT_PREFIX: '',
  };
  const state = () => [
    snapshot(dir),
    snapshot(victim.dir),
    run('for-each-ref'),
    git({ cwd: dir, env: { GIT_OPTIONAL_LOCKS: '0' } }, 'status', '--porcelain'),
  ];
  const before = state();
  const said = await answer({ ...heard, env });
  expect(said.refs).toMatchObject([{ baseFrom: 'tracking' }, { baseFrom: 'fork' }]);
  for (const { base, head } of said.refs)
    expect((await pushedViews(said.repository, base, head ?? expect.fail())).changed).not.toEqual([]);
  expect(state()).toEqual(before);
});
