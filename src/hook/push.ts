import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { gitFailure } from '../git/failure.ts';
import { type Ran, run } from '../io.ts';
import { otherConfigHooks } from './ways/git-config.ts';
import { othersInLefthook, othersInPreCommit } from './ways/others.ts';
import { plainGit } from './place.ts';
import type { World } from './plan.ts';
import { HOOK_PROBE, type ProbeAnswer, readAnswer } from './probe.ts';

/** Hooks of others that cannot be left out may take their time. */
const TIMEOUT = 120_000;
export const PROBE_REF = 'refs/heads/kubectl-gitops-probe';

export interface Pushed {
  /** null: the hook was not reached. */
  readonly answer: ProbeAnswer | null;
  /** The hook refuses this push: what it says must count. */
  readonly moved: boolean;
  /** What git and the hooks said. */
  readonly said: readonly string[];
}

/**
 * A real push of HEAD to a bare repository that is made for it and removed. It borrows the objects of this one, so
 * nothing is copied; no remote, ref, index or file of the user's is touched, and nothing is judged. `inConfig`: our
 * hook is one of git's configuration.
 */
export async function pushProbe(world: World, inConfig: boolean): Promise<Pushed> {
  const { deps, place } = world;
  const { repository } = place;
  const folder = repository.temporaryFolder();
  try {
    const bare = join(folder.path, 'throwaway.git');
    const answerFile = join(folder.path, 'answer');
    await makeBare(world, bare);
    const env = {
      ...repository.env,
      ...(await leavingOthersOut(world)),
      GIT_TERMINAL_PROMPT: '0',
      [HOOK_PROBE]: answerFile,
    };
    const args = [...(await settings(world, inConfig)), 'push', ...OPTIONS, bare, `HEAD:${PROBE_REF}`];
    const ran = await run(deps, 'git', args, { cwd: repository.top, env, timeout: TIMEOUT });
    const refs = await run(deps, 'git', ['--git-dir', bare, 'for-each-ref'], { env: repository.env });
    return {
      answer: readAnswer(existsSync(answerFile) ? readFileSync(answerFile, 'utf8') : ''),
      moved: refs.stdout !== '',
      said: saidBy(ran),
    };
  } finally {
    folder.remove();
  }
}

/** Whatever the user's settings: these would push more than HEAD, or somewhere else, or ask for a key. */
const OPTIONS = ['--recurse-submodules=no', '--no-follow-tags', '--no-signed'];

/** A hook of git's configuration runs besides the others, and a refusal does not keep those from running. */
async function settings(world: World, inConfig: boolean): Promise<readonly string[]> {
  const others = await otherConfigHooks(world);
  return [
    'protocol.file.allow=always',
    'push.pushOption=',
    ...others.map((name) => `hook.${name}.enabled=false`),
    ...(inConfig ? ['core.hooksPath=/dev/null'] : []),
  ].flatMap((one) => ['-c', one]);
}

/** Ours stands before the others, and refuses. Where a manager runs all of them nevertheless, it is told which not to. */
async function leavingOthersOut(world: World): Promise<Readonly<Record<string, string>>> {
  const { env } = world.place.repository;
  const join = (set: string | undefined, names: readonly string[]) =>
    [...(set ? [set] : []), ...names].join(',');
  return {
    GIT_LFS_SKIP_PUSH: '1',
    SKIP: join(env.SKIP, othersInPreCommit(world)),
    LEFTHOOK_EXCLUDE: join(env.LEFTHOOK_EXCLUDE, othersInLefthook(world)),
  };
}

async function makeBare(world: World, bare: string): Promise<void> {
  const { deps, place } = world;
  const { repository } = place;
  if (repository.head === null) {
    throw new UsageError('NOTHING_TO_PUSH', 'this repository has no commit that could be pushed', {
      hint: 'commit something, and ask again',
    });
  }
  const format = await plainGit(deps, repository, ['rev-parse', '--show-object-format']);
  const init = ['init', '--quiet', '--bare', '--template=', `--object-format=${format.stdout.trim()}`, bare];
  const made = await plainGit(deps, repository, init);
  if (made.code !== 0) throw gitFailure('cannot make a repository to push to', made);
  for (const [key, value] of Object.entries(BARE)) {
    await plainGit(deps, repository, ['--git-dir', bare, 'config', key, value]);
  }
  mkdirSync(join(bare, 'objects/info'), { recursive: true });
  writeFileSync(join(bare, 'objects/info/alternates'), `${join(repository.commonDir, 'objects')}\n`);
}

/** Nobody's hooks on the receiving side, and no tidying up of what is borrowed. */
const BARE = { 'core.hooksPath': '/dev/null', 'receive.autogc': 'false', 'gc.auto': '0' };

function saidBy({ stdout, stderr, timedOut }: Ran): readonly string[] {
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '');
  return timedOut ? [...lines, `no answer within ${TIMEOUT / 1000} s`] : lines;
}
