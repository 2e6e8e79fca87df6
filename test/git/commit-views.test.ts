import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCommitViews } from '../../src/git/commits/commit-views.ts';
import { repository } from '../support/repository.ts';
import { open } from './fixture.ts';

test('commits are told by how they differ from the first that is asked for, in any order', async () => {
  const made = repository({ 'web/a.yaml': '1\n', 'web/x y/ä.yaml': '1\n', 'gone.yaml': '1\n' });
  rmSync(join(made.dir, 'gone.yaml'));
  made.commit({ 'web/a.yaml': '2\n' });
  made.commit({ 'new.yaml': '1\n', 'web/a.yaml': '3\n' });
  const viewOf = openCommitViews(await open(made.dir));
  const at = async (revision: string) => {
    const { view, settle } = await viewOf(made.git('rev-parse', revision).trim());
    return {
      paths: [...(view.paths?.keys() ?? [])].sort(),
      content: (await settle(() => view.read('web/a.yaml')))?.toString('utf8'),
    };
  };
  const [middle, newest, oldest] = await Promise.all(['HEAD~1', 'HEAD', 'HEAD~2'].map(at));
  expect(middle).toEqual({ paths: ['web/a.yaml', 'web/x y/ä.yaml'], content: '2\n' });
  expect(newest).toEqual({ paths: ['new.yaml', 'web/a.yaml', 'web/x y/ä.yaml'], content: '3\n' });
  expect(oldest).toEqual({ paths: ['gone.yaml', 'web/a.yaml', 'web/x y/ä.yaml'], content: '1\n' });
});

test('a commit that is not here is told by its id', async () => {
  const made = repository({ 'a.yaml': '1\n' });
  const viewOf = openCommitViews(await open(made.dir));
  await expect(viewOf('f'.repeat(40))).rejects.toThrow(/ffffffffffff/);
  const other = openCommitViews(await open(made.dir));
  await other(made.git('rev-parse', 'HEAD').trim());
  await expect(other('e'.repeat(40))).rejects.toThrow(/eeeeeeeeeeee/);
});
