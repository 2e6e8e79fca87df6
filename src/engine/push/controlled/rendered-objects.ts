import type { Deps } from '../../../deps.ts';
import type { ControlledApp } from '../../../discover/types.ts';
import { EXIT, GitopsError } from '../../../errors.ts';
import { mapLimit } from '../../../io.ts';
import { type KubeObject, namespaceOf } from '../../../object.ts';
import { isForCluster } from '../../../render/sources.ts';
import type { Target } from '../../../render/types.ts';
import { helmTarget } from '../../desired.ts';
import type { Cluster } from '../../types.ts';
import type { PushedCommit } from '../commits/commit.ts';
import type { Ends } from '../commits/ends.ts';
import { type DeclaredAtEnds, type DeclaredObject, isForControllers } from './declared-objects.ts';

/** Finds what apps that are no plain manifests declare for controllers. */
export type RenderedObjects = (apps: {
  readonly before: readonly ControlledApp[];
  readonly after: readonly ControlledApp[];
}) => Promise<DeclaredAtEnds>;

const ATONCE = 4;
const NO_TARGET: Target = { kubeVersion: null, apiVersions: [] };

/**
 * An app of apps may be a kustomization or a chart. Where the push touches one, and its files name a controller's API, both
 * ends of it are rendered, each once; one that does not render declares nothing here, and is told when it is judged.
 */
export function openRendered(
  { base, head, between }: Pick<Ends, 'base' | 'head' | 'between'>,
  cluster: Cluster,
  deps: Deps,
): RenderedObjects {
  const known = new Map<string, Promise<readonly DeclaredObject[]>>();
  const at = async (apps: readonly ControlledApp[], commit: PushedCommit | null) => {
    const suspects = apps.filter(({ root }) => root.kind !== 'plain' && root.kind !== 'unrendered');
    if (commit === null || suspects.length === 0) return [];
    const reads = await commit.readsOf(suspects.map(({ root }) => root));
    const touched = suspects.filter((_, index) => between.changed.some(reads[index] ?? (() => false)));
    const found = await mapLimit(touched, ATONCE, (app) => {
      const key = `${commit.oid} ${app.id} ${JSON.stringify(app.root)}`;
      const declared = known.get(key) ?? declaredBy(app, commit, cluster, deps);
      known.set(key, declared);
      return declared;
    });
    return found.flat();
  };
  return async ({ before, after }) => ({ base: await at(before, base), head: await at(after, head) });
}

async function declaredBy(
  { id, root }: ControlledApp,
  commit: PushedCommit,
  cluster: Cluster,
  deps: Deps,
): Promise<readonly DeclaredObject[]> {
  const texts = await commit.textsOf(root);
  if (!texts.some((text) => isForControllers(text))) return [];
  try {
    const target = isForCluster(root) ? helmTarget(cluster) : NO_TARGET;
    const { manifests } = await commit.render(root, target, deps);
    return manifests
      .filter(({ object }) => isForControllers(object.apiVersion))
      .map(({ object, origin }) => ({ file: origin.file, by: id, object: placed(object, root.namespace) }));
  } catch (error) {
    if (!(error instanceof GitopsError) || error.exitCode === EXIT.cancelled) throw error;
    return [];
  }
}

function placed(object: KubeObject, namespace: string | undefined): KubeObject {
  if (namespace === undefined || namespaceOf(object) !== null) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
