import { MANAGER } from '../../cluster/apply.ts';
import { dryRunApply } from '../../cluster/dry-run.ts';
import { EXIT, type GitopsError, ManifestError } from '../../errors.ts';
import { namedBy } from '../../guard/holder.ts';
import type { Holder } from '../../guard/types.ts';
import { mapLimit } from '../../io.ts';
import { describe, type KubeObject, nameOf, namespaceOf } from '../../object.ts';
import type { DriftReport } from '../../output/types.ts';
import { openDeployers } from '../deployers/facts.ts';
import type { Marks } from '../deployers/marks.ts';
import { isOfInstallation } from '../deployers/types.ts';
import type { Cluster, Item } from '../types.ts';
import type { Step } from './types.ts';

export interface Controlled {
  readonly object: KubeObject;
  readonly holder: Holder;
}

/** Argo CD's and Flux's valid marks among the objects. */
export async function controllersOf(
  lives: ReadonlyMap<Item, KubeObject | null>,
  marks: Marks,
  cluster: Cluster,
  now: () => number,
): Promise<readonly Controlled[]> {
  const factsOf = openDeployers(cluster, now);
  const marked = await mapLimit([...lives.values()], 16, async (live) => {
    const mark = live === null ? null : await marks.of(live);
    return live === null || mark === null || !['argocd', 'flux'].includes(mark.deployer)
      ? []
      : [{ mark, object: live }];
  });
  const byMark = Map.groupBy(marked.flat(), ({ mark }) => mark.id);
  const found = await Promise.all(
    [...byMark.values()].map(async (all) => {
      const [first] = all;
      if (first === undefined) return [];
      const named = namedBy(first.mark);
      const facts = await factsOf(named);
      const own = all.find(({ object }) => facts.declares(object) !== false);
      const settings = own !== undefined && isOfInstallation(own.mark, facts) ? facts.settings : null;
      return own === undefined ? [] : [{ object: own.object, holder: { ...named, via: null, settings } }];
    }),
  );
  return found.flat();
}

/** What is new is asked about beforehand; what changes was, when it was compared. */
export async function refusedByServer(
  steps: readonly Step[],
  { http }: Cluster,
): Promise<readonly GitopsError[]> {
  const created = steps.filter(({ action }) => action === 'create');
  const namespaces = new Set(
    created
      .filter(({ item }) => item.desired.kind === 'Namespace')
      .map(({ item }) => item.desired.metadata.name),
  );
  const answers = await mapLimit(created, 16, async ({ item: { desired, resource } }) => {
    // in a namespace that comes with it nothing can be asked yet
    if (namespaces.has(namespaceOf(desired) ?? '')) return null;
    const answer = await dryRunApply(http, resource, desired, MANAGER);
    if (!('error' in answer) || answer.error.exitCode === EXIT.cluster) return null;
    return new ManifestError(answer.error.code, `${describe(nameOf(desired))}: ${answer.error.message}`, {
      hint: answer.error.hint,
    });
  });
  return answers.filter((error) => error !== null);
}

export function broken({ objects }: DriftReport): readonly GitopsError[] {
  return objects.flatMap(({ object, error, source }) =>
    error === null
      ? []
      : [
          new ManifestError(error.code, `${describe(object)}: ${error.message}`, {
            facts:
              source === null ? [] : [`  ${source.file}${source.line === null ? '' : `:${source.line}`}`],
            hint: error.hint ?? undefined,
          }),
        ],
  );
}
