import type { Warning } from '../../errors.ts';
import { type Commit, commitAt, containsCommit, countCommits } from '../../git/history.ts';
import type { Repository } from '../../git/repository.ts';
import type { App } from '../types.ts';
import type { DeployerFacts } from './types.ts';

/** Where a deployed commit stands beside what is checked out. */
export interface Standing {
  /** null: it is not in this repository. */
  readonly commit: Commit | null;
  readonly isContained: boolean;
  /** How many of its commits the checkout lacks. */
  readonly lacking: number;
}

export const NOWHERE: Standing = { commit: null, isContained: true, lacking: 0 };

/** Asks git once for each commit: most apps of a repository run the same few. */
export function openStandings(repository: Repository): (oid: string) => Promise<Standing> {
  const known = new Map<string, Promise<Standing>>();
  return (oid) => {
    const found = known.get(oid) ?? standingOf(oid, repository);
    known.set(oid, found);
    return found;
  };
}

async function standingOf(oid: string, repository: Repository): Promise<Standing> {
  const commit = await commitAt(repository, oid);
  if (commit === null) return NOWHERE;
  if (await containsCommit(repository, oid)) return { commit, isContained: true, lacking: 0 };
  const { head } = repository;
  return {
    commit,
    isContained: false,
    lacking: head === null ? 0 : await countCommits(repository, head, oid),
  };
}

export function unfinishedWarning({ ref }: App, { unfinished }: DeployerFacts): readonly Warning[] {
  if (unfinished === null) return [];
  return [
    {
      code: 'APPLY_UNFINISHED',
      message: `the last apply of ${ref.name}, of commit ${unfinished.slice(0, 7)}, did not finish`,
      hint: 'run it again: kubectl gitops apply',
      app: ref.name,
    },
  ];
}

/** Said where the deployed commit is not what is checked out, or not even here. */
export function standingWarning(
  { ref }: App,
  { deployed }: DeployerFacts,
  { commit, lacking }: Standing,
): readonly Warning[] {
  if (deployed === null) return [];
  if (commit === null)
    return [
      {
        code: 'REVISION_NOT_FETCHED',
        message: `${ref.name} runs commit ${deployed.slice(0, 7)}, which is not in this repository`,
        hint: 'git fetch',
        app: ref.name,
      },
    ];
  if (lacking === 0) return [];
  const commits = lacking === 1 ? '1 commit' : `${lacking} commits`;
  return [
    {
      code: 'CHECKOUT_BEHIND',
      message: `${ref.name} runs commit ${deployed.slice(0, 7)}, and this checkout lacks ${commits} of it: compared with that commit`,
      hint: 'git pull',
      app: ref.name,
    },
  ];
}
