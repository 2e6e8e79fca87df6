import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCommitViews } from '../../src/git/commits/commit-views.ts';
import { type ExtractedTree, type TreeOptions, treeAt } from '../../src/git/commits/trees.ts';
import { pushedViews } from '../../src/git/commits/view.ts';
import { folder, repository } from '../support/repository.ts';
import { cloneOf, depsIn, git, open, snapshot, type World } from './fixture.ts';

async function extract(
  dir: string,
  oid: string,
  options: TreeOptions = {},
  world: World = {},
): Promise<ExtractedTree> {
  return treeAt(await open(dir, world), oid, depsIn(dir, world), options);
}

function read(tree: { readonly dir: string }, path: string): string {
  return readFileSync(join(tree.dir, path), 'utf8');
}

describe('a tree', () => {
  test('is the commit, not the work tree, in a folder of one own', async () => {
    const { dir, write, git: run } = repository({ 'web/a b.yaml': 'a: 1\n', 'ä/日本.yaml': 'b: 1\n' });
    const first = run('rev-parse', 'HEAD').trim();
    write({ 'web/a b.yaml': 'a: 2\n' });
    await using tree = await extract(dir, first);
    expect(read(tree, 'web/a b.yaml')).toBe('a: 1\n');
    expect(read(tree, 'ä/日本.yaml')).toBe('b: 1\n');
    expect(tree.id).toBe(run('rev-parse', 'HEAD^{tree}').trim());
    expect(tree.warnings).toEqual([]);
    expect(statSync(join(tree.dir, '..')).mode & 0o777).toBe(0o700);
  });

  test('changes nothing in the repository, whatever state it is in', async () => {
    const { dir, commit, write, git: run } = repository({ 'a.yaml': '1\n', 'b.yaml': '1\n' });
    const first = run('rev-parse', 'HEAD').trim();
    commit({ 'a.yaml': '2\n' });
    run('config', 'core.splitIndex', 'true');
    run('config', 'core.untrackedCache', 'true');
    write({ 'a.yaml': '3\n', 'b.yaml': '2\n', 'new.yaml': '1\n' });
    run('add', 'a.yaml');
    // git itself marks the shared half of a split index as used whenever it is read
    const withoutShared = () =>
      Object.entries(snapshot(dir)).filter(([path]) => !path.includes('/sharedindex.'));
    const hooks = join(dir, '.git/hooks');
    for (const name of ['post-checkout', 'post-index-change']) {
      write({ [`.git/hooks/${name}`]: '#!/bin/sh\ntouch "$(dirname "$0")/ran"\n' });
      chmodSync(join(hooks, name), 0o755);
    }
    const before = withoutShared();
    const shared = readdirSync(join(dir, '.git')).length;
    await using tree = await extract(dir, first);
    const opened = await open(dir);
    await openCommitViews(opened)(first);
    const { head, settle } = await pushedViews(opened, first, 'HEAD');
    await settle(() => head.read('a.yaml'));
    await using part = await extract(dir, first, { paths: ['b.yaml'] });
    expect(withoutShared()).toEqual(before);
    expect(readdirSync(join(dir, '.git'))).toHaveLength(shared);
    expect([read(tree, 'a.yaml'), read(part, 'b.yaml')]).toEqual(['1\n', '1\n']);
  });

  test('is gone when it is disposed of, twice if need be', async () => {
    const { dir } = repository({ 'a.yaml': '1\n' });
    const tree = await extract(dir, 'HEAD');
    await tree.dispose();
    await tree.dispose();
    expect(existsSync(join(tree.dir, '..'))).toBe(false);
  });

  test('of a commit that is not here leaves nothing behind', async () => {
    const { dir } = repository({ 'a.yaml': '1\n' });
    const temporary = folder();
    const world = { env: { TMPDIR: temporary } };
    await expect(extract(dir, '0123456789abcdef0123456789abcdef01234567', {}, world)).rejects.toMatchObject({
      code: 'UNREADABLE_COMMIT',
      hint: 'git fetch',
    });
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('that is cancelled leaves nothing behind', async () => {
    const { dir } = repository({ 'a.yaml': '1\n' });
    const temporary = folder();
    const controller = new AbortController();
    const world = { env: { TMPDIR: temporary }, signal: controller.signal };
    const opened = await open(dir, world);
    controller.abort();
    await expect(treeAt(opened, 'HEAD', depsIn(dir, world))).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(temporary)).toEqual([]);
  });

  test.each(['end', 'fail'])('goes with a process that forgets it: %s', (how) => {
    const { dir } = repository({ 'a.yaml': '1\n' });
    const temporary = folder();
    const program = join(import.meta.dirname, 'leave-a-tree.ts');
    const ran = spawnSync(process.execPath, [program, dir, how], {
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: temporary },
    });
    expect(ran.stdout).toContain(temporary);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('of the same repository twice at once', async () => {
    const { dir, commit, git: run } = repository({ 'a.yaml': '1\n' });
    const first = run('rev-parse', 'HEAD').trim();
    const second = commit({ 'a.yaml': '2\n' });
    const opened = await open(dir);
    const trees = await Promise.all([first, second, first].map((oid) => treeAt(opened, oid, depsIn(dir))));
    expect(trees.map((tree) => read(tree, 'a.yaml'))).toEqual(['1\n', '2\n', '1\n']);
    for (const tree of trees) await tree.dispose();
  });

  test('limited to paths has nothing else', async () => {
    const files = { 'web/a.yaml': '1\n', 'web/deep/b.yaml': '1\n', 'webhook/c.yaml': '1\n', 'd.yaml': '1\n' };
    const { dir, git: run } = repository(files);
    await using tree = await extract(dir, 'HEAD', { paths: ['web'] });
    expect(readdirSync(tree.dir)).toEqual(['web']);
    expect(readdirSync(join(tree.dir, 'web')).sort()).toEqual(['a.yaml', 'deep']);
    expect(tree.id).toBe(run('rev-parse', 'HEAD^{tree}').trim());
  });

  test.each([{ paths: [] }, { paths: ['web'] }])('has line ends as a checkout would: %j', async (options) => {
    const { dir } = repository({ '.gitattributes': '*.yaml text eol=crlf\n', 'web/a.yaml': 'a: 1\n' });
    await using tree = await extract(dir, 'HEAD', options);
    expect(read(tree, 'web/a.yaml')).toBe('a: 1\r\n');
  });

  test('has what `git archive` leaves out', async () => {
    const { dir } = repository({
      '.gitattributes': 'a.yaml export-ignore export-subst\n',
      'a.yaml': 'v: $Format:%H$\n',
    });
    await using tree = await extract(dir, 'HEAD');
    expect(read(tree, 'a.yaml')).toBe('v: $Format:%H$\n');
  });

  test('keeps links as links', async () => {
    const { dir } = repository({ 'a.yaml': '1\n' });
    git(
      dir,
      'update-index',
      '--add',
      '--cacheinfo',
      `120000,${git(dir, 'hash-object', '-w', 'a.yaml').trim()},link`,
    );
    git(dir, 'commit', '--quiet', '--message=link');
    await using tree = await extract(dir, 'HEAD');
    expect(lstatSync(join(tree.dir, 'link')).isSymbolicLink()).toBe(true);
    expect(readlinkSync(join(tree.dir, 'link'))).toBe('1\n');
  });

  test('needs no git-lfs for files that LFS keeps', async () => {
    const { dir } = repository({ 'a.yaml': 'version https://git-lfs.github.com/spec/v1\n' });
    const attributes = folder({ attributes: '*.yaml filter=lfs\n' });
    const opened = await open(dir);
    git(dir, 'config', 'filter.lfs.smudge', 'no-such-program');
    git(dir, 'config', 'filter.lfs.process', 'no-such-program');
    git(dir, 'config', 'filter.lfs.required', 'true');
    git(dir, 'config', 'core.attributesFile', join(attributes, 'attributes'));
    await using tree = await treeAt(opened, 'HEAD', depsIn(dir));
    expect(read(tree, 'a.yaml')).toContain('git-lfs');
  });

  test('of a sparse checkout is whole', async () => {
    const { dir, git: run } = repository({ 'web/a.yaml': '1\n', 'db/b.yaml': '1\n' });
    run('sparse-checkout', 'set', '--cone', 'web');
    expect(existsSync(join(dir, 'db'))).toBe(false);
    await using tree = await extract(dir, 'HEAD');
    expect(read(tree, 'db/b.yaml')).toBe('1\n');
  });

  test('of a linked work tree, and of an empty commit', async () => {
    const { git: run } = repository({ 'a.yaml': '1\n' });
    const linked = join(folder(), 'linked');
    run('worktree', 'add', '--quiet', '-b', 'other', linked);
    git(linked, 'rm', '--quiet', 'a.yaml');
    git(linked, 'commit', '--quiet', '--message=nothing left');
    await using before = await extract(linked, 'HEAD~1');
    await using empty = await extract(linked, 'HEAD');
    expect([readdirSync(before.dir), readdirSync(empty.dir)]).toEqual([['a.yaml'], []]);
  });
});

describe('submodules', () => {
  function nested() {
    const inner = repository({ 'deep.yaml': 'd: 1\n' });
    const middle = repository({ 'base.yaml': 'b: 1\n' });
    git(middle.dir, 'submodule', '--quiet', 'add', inner.dir, 'inner');
    git(middle.dir, 'commit', '--quiet', '--all', '--message=inner');
    const outer = repository({ 'a.yaml': '1\n' });
    git(outer.dir, 'submodule', '--quiet', 'add', middle.dir, 'vendor/base');
    git(outer.dir, 'submodule', '--quiet', 'update', '--init', '--recursive');
    git(outer.dir, 'commit', '--quiet', '--all', '--message=base');
    return outer.dir;
  }

  test('come with it, from their own objects, at the commit that is asked for', async () => {
    const dir = nested();
    const first = git(dir, 'rev-parse', 'HEAD').trim();
    git(join(dir, 'vendor/base'), 'rm', '--quiet', 'base.yaml');
    git(join(dir, 'vendor/base'), 'commit', '--quiet', '--message=later');
    git(dir, 'commit', '--quiet', '--all', '--message=later');
    const before = snapshot(dir);
    await using tree = await extract(dir, first);
    expect(read(tree, 'vendor/base/base.yaml')).toBe('b: 1\n');
    expect(read(tree, 'vendor/base/inner/deep.yaml')).toBe('d: 1\n');
    expect(tree.warnings).toEqual([]);
    expect(tree.id).not.toBeNull();
    expect(snapshot(dir)).toEqual(before);
  });

  test('that are not here are named, and such a tree is not remembered', async () => {
    const clone = cloneOf(nested());
    await using tree = await extract(clone, 'HEAD');
    expect(tree.id).toBeNull();
    expect(tree.warnings).toEqual([
      {
        code: 'SUBMODULE_NOT_FETCHED',
        message: 'the submodule vendor/base is empty at this commit: its content is not here',
        hint: 'git submodule update --init vendor/base',
      },
    ]);
  });

  test('whose name leads out of the repository are not followed', async () => {
    const dir = nested();
    const evil = '[submodule "../../evil"]\n\tpath = vendor/base\n\turl = x\n';
    writeFileSync(join(dir, '.gitmodules'), evil);
    git(dir, 'commit', '--quiet', '--all', '--message=evil');
    rmSync(join(dir, '.git/modules'), { recursive: true });
    await using tree = await extract(dir, 'HEAD');
    expect(tree.warnings).toMatchObject([{ code: 'SUBMODULE_NOT_FETCHED' }]);
  });
});
