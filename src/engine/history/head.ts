import { evaluate } from '../../drift/evaluate.ts';
import type { ManagerLists } from '../../drift/owners/managers.ts';
import { isAncestor } from '../../git/history.ts';
import type { DeployedApps } from '../deployers/deployed.ts';
import type { Suspicion } from '../compare/inspect.ts';
import type { Workspace } from '../open/workspace.ts';
import type { Bases } from './bases.ts';

/**
 * A stale checkout does not make drift: where an object was deployed from a commit that this checkout does not
 * contain yet, that commit's rendering is what git says, not the older work tree's.
 */
export async function atDeployedHead(
  suspicious: readonly Suspicion[],
  bases: Bases | null,
  { repository, revision }: Workspace,
  deployed: DeployedApps['of'],
  lists: ManagerLists,
): Promise<readonly Suspicion[]> {
  const isBehind = [...deployed.values()].some(({ isContained }) => !isContained);
  if (bases === null || repository === null || revision !== null || repository.head === null)
    return suspicious;
  if (repository.behind === 0 && !isBehind) return suspicious;
  const { head } = repository;
  const moved = await Promise.all(
    suspicious.map(async (suspicion): Promise<Suspicion> => {
      const { item, live, evaluation } = suspicion;
      const base = await bases.baseOf(item, live, evaluation);
      if (base === null || (await isAncestor(repository, base.commit.oid, head))) return suspicion;
      const ahead = { ...item, desired: base.object, manifest: base.manifest };
      return {
        item: ahead,
        live,
        evaluation: evaluate({ desired: base.object, live, type: item.type }, evaluation.mark, lists),
      };
    }),
  );
  return moved;
}
