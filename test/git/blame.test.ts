import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Blamed, blameLines } from '../../src/git/blame.ts';
import { folder, repository } from '../support/repository.ts';
import { cloneOf, git, open, snapshot } from './fixture.ts';

const WHEN = { GIT_AUTHOR_DATE: '2026-01-01T00:00:00+0000', GIT_COMMITTER_DATE: '2026-11-11T10:30:00+0530' };

/** Three lines, the middle one by somebody else, committed in India. */
function told() {
  const { dir, write, git: run } = repository({ 'web/ä b.yaml': 'a: 1\nb: 1\nc: 1\n' });
  const first = run('rev-parse', 'HEAD').trim();
  write({ 'web/ä b.yaml': 'a: 1\nb: 2\nc: 1\n' });
  run('add', '.');
  const author = '--author=Grâce <grace@example.com>';
  git({ cwd: dir, env: WHEN }, 'commit', '--quiet', author, '--message=second');
  return { dir, run, write, first, second: run('rev-parse', 'HEAD').trim() };
}

test('names commit, author and the time of the commit', async () => {
  const { dir, first, second } = told();
  const before = snapshot(dir);
  const blamed = await blameLines(await open(dir), 'web/ä b.yaml', [2, 1, 2], null);
  expect([...blamed.keys()].sort()).toEqual([1, 2]);
  expect(blamed.get(1)).toMatchObject({ commit: first, author: 'Ada' });
  expect(blamed.get(2)).toEqual({
    commit: second,
    author: 'Grâce',
    time: '2026-11-11T10:30:00+05:30',
  } satisfies Blamed);
  expect(snapshot(dir)).toEqual(before);
});

test('a line that is not committed is nobody’s yet', async () => {
  const { dir, write, second } = told();
  write({ 'web/ä b.yaml': 'new: 1\na: 1\nb: 2\nc: 1\n' });
  const opened = await open(dir);
  const blamed = await blameLines(opened, 'web/ä b.yaml', [1, 3], null);
  expect(blamed.get(1)).toEqual({ commit: null, author: null, time: null });
  expect(blamed.get(3)?.commit).toBe(second);
  expect((await blameLines(opened, 'web/ä b.yaml', [2], 'HEAD')).get(2)?.commit).toBe(second);
});

test('at an older commit', async () => {
  const { dir, first } = told();
  expect((await blameLines(await open(dir), 'web/ä b.yaml', [2], first)).get(2)?.commit).toBe(first);
});

test('follows a file to its new name', async () => {
  const { dir, run, second } = told();
  run('mv', 'web/ä b.yaml', 'moved.yaml');
  run('commit', '--quiet', '--message=move');
  expect((await blameLines(await open(dir), 'moved.yaml', [2], null)).get(2)?.commit).toBe(second);
});

test('lines that are not there are left out, the others told', async () => {
  const { dir } = told();
  const blamed = await blameLines(await open(dir), 'web/ä b.yaml', [0, 2, 40, 41], null);
  expect([...blamed.keys()]).toEqual([2]);
  expect((await blameLines(await open(dir), 'web/ä b.yaml', [40], null)).size).toBe(0);
});

test('files that git does not track have no author', async () => {
  const { dir } = told();
  writeFileSync(join(dir, 'new.yaml'), 'a: 1\n');
  const opened = await open(dir);
  for (const file of ['new.yaml', 'missing.yaml', '../x.yaml', '/etc/hostname', ''])
    expect((await blameLines(opened, file, [1], null)).size, file).toBe(0);
  expect((await blameLines(opened, 'new.yaml', [1], 'HEAD')).size).toBe(0);
  expect((await blameLines(await open(repository().dir), 'a.yaml', [1], null)).size).toBe(0);
});

test('a shallow clone blames nobody for what it does not know', async () => {
  const { dir, second } = told();
  const opened = await open(cloneOf(`file://${dir}`, '--depth=1'));
  expect((await blameLines(opened, 'web/ä b.yaml', [1, 2], null)).size).toBe(0);
  const whole = await open(cloneOf(`file://${dir}`, '--depth=5'));
  expect((await blameLines(whole, 'web/ä b.yaml', [2], null)).get(2)?.commit).toBe(second);
});

test('respects the commits that blame shall ignore', async () => {
  const { dir, run, write, first, second } = told();
  write({ '.git-blame-ignore-revs': `${second}\n` });
  run('config', 'blame.ignoreRevsFile', '.git-blame-ignore-revs');
  expect((await blameLines(await open(dir), 'web/ä b.yaml', [2], null)).get(2)?.commit).toBe(first);
});

test('does without a list of such commits that this repository has not', async () => {
  const { dir, run, second } = told();
  const home = folder({ '.gitconfig': '[blame]\n\tignoreRevsFile = .git-blame-ignore-revs\n' });
  const opened = await open(dir, { env: { HOME: home } });
  expect((await blameLines(opened, 'web/ä b.yaml', [2], null)).get(2)?.commit).toBe(second);
  run('config', 'blame.ignoreRevsFile', '.git-blame-ignore-revs');
  expect((await blameLines(opened, 'web/ä b.yaml', [2], null)).size).toBe(0);
});

test('says what git says when it cannot work', async () => {
  const { dir } = told();
  await expect(blameLines(await open(dir), 'web/ä b.yaml', [1], 'no-such-revision')).rejects.toMatchObject({
    code: 'GIT_FAILED',
  });
  expect(git(dir, 'status', '--porcelain')).toBe('');
});
