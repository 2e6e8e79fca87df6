import { getOne } from '../../cluster/live.ts';
import { GitopsError } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import { namespaceOf } from '../../object.ts';
import type { Cluster } from '../types.ts';
import type { RootPush, Tell } from './types.ts';

const ENOUGH = 5;

/**
 * Where nobody configured what this cluster runs: a root of which nothing lives here is meant for another, and is not
 * asked about. Returns the others.
 */
export async function runHere(
  roots: readonly RootPush[],
  cluster: Cluster,
  where: string,
  tell: Tell,
): Promise<readonly RootPush[]> {
  const kept = await mapLimit(roots, 4, async (root) => {
    // what is new altogether may be meant for any cluster: why not for this one
    if (root.before.length === 0 || (await livesHere(root, cluster))) return root;
    tell({
      code: 'UNREACHABLE',
      root: root.app.root.path,
      object: null,
      path: null,
      message: `${where} was not asked about it: nothing of ${root.app.root.path} lives there`,
      hint: 'describe in .gitops.yaml which context runs it',
      source: null,
    });
    return null;
  });
  return kept.filter((root) => root !== null);
}

async function livesHere({ app, before }: RootPush, cluster: Cluster): Promise<boolean> {
  const found = await mapLimit(before.slice(0, ENOUGH), ENOUGH, async ({ object }) => {
    const resource = cluster.discovery.find(object.apiVersion, object.kind);
    if (resource === undefined) return false;
    const namespace = resource.namespaced
      ? (namespaceOf(object) ?? app.root.namespace ?? cluster.namespace)
      : null;
    try {
      return (await getOne(cluster.http, resource, namespace, object.metadata.name)) !== null;
    } catch (error) {
      // who may not look cannot say that it is not there
      if (error instanceof GitopsError && error.code === 'FORBIDDEN') return true;
      throw error;
    }
  });
  return found.some(Boolean);
}
