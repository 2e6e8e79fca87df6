import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { changedFiles } from '../../../src/git/push/changed.ts';
import { repository, type TestRepository } from '../../support/repository.ts';
import { cloneOf, git, open } from '../fixture.ts';

async function between({ dir }: Pick<TestRepository, 'dir'>, base: string | null, head = 'HEAD') {
  const oid = (revision: string) => git(dir, 'rev-parse', revision).trim();
  const changed = await changedFiles(await open(dir), base === null ? null : oid(base), oid(head));
  return changed.map(({ status, path }) => `${status} ${path}`);
}

test('added, modified, deleted, with the ids of both sides', async () => {
  const made = repository({ 'a.yaml': '1\n', 'gone.yaml': '1\n', 'same.yaml': '1\n' });
  rmSync(join(made.dir, 'gone.yaml'));
  made.commit({ 'a.yaml': '2\n', 'apps/ü/日本 b.yaml': '1\n' });
  const blob = (name: string) => made.git('rev-parse', name).trim();
  const head = blob('HEAD');
  expect(await changedFiles(await open(made.dir), blob('HEAD~1'), head)).toEqual([
    { path: 'a.yaml', status: 'M', oldOid: blob('HEAD~1:a.yaml'), newOid: blob('HEAD:a.yaml') },
    { path: 'apps/ü/日本 b.yaml', status: 'A', oldOid: null, newOid: blob('HEAD:apps/ü/日本 b.yaml') },
    { path: 'gone.yaml', status: 'D', oldOid: blob('HEAD~1:gone.yaml'), newOid: null },
  ]);
});

test('a rename is a deletion and an addition, whatever is configured', async () => {
  const made = repository({ 'old.yaml': 'a: 1\nb: 2\n' });
  made.git('mv', 'old.yaml', 'new.yaml');
  made.commit({});
  for (const [key, value] of [
    ['diff.renames', 'copies'],
    ['core.abbrev', '7'],
    ['diff.external', 'false'],
    ['diff.ignoreSubmodules', 'all'],
    ['color.ui', 'always'],
  ] as const)
    made.git('config', key, value);
  expect(await between(made, 'HEAD~1')).toEqual(['A new.yaml', 'D old.yaml']);
});

test('a mode, and a file that became a link', async () => {
  const made = repository({ 'run.sh': 'x\n', 'a.yaml': '1\n', 'b.yaml': '1\n' });
  chmodSync(join(made.dir, 'run.sh'), 0o755);
  rmSync(join(made.dir, 'a.yaml'));
  symlinkSync('b.yaml', join(made.dir, 'a.yaml'));
  made.commit({});
  expect(await between(made, 'HEAD~1')).toEqual(['T a.yaml', 'M run.sh']);
});

test('a submodule is its path, even one that asks to be ignored', async () => {
  const inner = repository({ 'a.yaml': '1\n' });
  const outer = repository({ 'b.yaml': '1\n' });
  git(outer.dir, 'submodule', '--quiet', 'add', inner.dir, 'base');
  git(outer.dir, 'config', '--file', '.gitmodules', 'submodule.base.ignore', 'all');
  outer.commit({});
  expect(await between(outer, 'HEAD~1')).toEqual(['A .gitmodules', 'A base']);
  git(join(outer.dir, 'base'), 'commit', '--quiet', '--allow-empty', '--message=more');
  git(
    outer.dir,
    'update-index',
    '--cacheinfo',
    `160000,${git(join(outer.dir, 'base'), 'rev-parse', 'HEAD').trim()},base`,
  );
  git(outer.dir, 'commit', '--quiet', '--message=bump');
  expect(await between(outer, 'HEAD~1')).toEqual(['M base']);
});

test('everything is new without a base; nothing between a commit and itself', async () => {
  const made = repository({ 'a.yaml': '1\n', 'apps/b.yaml': '1\n' });
  expect(await between(made, null)).toEqual(['A a.yaml', 'A apps/b.yaml']);
  expect(await between(made, 'HEAD')).toEqual([]);
});

test('across a merge it is what differs, not what each side did', async () => {
  const made = repository({ 'a.yaml': '1\n' });
  made.git('checkout', '--quiet', '-b', 'feature');
  made.commit({ 'b.yaml': '1\n' });
  made.git('checkout', '--quiet', 'main');
  made.commit({ 'a.yaml': '2\n' });
  made.git('checkout', '--quiet', 'feature');
  made.git('merge', '--quiet', '--no-edit', 'main');
  expect(await between(made, 'main')).toEqual(['A b.yaml']);
});

test('what a clone without trees lacks is not fetched, and not taken for no change', async () => {
  const origin = repository({ 'apps/a.yaml': '1\n' });
  const base = origin.git('rev-parse', 'HEAD').trim();
  const head = origin.commit({ 'apps/a.yaml': '2\n' });
  origin.git('config', 'uploadpack.allowFilter', 'true');
  const clone = cloneOf(`file://${origin.dir}`, '--filter=tree:0', '--no-checkout');
  await expect(open(clone).then((opened) => changedFiles(opened, base, head))).rejects.toMatchObject({
    code: 'UNREADABLE_COMMIT',
    hint: 'git fetch',
  });
});
