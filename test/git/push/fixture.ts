import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Deps } from '../../../src/deps.ts';
import { type PushedRefs, pushedRefs } from '../../../src/git/push/refs.ts';
import { type HookArguments, type Told, toldRefs } from '../../../src/git/push/told.ts';
import { type LocatedRepository, locateRepository } from '../../../src/git/repository.ts';
import { folder, repository, type TestRepository } from '../../support/repository.ts';
import { depsIn, git, type Place } from '../fixture.ts';

/** What git gave its hook. */
export interface Heard {
  readonly argv: HookArguments;
  readonly stdin: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface Pushing {
  readonly place: string | Place;
  /** Where the hook lies, if not where the push happens. */
  readonly hookOf?: string;
}

/**
 * Pushes for real, with a hook that writes down all it is given and then refuses: both sides stay as the hook saw
 * them. null: git did not run it.
 */
export function pushing({ place, hookOf }: Pushing, ...args: readonly string[]): Heard | null {
  const { cwd, env } = typeof place === 'string' ? { cwd: place, env: {} } : place;
  const into = folder();
  installHook(hookOf ?? cwd, into);
  spawnSync('git', ['push', '--quiet', ...args], { cwd, env: { ...process.env, ...env } });
  return read(into);
}

function installHook(dir: string, into: string): void {
  const hooks = resolve(dir, git(dir, 'rev-parse', '--git-path', 'hooks').trim());
  mkdirSync(hooks, { recursive: true });
  const file = join(hooks, 'pre-push');
  const write = (command: string, name: string) => `${command} > '${join(into, name)}'`;
  const script = [
    '#!/bin/sh',
    write(`printf '%s\\n' "$@"`, 'argv'),
    write('cat', 'stdin'),
    write('pwd', 'cwd'),
    write('env -0', 'env'),
    'exit 1',
  ];
  writeFileSync(file, `${script.join('\n')}\n`);
  chmodSync(file, 0o755);
}

function read(from: string): Heard | null {
  const text = (name: string) => readFileSync(join(from, name), 'utf8');
  try {
    const [remote = null, url = null] = text('argv').split('\n');
    const entries = text('env').split('\0');
    const pairs = entries.map(
      (entry) => [entry.split('=', 1)[0] ?? '', entry.replace(/^[^=]*=/, '')] as const,
    );
    return {
      argv: { remote, url },
      stdin: text('stdin'),
      cwd: text('cwd').trim(),
      env: Object.fromEntries(pairs.filter(([name]) => name !== '')),
    };
  } catch {
    return null;
  }
}

export interface Answer extends Told, PushedRefs {
  readonly repository: LocatedRepository;
  /** How often git was asked for the refs, once the repository was found. */
  readonly asked: number;
}

/** Gives our own hook exactly what git gave. */
export async function answer(heard: Heard | null, input: Partial<Deps> = {}): Promise<Answer> {
  if (heard === null) throw new Error('git did not run the hook');
  const stdin = new PassThrough();
  stdin.end(heard.stdin);
  const deps = { ...depsIn(heard.cwd, { env: heard.env }), stdin, ...input };
  const located = await locateRepository(deps);
  if (located === null) throw new Error(`no repository in ${heard.cwd}`);
  let asked = 0;
  const counted: LocatedRepository = {
    ...located,
    git: (args, options) => {
      asked += 1;
      return located.git(args, options);
    },
  };
  const told = await toldRefs(deps, counted, heard.argv);
  const pushed = await pushedRefs(counted, told.lines, told.remote, told.url);
  return { ...told, ...pushed, notes: [...told.notes, ...pushed.notes], repository: located, asked };
}

export interface Cloned extends TestRepository {
  /** The bare repository that is pushed to. */
  readonly remote: string;
  /** Somebody else's clone of it, in a folder of its own. */
  readonly colleague: () => string;
  readonly oid: (revision: string) => string;
}

/** A repository whose main branch is on `origin`, as after a clone. */
export function cloned(files: Readonly<Record<string, string>> = { 'a.yaml': 'a: 1\n' }): Cloned {
  const remote = bare();
  const local = repository(files);
  local.git('remote', 'add', 'origin', remote);
  local.git('push', '--quiet', '--set-upstream', 'origin', 'main');
  local.git('remote', 'set-head', 'origin', 'main');
  return {
    ...local,
    remote,
    colleague: () => {
      const dir = join(folder(), 'colleague');
      git(remote, 'clone', '--quiet', remote, dir);
      return dir;
    },
    oid: (revision) => local.git('rev-parse', '--verify', `${revision}^{}`).trim(),
  };
}

export function bare(...options: readonly string[]): string {
  const dir = folder();
  git(dir, 'init', '--quiet', '--bare', '--initial-branch=main', ...options);
  return dir;
}

/** Many commits at once. */
export function fastImport(dir: string, text: string): void {
  execFileSync('git', ['fast-import', '--quiet'], { cwd: dir, input: text });
}
