import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The shop as a real git repository with a bare remote, its history as a team would have made it. */
export function layShop(source: string, dir: string): string {
  rmSync(dir, { recursive: true, force: true });
  const work = join(dir, 'shop');
  mkdirSync(dir, { recursive: true });
  git(dir, ['init', '--quiet', '--bare', '--initial-branch=main', 'shop.git']);
  git(dir, ['clone', '--quiet', 'shop.git', 'shop']);
  git(work, ['checkout', '--quiet', '-B', 'main']);
  const commit = (paths: readonly string[], message: string, author: string, daysAgo: number) => {
    for (const path of paths) cpSync(join(source, path), join(work, path), { recursive: true });
    save(work, message, author, daysAgo);
  };
  commit(['redis'], 'redis for sessions', 'Grace', 40);
  commit(['apps'], 'the web shop', 'Ada', 33);
  commit(['charts', 'values'], 'api as a chart', 'Grace', 21);
  commit(['.gitops.yaml'], 'say what runs in production', 'Ada', 12);
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
