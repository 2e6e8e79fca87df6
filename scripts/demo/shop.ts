import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The shop as a real git repository with a bare remote, its history as a team would have made it. */
export function layShop(source: string, dir: string): string {
  return layRepository(source, dir, [
    { paths: ['redis'], message: 'redis for sessions', author: 'Grace', daysAgo: 40 },
    { paths: ['apps'], message: 'the web shop', author: 'Ada', daysAgo: 33 },
    { paths: ['charts', 'values'], message: 'api as a chart', author: 'Grace', daysAgo: 21 },
    { paths: ['.gitops.yaml'], message: 'say what runs in production', author: 'Ada', daysAgo: 12 },
  ]);
}

/** Where the shop's manifests say that it is. */
export const SHOP_URL = 'https://git.example.com/shop.git';

/**
 * The shop as a controller deploys it: two apps, and the one that declares them both. Argo CD fetches from the remote
 * itself, so that its manifests have to name it; what Flux applies is handed to it.
 */
export function layControlledShop(source: string, dir: string, controller: 'argocd' | 'flux'): string {
  const remote = `file://${join(dir, 'shop.git')}`;
  const history: readonly Commit[] = [
    { paths: ['apps/web'], message: 'the web shop', author: 'Ada', daysAgo: 33 },
    { paths: ['apps/api'], message: 'api', author: 'Grace', daysAgo: 21 },
    { paths: [controller], message: 'deployed from here', author: 'Ada', daysAgo: 12 },
  ];
  const work = layRepository(source, dir, history, (text) =>
    controller === 'argocd' ? text.replaceAll(SHOP_URL, remote) : text,
  );
  git(work, ['remote', 'set-url', 'origin', SHOP_URL]);
  git(work, ['config', `url.${remote}.insteadOf`, SHOP_URL]);
  return work;
}

interface Commit {
  readonly paths: readonly string[];
  readonly message: string;
  readonly author: string;
  readonly daysAgo: number;
}

function layRepository(
  source: string,
  dir: string,
  history: readonly Commit[],
  fill: (text: string) => string = (text) => text,
): string {
  rmSync(dir, { recursive: true, force: true });
  const work = join(dir, 'shop');
  mkdirSync(dir, { recursive: true });
  git(dir, ['init', '--quiet', '--bare', '--initial-branch=main', 'shop.git']);
  git(dir, ['clone', '--quiet', 'shop.git', 'shop']);
  git(work, ['checkout', '--quiet', '-B', 'main']);
  for (const { paths, message, author, daysAgo } of history) {
    for (const path of paths) cpSync(join(source, path), join(work, path), { recursive: true });
    for (const file of globSync('**/*.yaml', { cwd: work })) {
      const text = readFileSync(join(work, file), 'utf8');
      if (fill(text) !== text) writeFileSync(join(work, file), fill(text));
    }
    save(work, message, author, daysAgo);
  }
  git(work, ['push', '--quiet', '--set-upstream', 'origin', 'main']);
  return work;
}
/** Commits everything, as somebody who did it some days ago. */
export function save(work: string, message: string, author: string, daysAgo: number): void {
  const date = new Date(Date.now() - daysAgo * 86_400_000).toISOString();
  const email = `${author.toLowerCase()}@example.com`;
  const identity = {
    GIT_AUTHOR_NAME: author,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: author,
    GIT_COMMITTER_EMAIL: email,
  };
  git(work, ['add', '--all']);
  git(work, ['commit', '--quiet', '--message', message], {
    ...identity,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
  });
}

function git(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  execFileSync('git', args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** What `kubectl edit` starts instead of an editor: one substitution, as a person at 3 a.m. would type it. */
export function scriptedEditor(dir: string, from: string, to: string): string {
  const path = join(dir, 'editor.sh');
  writeFileSync(path, `#!/bin/sh\nsed -i.bak 's/${from}/${to}/' "$1"\n`, { mode: 0o755 });
  return path;
}
