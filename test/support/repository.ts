import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface TestRepository {
  readonly dir: string;
  readonly git: (...args: readonly string[]) => string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  /** Writes the files and commits everything. */
  readonly commit: (files: Readonly<Record<string, string>>, message?: string) => string;
}

/** A real git repository in a folder of its own, gone when the test ends. */
export function repository(files: Readonly<Record<string, string>> = {}): TestRepository {
  const made = at(folder());
  made.git('init', '--quiet', '--initial-branch=main');
  if (Object.keys(files).length > 0) made.commit(files, 'first');
  return made;
}

/** What somebody who works on the repository has. A push goes to the repository, and to its work tree. */
export function cloneOf(origin: TestRepository): TestRepository {
  origin.git('config', 'receive.denyCurrentBranch', 'updateInstead');
  const clone = at(folder());
  clone.git('clone', '--quiet', `file://${origin.dir}`, '.');
  return clone;
}

function at(dir: string): TestRepository {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
      cwd: dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const write = (contents: Readonly<Record<string, string>>) => writeFiles(dir, contents);
  const commit = (contents: Readonly<Record<string, string>>, message = 'change') => {
    write(contents);
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', message);
    return git('rev-parse', 'HEAD').trim();
  };
  return { dir, git, write, commit };
}

/** An empty folder, gone when the test ends. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'gitops-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  writeFiles(dir, files);
  return dir;
}

function writeFiles(dir: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
}
