import { getOne } from '../../../cluster/live.ts';
import type { ProblemCode } from '../../../config/settings.ts';
import { GitopsError } from '../../../errors.ts';
import { mapLimit } from '../../../io.ts';
import { namespaceOf } from '../../../object.ts';
import type { Found } from '../../../push/types.ts';
import type { Cluster } from '../../types.ts';
import type { RootPush, Tell } from '../types.ts';

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
      message: `${where} was not asked about it: nothing of ${nameOfRoot(root)} lives there`,
      hint: 'describe in .gitops.yaml which context runs it',
      source: null,
    });
    return null;
  });
  return kept.filter((root) => root !== null);
}

function nameOfRoot({ app: { root } }: RootPush): string {
  return root.path === '.' ? 'this repository' : root.path;
}

const ELSEWHERE: readonly ProblemCode[] = ['NO_SUCH_NAMESPACE', 'NO_SUCH_KIND'];

/**
 * The same for roots that are new: what this cluster has nothing of may well be there in the one that they are meant
 * for, so that it stops nobody.
 */
export function tellingGuessed(roots: readonly RootPush[], where: string, tell: Tell): Tell {
  const fresh = new Set(roots.filter(({ before }) => before.length === 0).map(({ app }) => app.root.path));
  return (...found) => {
    for (const one of found) {
      const isGuess = ELSEWHERE.includes(one.code) && one.root !== null && fresh.has(one.root);
      tell(isGuess ? { ...one, softened: true, hint: elsewhereHint(one, where) } : one);
    }
  };
}

function elsewhereHint({ hint }: Found, where: string): string {
  const other = `if ${where} does not run it, describe in .gitops.yaml which context does`;
  return hint === null ? other : `${hint}; ${other}`;
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
