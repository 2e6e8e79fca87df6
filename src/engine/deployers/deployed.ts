import type { Mark } from '../../drift/owners/marks.ts';
import type { Warning } from '../../errors.ts';
import { type Commit, commitAt, containsCommit, countCommits } from '../../git/history.ts';
import type { Repository } from '../../git/repository.ts';
import { namedBy } from '../../guard/holder.ts';
import { mapLimit } from '../../io.ts';
import type { Inspection } from '../inspect.ts';
import { mainMark } from '../objects.ts';
import type { App, Cluster } from '../types.ts';
import { openDeployers } from './facts.ts';
import type { DeployerFacts } from './types.ts';

/** What the deployer of an app says of it, as far as we may ask. */
export interface Deployed {
  readonly mark: Mark;
  readonly facts: DeployerFacts;
  /** The commit that it brought to the cluster; null: unknown, or not in this repository. */
  readonly commit: Commit | null;
  /** Whether what is checked out contains that commit. */
  readonly isContained: boolean;
}

export interface DeployedApps {
  readonly of: ReadonlyMap<App, Deployed>;
  readonly warnings: readonly Warning[];
}

/** One request for each app whose live objects carry a deployer's mark. */
export async function deployedApps(
  apps: readonly App[],
  marks: Inspection['marks'],
  cluster: Cluster,
  repository: Repository | null,
  now: () => number,
): Promise<DeployedApps> {
  const warnings: Warning[] = [];
  const factsOf = openDeployers(cluster, now);
  const entries = await mapLimit(apps, 16, async (app): Promise<readonly (readonly [App, Deployed])[]> => {
    const mark = mainMark(app.ref.name, marks);
    if (mark === null) return [];
    const facts = await factsOf(namedBy(mark));
    if (facts.unfinished !== null) {
      warnings.push({
        code: 'APPLY_UNFINISHED',
        message: `the last apply of ${app.ref.name}, of commit ${facts.unfinished.slice(0, 7)}, did not finish`,
        hint: 'run it again: kubectl gitops apply',
        app: app.ref.name,
      });
    }
    if (repository === null || facts.deployed === null)
      return [[app, { mark, facts, commit: null, isContained: true }]];
    const commit = await commitAt(repository, facts.deployed);
    if (commit === null) {
      warnings.push({
        code: 'REVISION_NOT_FETCHED',
        message: `${app.ref.name} runs commit ${facts.deployed.slice(0, 7)}, which is not in this repository`,
        hint: 'git fetch',
        app: app.ref.name,
      });
      return [[app, { mark, facts, commit: null, isContained: true }]];
    }
    const isContained = await containsCommit(repository, commit.oid);
    if (!isContained && repository.head !== null) {
      const lacking = await countCommits(repository, repository.head, commit.oid);
      warnings.push({
        code: 'CHECKOUT_BEHIND',
        message: `${app.ref.name} runs commit ${commit.oid.slice(0, 7)}, and this checkout lacks ${lacking === 1 ? '1 commit' : `${lacking} commits`} of it: compared with that commit`,
        hint: 'git pull',
        app: app.ref.name,
      });
    }
    return [[app, { mark, facts, commit, isContained }]];
  });
  return { of: new Map(entries.flat()), warnings };
}
