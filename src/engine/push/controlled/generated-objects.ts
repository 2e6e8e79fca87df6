import { withMoreClusters } from '../../../discover/argocd/cluster-secret.ts';
import type { ArgoCluster } from '../../../discover/argocd/appset/types.ts';
import type { Surroundings } from '../../../discover/flux/types.ts';
import type { GitopsError } from '../../../errors.ts';
import {
  isArray,
  isObject,
  type Json,
  type KubeObject,
  nameOf,
  objectAt,
  sameJson,
  stringOr,
} from '../../../object.ts';
import type { Found } from '../../../push/types.ts';
import type { View } from '../../../view.ts';
import { argoClusters } from '../../controlled/argo-clusters.ts';
import type { ControllerObjects } from '../../controlled/objects.ts';
import type { Cluster } from '../../types.ts';
import type { Ends } from '../commits/ends.ts';
import { type DeclaredAtEnds, type DeclaredObject, type ObjectsAtEnds, setId } from './declared-objects.ts';

export interface Generated extends DeclaredAtEnds {
  /** Sets that can be expanded no longer, so that the controller changes no app of theirs. */
  readonly broken: readonly Found[];
}

/** Finds the Applications that ApplicationSets make at both ends; `declared`: what head says of sets, and where. */
export type GeneratedObjects = (
  sets: ObjectsAtEnds,
  declared: readonly DeclaredObject[],
) => Promise<Generated>;

interface Given {
  readonly listed: ControllerObjects;
  readonly cluster: Cluster;
  readonly isThis: Surroundings['isThis'];
  /** Clusters as head configures them. */
  readonly registered: readonly ArgoCluster[];
  /** Whether a git generator that names a revision sees what is pushed. */
  readonly isPushed: (revision: string) => boolean;
}

/**
 * What a push changes of the apps of ApplicationSets: by the set itself, or by the directories and files that its git
 * generators look at. Whatever is the same at both ends is left as the cluster has it.
 */
export function openGenerated({ between }: Pick<Ends, 'between'>, given: Given): GeneratedObjects {
  let asked: Promise<readonly ArgoCluster[] | null> | undefined;
  const clustersOf = async () => {
    asked ??= argoClusters(given.listed, given.cluster);
    return withMoreClusters(await asked, given.registered);
  };
  return async ({ base, head }, declared) => {
    const ids = new Set([...base.applicationSets, ...head.applicationSets].map(setId));
    const all = await Promise.all(
      [...ids].map(async (id): Promise<Generated> => {
        const was = base.applicationSets.find((one) => setId(one) === id);
        const will = head.applicationSets.find((one) => setId(one) === id);
        if (sameJson(was?.spec, will?.spec) && !looksAtGit(will, given.isThis)) return NOTHING;
        const clusters = await clustersOf();
        const before = await expand(was, between.base, between.settle, { ...given, clusters });
        const after = await expand(will, between.head, between.settle, { ...given, clusters });
        // with a problem the controller leaves every Application as it is
        if (after.problem !== null)
          return {
            ...NOTHING,
            broken:
              before.problem === null && will !== undefined ? [brokenSet(will, after.problem, declared)] : [],
          };
        if (before.problem !== null) return NOTHING;
        const differ = ({ object }: DeclaredObject, others: readonly DeclaredObject[]) =>
          !others.some((other) => sameJson(other.object, object));
        const names = new Set(
          [
            ...before.made.filter((one) => differ(one, after.made)),
            ...after.made.filter((one) => differ(one, before.made)),
          ].map(({ object }) => object.metadata.name),
        );
        const changed = ({ object }: DeclaredObject) => names.has(object.metadata.name);
        return { base: before.made.filter(changed), head: after.made.filter(changed), broken: [] };
      }),
    );
    return {
      base: all.flatMap((one) => one.base),
      head: all.flatMap((one) => one.head),
      broken: all.flatMap((one) => one.broken),
    };
  };
}

const NOTHING: Generated = { base: [], head: [], broken: [] };

/** Whether what a set makes depends on what stands in a repository. */
export function looksAtGit(set: KubeObject | undefined, isThis: Surroundings['isThis']): boolean {
  const looks = (value: Json | undefined): boolean => {
    if (isArray(value)) return value.some(looks);
    if (!isObject(value)) return false;
    return isThis(stringOr(objectAt(value.git).repoURL, '')) || Object.values(value).some(looks);
  };
  return looks(objectAt(set?.spec).generators);
}

interface Expanded {
  readonly made: readonly DeclaredObject[];
  readonly problem: GitopsError | null;
}

async function expand(
  set: KubeObject | undefined,
  view: View,
  settle: Ends['between']['settle'],
  { clusters, isThis, isPushed }: Given & { readonly clusters: readonly ArgoCluster[] | null },
): Promise<Expanded> {
  if (set === undefined) return { made: [], problem: null };
  const { expandApplicationSet } = await import('../../../discover/argocd/appset/expand.ts');
  const context = { view, isThis, isRevision: isPushed, clusters };
  const { applications, problems } = await settle(() => expandApplicationSet(set, context));
  const by = setId(set);
  return {
    made: applications.map((object) => ({ file: null, by, object })),
    problem: problems.find(({ code }) => code !== 'DUPLICATE_APPLICATION') ?? null,
  };
}

function brokenSet(
  set: KubeObject,
  { message, facts, hint }: GitopsError,
  declared: readonly DeclaredObject[],
): Found {
  const { file } = declared.find(({ object }) => sameJson(object.spec, set.spec)) ?? { file: null };
  return {
    code: 'RENDER_FAILED',
    root: null,
    object: nameOf(set),
    path: null,
    message: [message, ...facts].join('\n'),
    hint: hint ?? null,
    source: file === null ? null : { file, line: null },
  };
}
