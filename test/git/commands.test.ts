import { chmodSync, existsSync, symlinkSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { affectedRoots } from '../../src/engine/push/commits/affected.ts';
import { GitopsError } from '../../src/errors.ts';
import { pushedViews } from '../../src/git/commits/view.ts';
import { renderRoot } from '../../src/render/render.ts';
import type { RenderCommand, Root } from '../../src/render/types.ts';
import { folder, repository, type TestRepository } from '../support/repository.ts';
import { depsIn, open } from './fixture.ts';

const NO_TARGET = { kubeVersion: null, apiVersions: [] };
const web = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n';
const root = (command: RenderCommand): Root => ({ kind: 'command', path: 'app', command });

/** What `sh -c SCRIPT` prints in app, or why not. */
async function rendered(repo: TestRepository, script: string, cwd = 'app', signal?: AbortSignal) {
  const deps = depsIn(repo.dir, {
    env: { KUBECONFIG: '/k', GIT_DIR: '/g', GIT_INDEX_FILE: '/i', HELM_KUBETOKEN: 't' },
    ...(signal === undefined ? {} : { signal }),
  });
  const asked = root({ argv: ['sh', '-c', script], cwd });
  try {
    const { manifests } = await renderRoot(asked, { dir: repo.dir, id: null }, NO_TARGET, deps);
    return manifests.map(({ object }) => object.metadata.name).join();
  } catch (error) {
    if (!(error instanceof GitopsError)) throw error;
    return [error.code, error.message, ...error.facts].join('\n');
  }
}

describe('a command that renders', () => {
  const world = () => repository({ 'app/web.txt': web, 'app/inner/a.txt': web.replace('web', 'inner') });

  test.each<readonly [what: string, script: string, said: string]>([
    ['prints manifests', 'cat web.txt', 'web'],
    [
      'sees no cluster and no repository',
      '[ -z "$KUBECONFIG$GIT_DIR$GIT_INDEX_FILE$HELM_KUBETOKEN" ] && cat web.txt',
      'web',
    ],
    ['is in a copy without .git', '[ ! -e ../.git ] && rm web.txt inner/* && cat web.txt || echo', ''],
    ['has no standard input', 'cat; cat web.txt', 'web'],
    ['fails', 'cat web.txt; echo why >&2; exit 3', 'RENDER_FAILED\nsh cannot render app\nwhy'],
    [
      'prints too much',
      'head -c 70000000 /dev/zero',
      'RENDER_FAILED\nsh cannot render app: it printed more than 64 MiB\n',
    ],
  ])('%s', async (_, script, said) => {
    const repo = world();
    expect(await rendered(repo, script)).toBe(said);
    expect(existsSync(join(repo.dir, 'app/web.txt'))).toBe(true);
  });

  test('runs where it is told to, and nowhere outside of the tree', async () => {
    const repo = world();
    symlinkSync(folder(), join(repo.dir, 'out'));
    symlinkSync('app/inner', join(repo.dir, 'in'));
    expect(await rendered(repo, 'cat a.txt', 'app/inner')).toBe('inner');
    expect(await rendered(repo, 'cat a.txt', 'in')).toBe('inner');
    for (const cwd of ['out', 'nowhere', 'app/web.txt'])
      expect(await rendered(repo, 'cat web.txt', cwd)).toBe(
        `NO_SUCH_PATH\n${cwd} is no directory of the tree`,
      );
  });

  test('a program that is not there is missing, and no fault of the repository', async () => {
    const repo = world();
    const asked = root({ argv: ['no-such-program'], cwd: 'app' });
    const rendering = renderRoot(asked, { dir: repo.dir, id: null }, NO_TARGET, depsIn(repo.dir));
    await expect(rendering).rejects.toMatchObject({ code: 'RENDERER_MISSING' });
  });

  test('a file that may not be executed cannot be run', async () => {
    const repo = world();
    repo.write({ 'app/render': '#!/bin/sh\n' });
    const asked = root({ argv: ['./render'], cwd: 'app' });
    const rendering = renderRoot(asked, { dir: repo.dir, id: null }, NO_TARGET, depsIn(repo.dir));
    await expect(rendering).rejects.toMatchObject({ code: 'RENDERER_MISSING' });
  });

  test('a script of the tree runs, however many are copied at once', async () => {
    const repo = world();
    repo.write({ 'app/render': '#!/bin/sh\ncat web.txt\n' });
    chmodSync(join(repo.dir, 'app/render'), 0o755);
    const asked = root({ argv: ['./render'], cwd: 'app' });
    const tree = { dir: repo.dir, id: null };
    const all = Array.from({ length: 24 }, () => renderRoot(asked, tree, NO_TARGET, depsIn(repo.dir)));
    expect((await Promise.all(all)).every(({ manifests }) => manifests.length === 1)).toBe(true);
  });

  test('ends with all that it started, when it is done and when it is cancelled', async () => {
    const repo = world();
    const marker = join(folder(), 'late');
    const late = `(sleep 1; echo late > ${marker})`;
    expect(await rendered(repo, `cat web.txt; ${late} > /dev/null 2>&1 &`)).toBe('web');
    const began = performance.now();
    const cancelled = await rendered(repo, `${late} & sleep 30`, 'app', AbortSignal.timeout(300));
    expect(cancelled).toContain('CANCELLED');
    expect(performance.now() - began).toBeLessThan(10_000);
    await setTimeout(1500);
    expect(existsSync(marker)).toBe(false);
  });
});

describe('a push affects', () => {
  const trusted = root({ argv: ['make'], cwd: 'app' });
  const unrendered = { code: 'UNTRUSTED_COMMAND', message: '', hint: null };
  const untrusted: Root = { kind: 'unrendered', path: 'app', unrendered, decidedBy: ['.gitops.yaml'] };
  const all = ['.gitops.yaml', 'app/a/b.txt', 'elsewhere.txt'];

  test.each<readonly [what: string, one: Root, affecting: readonly string[]]>([
    ['a root of a trusted command by whatever it changes', trusted, all],
    ['one of a command that nobody trusts by its directory', untrusted, ['.gitops.yaml', 'app/a/b.txt']],
  ])('%s', async (_, one, affecting) => {
    const repo = repository({ 'app/web.txt': web });
    const found: string[] = [];
    for (const path of all) {
      repo.commit({ [path]: 'x' });
      const push = await pushedViews(await open(repo.dir), 'HEAD~1', 'HEAD');
      if ((await affectedRoots([one], [one], push)).length > 0) found.push(path);
    }
    expect(found).toEqual(affecting);
  });
});
