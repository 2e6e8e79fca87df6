import { text as readAll } from 'node:stream/consumers';
import type { Deps } from '../../deps.ts';
import type { Warning } from '../../errors.ts';
import { gitFailure } from '../failure.ts';
import { resolveRevision } from '../history.ts';
import type { LocatedRepository } from '../repository.ts';
import { type RefLine, readRefLines } from './lines.ts';

/** What a hook was told of a push. No lines: there is nothing to push. */
export interface Told {
  readonly remote: string;
  readonly url: string;
  readonly lines: readonly RefLine[];
  readonly notes: readonly Warning[];
}

/** The arguments of git's pre-push; null: called without. */
export interface HookArguments {
  readonly remote: string | null;
  readonly url: string | null;
}

/**
 * The refs of a push: git's lines on standard input; else pre-commit's environment; else, where nobody says anything,
 * what the branch has and its upstream has not. Nothing on standard input is git's way of saying that nothing is
 * pushed. Standard input is read to its end, once.
 */
export async function toldRefs(
  { stdin, env }: Pick<Deps, 'stdin' | 'env'>,
  repository: LocatedRepository,
  { remote, url }: HookArguments,
): Promise<Told> {
  const isTerminal = stdin.isTTY === true;
  const lines = isTerminal ? [] : readRefLines(await readAll(stdin));
  const named = { remote: remote ?? url ?? 'origin', url: url ?? remote ?? 'origin' };
  if (lines.length > 0) return { ...named, lines, notes: [] };
  if (env.PRE_COMMIT_REMOTE_BRANCH !== undefined || env.PRE_COMMIT_TO_REF !== undefined)
    return fromPreCommit(env, repository);
  if (!isTerminal && remote !== null) return { ...named, lines: [], notes: [] };
  return fromUpstream(repository, { remote, url });
}

/**
 * pre-commit and prek keep standard input to themselves and name the first ref that is not deleted. PRE_COMMIT_ORIGIN
 * and _SOURCE say the same, but have meant each other's in older versions. What goes up with its first commit has no
 * FROM_REF, and in pre-commit no TO_REF either.
 */
async function fromPreCommit(env: Deps['env'], repository: LocatedRepository): Promise<Told> {
  const here = await checkedOut(repository);
  const local = env.PRE_COMMIT_LOCAL_BRANCH ?? 'HEAD';
  const remote = env.PRE_COMMIT_REMOTE_NAME ?? here?.remote ?? 'origin';
  const url = env.PRE_COMMIT_REMOTE_URL ?? remote;
  const remoteRef = env.PRE_COMMIT_REMOTE_BRANCH ?? here?.line.remoteRef;
  if (remoteRef === undefined) return { remote, url, lines: [], notes: [notTold(null)] };
  const from = env.PRE_COMMIT_FROM_REF ?? null;
  const isNew =
    env.PRE_COMMIT_REMOTE_BRANCH !== undefined && !(await isFetched(repository, remote, remoteRef));
  const line = {
    localRef: local,
    localOid: await resolveRevision(repository, env.PRE_COMMIT_TO_REF ?? local),
    remoteRef,
    // for a new ref FROM_REF is where pre-commit thinks it left the remote, which merges of other branches mislead
    remoteOid: from === null || isNew ? null : await resolveRevision(repository, from),
  };
  return { remote, url, lines: [line], notes: [] };
}

async function isFetched(repository: LocatedRepository, remote: string, ref: string): Promise<boolean> {
  const tracking = ref.replace(/^refs\/heads\//, `refs/remotes/${remote}/`);
  if (tracking === ref) return false;
  return (await repository.git(['rev-parse', '--verify', '--quiet', tracking])).code === 0;
}

async function fromUpstream(
  repository: LocatedRepository,
  { remote: asked, url }: HookArguments,
): Promise<Told> {
  const here = await checkedOut(repository);
  const remote = asked ?? here?.remote ?? 'origin';
  const lines = here === null ? [] : [here.line];
  return { remote, url: url ?? remote, lines, notes: [notTold(here)] };
}

function notTold(here: CheckedOut | null): Warning {
  return {
    code: 'REFS_NOT_TOLD',
    message:
      here === null
        ? 'nothing says what is pushed, and no branch with a commit is checked out'
        : `nothing says what is pushed: taken to be ${here.line.localRef.replace(/^refs\/heads\//, '')}`,
    hint: "give git's standard input to the hook; lefthook: use_stdin: true",
  };
}

interface CheckedOut {
  readonly remote: string;
  readonly line: RefLine;
}

/** The branch that is checked out and what it follows; null: detached, or without a commit. */
async function checkedOut(repository: LocatedRepository): Promise<CheckedOut | null> {
  const head = await repository.git(['symbolic-ref', '--quiet', 'HEAD']);
  const branch = head.stdout.trim();
  if (head.code !== 0) return null;
  const { upstream } = repository;
  const format = '--format=%(refname)%00%(objectname)%00%(upstream:remotename)%00%(upstream:remoteref)';
  const listed = await repository.git([
    'for-each-ref',
    format,
    branch,
    ...(upstream === null ? [] : [upstream]),
  ]);
  if (listed.code !== 0) throw gitFailure(`cannot read ${branch}`, listed);
  const refs = new Map(
    listed.stdout.split('\n').map((line) => {
      const [name = '', ...rest] = line.split('\0');
      return [name, rest] as const;
    }),
  );
  const [oid, remote = '', remoteRef = ''] = refs.get(branch) ?? [];
  if (oid === undefined) return null;
  const line = {
    localRef: branch,
    localOid: oid,
    remoteRef: remoteRef === '' ? branch : remoteRef,
    remoteOid: upstream === null ? null : (refs.get(upstream)?.[0] ?? null),
  };
  return { remote: remote === '' ? 'origin' : remote, line };
}
