import { mkdirSync, readdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Deps } from '../../src/deps.ts';
import { affectedRoots } from '../../src/engine/push/commits/affected.ts';
import { mayBeAffected } from '../../src/engine/push/controlled/may-read.ts';
import { GitopsError } from '../../src/errors.ts';
import type { Repository } from '../../src/git/repository.ts';
import { treeAt } from '../../src/git/commits/trees.ts';
import { pushedViews } from '../../src/git/commits/view.ts';
import { mapLimit } from '../../src/io.ts';
import { globsOf } from '../../src/render/plain/plain-files.ts';
import { openReads } from '../../src/render/reads.ts';
import { renderRoot } from '../../src/render/render.ts';
import type { Root } from '../../src/render/types.ts';
import { open } from '../git/fixture.ts';
import { history, type Step } from '../support/history.ts';
import { repository } from '../support/repository.ts';
import { depsWith, target } from './fixture.ts';

/** More commits, or another history: REPLAY_COMMITS=500 REPLAY_SEED=7. */
const COMMITS = Number(process.env.REPLAY_COMMITS ?? 14);
const SEED = Number(process.env.REPLAY_SEED ?? 11);

test('a root whose rendering a commit changes is among those it affects', {
  timeout: 10_000_000,
}, async () => {
  const repo = repository();
  const deps = uncached(await depsWith('kustomize', 'helm4', 'jsonnet'));
  let before: { oid: string; step: Step; rendered: ReadonlyMap<string, string> } | null = null;
  let opened: Repository | undefined;
  const missed: string[] = [];
  const count = { changed: 0, named: 0, unchanged: 0, roots: 0 };
  for (const step of history(SEED, COMMITS)) {
    layOut(repo.dir, step);
    const oid = repo.commit({}, step.done.join(', '));
    opened ??= await open(repo.dir);
    const rendered = await renderAll(opened, oid, step.roots, deps);
    if (before !== null) {
      const push = await pushedViews(opened, before.oid, oid);
      const affected = new Set(
        (await affectedRoots(before.step.roots, step.roots, push)).map(({ root }) => root.path),
      );
      const isWanted = await globsOf(step.roots);
      const reads = await push.settle(() => {
        const readsOf = openReads(push.head, isWanted);
        return step.roots.filter((root) => push.changed.some(readsOf(root).touches)).map(({ path }) => path);
      });
      const paths = new Set([...before.step.roots, ...step.roots].map(({ path }) => path));
      for (const path of paths) {
        const isSame = before.rendered.get(path) === rendered.get(path);
        count.roots++;
        if (!isSame) count.changed++;
        const renders = rendered.get(path) !== 'fails' && step.roots.some((root) => root.path === path);
        if (affected.has(path) && renders) count.named++;
        if (affected.has(path) && renders && isSame) count.unchanged++;
        if (!affected.has(path) && !isSame)
          missed.push(`${oid} (${step.done.join(', ')}): ${path} by ${push.changed.join(' ')}`);
      }
      // what is told by names alone leaves none of them out
      const { roots } = step;
      const may = new Set(await mayBeAffected(roots, push));
      const precise = await affectedRoots(roots, roots, push);
      expect(precise.filter(({ root }) => !may.has(root))).toEqual([]);
      // asked from the roots down, the answer is the same
      expect(reads.filter((path) => !affected.has(path))).toEqual([]);
    }
    before = { oid, step, rendered };
  }
  process.stdout.write(`${JSON.stringify(count)}\n`);
  expect(missed).toEqual([]);
  // comments, attributes that say nothing new, files that other ones hide
  expect(count.unchanged).toBeLessThan(count.named * 0.6);
  expect(count.changed).toBeGreaterThan(0);
});

function layOut(dir: string, { files }: Step): void {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    // a link that leads nowhere is nothing to rmSync
    if (entry.isSymbolicLink()) unlinkSync(path);
    else if (entry.name !== '.git') rmSync(path, { recursive: true });
  }
  for (const [path, text] of files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    if (text.startsWith('link:')) symlinkSync(text.slice('link:'.length), join(dir, path));
    else writeFileSync(join(dir, path), text);
  }
}

/** Programs of a PATH that depends on where one is have no identity: nothing they render is remembered. */
function uncached(deps: Deps): Deps {
  return { ...deps, env: { ...deps.env, PATH: `${deps.env.PATH}:.` } };
}

async function renderAll(
  opened: Repository,
  oid: string,
  roots: readonly Root[],
  deps: Deps,
): Promise<ReadonlyMap<string, string>> {
  await using tree = await treeAt(opened, oid, deps);
  const rendered = await mapLimit(roots, 4, async (root) => {
    try {
      const { manifests, problems } = await renderRoot(root, tree, target, deps);
      return [root.path, JSON.stringify([manifests.map(({ object }) => object), problems.length])] as const;
    } catch (error) {
      if (error instanceof GitopsError) return [root.path, 'fails'] as const;
      throw error;
    }
  });
  return new Map(rendered);
}
