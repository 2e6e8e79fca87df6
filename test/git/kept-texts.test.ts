import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openKeptTexts } from '../../src/git/commits/kept-texts.ts';
import type { LocatedRepository } from '../../src/git/repository.ts';
import { pushedViews } from '../../src/git/commits/view.ts';
import { repository } from '../support/repository.ts';
import { open } from './fixture.ts';
import { depsIn } from './fixture-deps.ts';

const many = (text: (index: number) => string) =>
  Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`o${index}/kustomization.yaml`, text(index)]));

/** Reads every kustomization of the last commit, and says of how many git was asked. */
async function reading(dir: string, cache: string) {
  const located = await open(dir);
  let asked = 0;
  const gitBytes: LocatedRepository['gitBytes'] = (args, options) => {
    asked += (options?.input ?? '').split('\n').length - 1;
    return located.gitBytes(args, options);
  };
  const kept = openKeptTexts(located, depsIn(dir, { env: { XDG_CACHE_HOME: cache } }));
  const { head, settle } = await pushedViews({ ...located, gitBytes }, null, 'HEAD', kept);
  const files = [...(head.paths?.keys() ?? [])];
  const texts = await settle(() => files.map((file) => head.read(file)?.toString('latin1')));
  return { asked, texts };
}

test('what every push reads is read once, and only what is new after that', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'gitops-texts-'));
  const repo = repository(many((index) => `namePrefix: o${index}-\n`));
  const first = await reading(repo.dir, cache);
  expect(first.asked).toBe(80);
  expect(await reading(repo.dir, cache)).toEqual({ ...first, asked: 0 });
  repo.commit({ 'o7/kustomization.yaml': 'namePrefix: other-\n' });
  const next = await reading(repo.dir, cache);
  expect(next.asked).toBe(1);
  expect(next.texts.filter((text) => text === 'namePrefix: other-\n')).toHaveLength(1);
});

test('a text that may hold a Secret, or that is no UTF-8, is not kept', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'gitops-texts-'));
  const repo = repository({
    ...many((index) => `namePrefix: o${index}-\n`),
    'o1/kustomization.yaml': 'secretGenerator: [{name: login, literals: [password=hunter2]}]\n',
  });
  writeFileSync(join(repo.dir, 'o2/kustomization.yaml'), Buffer.from([0xff, 0xfe, 0x61, 0x00]));
  repo.commit({});
  const first = await reading(repo.dir, cache);
  const again = await reading(repo.dir, cache);
  expect(again).toEqual({ ...first, asked: 2 });
  const dir = join(cache, 'kubectl-gitops/texts');
  const written = readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'));
  expect(written.join()).toContain('o3-');
  expect(written.join()).not.toContain('hunter2');
});
