import { type Mark, markOfId } from '../../drift/owners/marks.ts';
import type { Warning } from '../../errors.ts';
import type { Commit } from '../../git/history.ts';
import type { Repository } from '../../git/repository.ts';
import { namedBy } from '../../guard/holder.ts';
import { mapLimit } from '../../io.ts';
import type { Inspection } from '../compare/inspect.ts';
import { mainMark } from '../objects.ts';
import type { App } from '../types.ts';
import { openDeployers } from './facts.ts';
import { NOWHERE, openStandings, standingWarning, unfinishedWarning } from './standing.ts';
import type { Asking, DeployerFacts } from './types.ts';

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

/** One request for each app whose live objects carry a deployer's mark, or that was discovered by its controller. */
export async function deployedApps(
  apps: readonly App[],
  marks: Inspection['marks'],
  where: Asking,
  repository: Repository | null,
  now: () => number,
): Promise<DeployedApps> {
  const factsOf = openDeployers(where, now);
  const standingOf = repository === null ? null : openStandings(repository);
  const entries = await mapLimit(apps, 16, async (app) => {
    const mark = app.controlled === undefined ? mainMark(app.ref.name, marks) : markOfId(app.controlled.id);
    if (mark === null) return null;
    const facts = await factsOf(namedBy(mark));
    const standing =
      facts.deployed === null || standingOf === null ? NOWHERE : await standingOf(facts.deployed);
    const warnings = [...unfinishedWarning(app, facts), ...standingWarning(app, facts, standing)];
    const { commit, isContained } = standing;
    return { app, deployed: { mark, facts, commit, isContained }, warnings };
  });
  const known = entries.filter((entry) => entry !== null);
  return {
    of: new Map(known.map(({ app, deployed }) => [app, deployed])),
    warnings: known.flatMap(({ warnings }) => warnings),
  };
}
