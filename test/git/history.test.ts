import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  containsCommit,
  countCommits,
  hasObject,
  history,
  isAncestor,
  resolveRevision,
} from '../../src/git/history.ts';
import { contextOverrides, remoteUrls } from '../../src/git/settings.ts';
import { dirtyPaths, isDirty } from '../../src/git/status.ts';
import { folder, repository } from '../support/repository.ts';
import { cloneOf, git, open } from './fixture.ts';

const MISSING = '0123456789abcdef0123456789abcdef01234567';

describe('history', () => {
  test('has the commits that touch the paths, the newest first', async () => {
    const { dir, commit, git: run } = repository({ 'web/a.yaml': 'a: 1\n' });
    const first = run('rev-parse', 'HEAD').trim();
    commit({ 'other.yaml': 'b: 1\n' }, 'elsewhere');
    const last = commit({ 'web/a.yaml': 'a: 2\n' }, 'raise it');
    const { commits, truncated } = await history(await open(dir), ['web']);
    expect(truncated).toBe(false);
    expect(commits.map(({ oid }) => oid)).toEqual([last, first]);
    expect(commits[0]).toEqual({
      oid: last,
      tree: run('rev-parse', 'HEAD^{tree}').trim(),
      parents: [run('rev-parse', 'HEAD^').trim()],
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/),
      author: 'Ada',
      subject: 'raise it',
      boundary: false,
    });
  });

  test('includes what is fetched and not pulled yet', async () => {
    const origin = repository({ 'a.yaml': 'a: 1\n' });
    const clone = cloneOf(origin.dir);
    const ahead = origin.commit({ 'a.yaml': 'a: 2\n' });
    git(clone, 'fetch', '--quiet');
    git(clone, 'mv', 'a.yaml', 'b.yaml');
    git(clone, 'commit', '--quiet', '--message=mine');
    const { commits } = await history(await open(clone), ['.']);
    expect(commits).toHaveLength(3);
    expect(commits.some(({ oid }) => oid === ahead)).toBe(true);
  });

  test('has children before their parents, whatever their clocks say', async () => {
    const origin = repository({ 'a.yaml': 'a: 1\n' });
    const clone = cloneOf(origin.dir);
    origin.write({ 'a.yaml': 'a: 2\n' });
    const old = { GIT_COMMITTER_DATE: '2001-01-01T00:00:00Z', GIT_AUTHOR_DATE: '2001-01-01T00:00:00Z' };
    git({ cwd: origin.dir, env: old }, 'commit', '--quiet', '--all', '--message=slow clock');
    git(clone, 'fetch', '--quiet');
    const { commits } = await history(await open(clone), ['.']);
    expect(commits.map(({ subject }) => subject)).toEqual(['slow clock', 'first']);
  });

  test('keeps to the limit', async () => {
    const { dir, commit } = repository({ 'a.yaml': '0\n' });
    for (let n = 1; n < 5; n++) commit({ 'a.yaml': `${n}\n` }, `number ${n}`);
    const { commits, truncated } = await history(await open(dir), ['a.yaml'], 2);
    expect(commits.map(({ subject }) => subject)).toEqual(['number 4', 'number 3']);
    expect(truncated).toBe(false);
  });

  test('says where a shallow clone ends', async () => {
    const origin = repository({ 'a.yaml': '0\n' });
    for (let n = 1; n < 4; n++) origin.commit({ 'a.yaml': `${n}\n` });
    const { commits, truncated } = await history(await open(cloneOf(`file://${origin.dir}`, '--depth=2')), [
      '.',
    ]);
    expect(truncated).toBe(true);
    expect(commits.map(({ boundary }) => boundary)).toEqual([false, true]);
  });

  test('a shallow clone is not truncated before its end is reached', async () => {
    const origin = repository({ 'a.yaml': '0\n' });
    for (let n = 1; n < 4; n++) origin.commit({ 'a.yaml': `${n}\n` });
    const clone = await open(cloneOf(`file://${origin.dir}`, '--depth=3'));
    expect((await history(clone, ['.'], 2)).truncated).toBe(false);
  });

  test('is empty before the first commit', async () => {
    expect(await history(await open(repository().dir), ['.'])).toEqual({ commits: [], truncated: false });
  });

  test('takes a path for a path, not for a pattern', async () => {
    const { dir, commit } = repository({ 'a*/x.yaml': '1\n' });
    commit({ 'ab/x.yaml': '1\n' });
    expect((await history(await open(dir), ['a*'])).commits).toHaveLength(1);
  });

  test('names authors as .mailmap has them', async () => {
    const { dir } = repository({ '.mailmap': 'Ada Lovelace <ada@example.com>\n' });
    expect((await history(await open(dir), ['.'])).commits[0]?.author).toBe('Ada Lovelace');
  });
});

describe('revisions', () => {
  test('branches, tags, short names and expressions name commits', async () => {
    const { dir, commit, git: run } = repository({ 'a.yaml': '1\n' });
    const first = run('rev-parse', 'HEAD').trim();
    const second = commit({ 'a.yaml': '2\n' });
    run('tag', '--annotate', '--message=one', 'v1', first);
    const opened = await open(dir);
    for (const name of ['main', 'HEAD', second, second.slice(0, 8)])
      expect(await resolveRevision(opened, name)).toBe(second);
    for (const name of ['v1', 'HEAD~1', 'main^']) expect(await resolveRevision(opened, name)).toBe(first);
  });

  test.each(['nope', '', '--all', '-q', 'HEAD..HEAD', 'HEAD:a.yaml', MISSING])(
    '%j names none',
    async (name) => {
      await expect(
        resolveRevision(await open(repository({ 'a.yaml': '1\n' }).dir), name),
      ).rejects.toMatchObject({
        code: 'UNKNOWN_REVISION',
        exitCode: 2,
        hint: 'git fetch, or choose one of: git log --oneline',
      });
    },
  );

  test('in a shallow clone the way out is another', async () => {
    const origin = repository({ 'a.yaml': '1\n' });
    origin.commit({ 'a.yaml': '2\n' });
    const clone = await open(cloneOf(`file://${origin.dir}`, '--depth=1'));
    await expect(resolveRevision(clone, 'HEAD~1')).rejects.toMatchObject({
      hint: 'this clone is shallow: git fetch --unshallow',
    });
  });

  test('what is here, what contains what, how far apart', async () => {
    const { dir, commit, git: run } = repository({ 'a.yaml': '1\n' });
    const first = run('rev-parse', 'HEAD').trim();
    const second = commit({ 'a.yaml': '2\n' });
    run('checkout', '--quiet', '-b', 'old', first);
    const opened = await open(dir);
    expect(await hasObject(opened, second)).toBe(true);
    for (const oid of [MISSING, 'main', '--version', '', run('rev-parse', 'HEAD^{tree}').trim()])
      expect(await hasObject(opened, oid)).toBe(false);
    expect(await isAncestor(opened, first, second)).toBe(true);
    expect(await isAncestor(opened, second, first)).toBe(false);
    expect(await containsCommit(opened, first)).toBe(true);
    expect(await containsCommit(opened, second)).toBe(false);
    expect(await containsCommit(opened, MISSING)).toBe(false);
    expect(await countCommits(opened, first, second)).toBe(1);
    expect(await countCommits(opened, second, first)).toBe(0);
    await expect(countCommits(opened, first, MISSING)).rejects.toMatchObject({ code: 'GIT_FAILED' });
  });
});

test('a partial clone is not made to fetch a commit that it lacks', async () => {
  const origin = repository({ 'a.yaml': '1\n' });
  git(origin.dir, 'config', 'uploadpack.allowFilter', 'true');
  const clone = cloneOf(`file://${origin.dir}`, '--filter=blob:none');
  const asked = join(folder({ ask: '#!/bin/sh\ntouch "$0.done"\nexit 1\n' }), 'ask');
  chmodSync(asked, 0o755);
  git(clone, 'config', 'remote.origin.uploadpack', asked);
  const opened = await open(clone);
  expect(await hasObject(opened, MISSING)).toBe(false);
  expect(await containsCommit(opened, MISSING)).toBe(false);
  expect(existsSync(`${asked}.done`)).toBe(false);
});

describe('what is not committed', () => {
  test('changed, staged, removed, renamed and new files of the paths asked for', async () => {
    const files = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((name) => [`web/${name}.yaml`, `${name}: 1\n`]),
    );
    const { dir, write, git: run } = repository({ ...files, '.gitignore': '*.tmp\n', 'db/x.yaml': '1\n' });
    write({ 'web/a.yaml': 'a: 2\n', 'web/neu ä.yaml': 'n: 1\n', 'web/x.tmp': '', 'db/x.yaml': '2\n' });
    run('rm', '--quiet', 'web/b.yaml');
    run('mv', 'web/c.yaml', 'web/moved.yaml');
    const opened = await open(dir);
    expect([...(await dirtyPaths(opened, ['web']))].sort()).toEqual([
      'web/a.yaml',
      'web/b.yaml',
      'web/c.yaml',
      'web/moved.yaml',
      'web/neu ä.yaml',
    ]);
    expect(await dirtyPaths(opened, ['.'])).toContain('db/x.yaml');
    expect(await dirtyPaths(opened, [])).toEqual([]);
  });

  test('a new file makes only its own root dirty', async () => {
    const { dir, write } = repository({ 'web/a.yaml': '1\n', 'db/a.yaml': '1\n' });
    write({ 'web/new.yaml': '1\n' });
    const opened = await open(dir);
    expect(await isDirty(opened, ['web'])).toBe(true);
    expect(await isDirty(opened, ['db'])).toBe(false);
  });
});

test('git config: contexts of this machine, and remotes', async () => {
  const { dir, git: run } = repository();
  run('config', 'gitops.env.Prod.eu.context', 'old');
  run('config', 'gitops.env.Prod.eu.context', 'my prod');
  run('remote', 'add', 'origin', 'https://example.com/a.git');
  run('remote', 'set-url', '--add', 'origin', 'https://example.com/b.git');
  run('remote', 'set-url', '--push', 'origin', 'git@example.com:a.git');
  const opened = await open(dir);
  expect(await contextOverrides(opened)).toEqual(new Map([['Prod.eu', 'my prod']]));
  expect(await remoteUrls(opened)).toEqual(
    new Map([
      ['origin', ['https://example.com/a.git', 'https://example.com/b.git', 'git@example.com:a.git']],
    ]),
  );
  expect(await contextOverrides(await open(repository().dir))).toEqual(new Map());
});
