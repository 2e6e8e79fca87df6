import { renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPast } from '../../src/engine/history/past.ts';
import { history } from '../../src/git/history.ts';
import type { Manifest, Root } from '../../src/render/types.ts';
import { open } from '../git/fixture.ts';
import { repository, type TestRepository } from '../support/repository.ts';
import { depsWith, target } from './fixture.ts';
import { cm } from './shop.ts';

/** What a root of this repository was at each of its commits, newest first. */
async function pastOf({ dir }: TestRepository, root: Root): Promise<readonly (readonly Manifest[])[]> {
  const opened = await open(dir);
  const past = openPast(opened, target, await depsWith('kustomize'))(root);
  const renderings: (readonly Manifest[])[] = [];
  for (const commit of (await history(opened, ['.'])).commits) renderings.push(await past(commit.oid));
  return renderings;
}

const names = (renderings: readonly (readonly Manifest[])[]) =>
  renderings.map((manifests) => manifests.map(({ object }) => object.metadata.name));

const plain: Root = { kind: 'plain', path: 'app' };
const kustomize: Root = { kind: 'kustomize', path: 'app' };

test('equal content is rendered once, whatever else a commit changes', async () => {
  const repo = repository({ 'app/a.yaml': cm('one') });
  repo.commit({ 'README.md': 'x' });
  repo.commit({ 'app/a.yaml': cm('two') });
  repo.commit({ 'app/a.yaml': cm('one') });
  const renderings = await pastOf(repo, plain);
  expect(names(renderings)).toEqual([['one'], ['two'], ['one'], ['one']]);
  expect(new Set(renderings).size).toBe(2);
});

test('a commit at which it does not render tells nothing', async () => {
  const repo = repository({ 'README.md': 'x' });
  repo.commit({ 'app/kustomization.yaml': 'resources: [gone.yaml]\n' });
  repo.commit({ 'app/kustomization.yaml': 'resources: [a.yaml]\n', 'app/a.yaml': cm('a') });
  expect(names(await pastOf(repo, kustomize))).toEqual([['a'], [], []]);
});

test('a link leads to files beside the root', async () => {
  const repo = repository({ 'shared/a.yaml': cm('one'), 'app/b.yaml': cm('b') });
  symlinkSync('../shared/a.yaml', join(repo.dir, 'app/a.yaml'));
  repo.commit({});
  repo.commit({ 'shared/a.yaml': cm('two') });
  expect(names(await pastOf(repo, plain))).toEqual([['two', 'b'], ['one', 'b'], ['b']]);
});

test('a base that has moved is read where it was', async () => {
  const repo = repository({
    'app/kustomization.yaml': 'resources: [../old]\n',
    'old/kustomization.yaml': 'resources: [a.yaml]\n',
    'old/a.yaml': cm('one'),
  });
  repo.commit({ 'old/a.yaml': cm('two') });
  renameSync(join(repo.dir, 'old'), join(repo.dir, 'new'));
  repo.commit({ 'app/kustomization.yaml': 'resources: [../new]\n' });
  expect(names(await pastOf(repo, kustomize))).toEqual([['two'], ['two'], ['one']]);
});

test('a kustomization of another name is read by it', async () => {
  const repo = repository({ 'app/kustomization.yml': 'resources: [a.yaml]\n', 'app/a.yaml': cm('a') });
  repo.commit({ 'app/kustomization.yml': 'resources: [a.yaml]\nnamePrefix: x-\n' });
  repo.git('mv', 'app/kustomization.yml', 'app/kustomization.yaml');
  repo.commit({});
  expect(names(await pastOf(repo, kustomize))).toEqual([['x-a'], ['x-a'], ['a']]);
});
