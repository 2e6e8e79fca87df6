import { parseJson } from '../../cluster/http.ts';
import { urlOf } from '../../cluster/urls.ts';
import type { ObjectTarget } from '../../discover/targets.ts';
import { entriesOf } from '../../drift/fields.ts';
import { type GitopsError, UsageError } from '../../errors.ts';
import { describe, isObject, type KubeObject, nameOf } from '../../object.ts';
import type { Desired } from '../desired.ts';
import { resourcesOf } from '../filter.ts';
import type { Query } from '../query.ts';
import { resolveAll } from '../compare/resolve-all.ts';
import type { Cluster } from '../types.ts';

/** `kind/name` targets that git does not declare, each with what is known of it instead and the next step. */
export async function unmatchedTargets(
  cluster: Cluster,
  { rendered, targets }: Desired,
  query: Query,
  command: 'blame' | 'render' = 'blame',
): Promise<readonly GitopsError[]> {
  const of = (one: ObjectTarget, asked: Query) => {
    const only = { ...targets, objects: [one] };
    const { items, unresolved, ready } = resolveAll(rendered.apps, cluster, only, asked);
    // nobody compares anything here
    ready.catch(() => undefined);
    return [...items, ...unresolved].map(({ desired }) => desired);
  };
  const unmatched = targets.objects.filter((one) => of(one, query).length === 0);
  // what declares it may be what could not be rendered
  const unread = rendered.problems.flatMap(({ message, code, facts }) => [`${message} (${code})`, ...facts]);
  const roots = targets.roots.map(({ path }) => path);
  return Promise.all(
    unmatched.map(async (one) => {
      const [elsewhere] = of(one, { ...query, namespace: undefined });
      if (elsewhere !== undefined) return declaredElsewhere(one, elsewhere, query, command);
      const live = await liveOf(one, cluster, query.namespace ?? cluster.namespace);
      return live === null
        ? nowhere(one, cluster, query, unread)
        : notInGit(one, live, { roots, unread, command });
    }),
  );
}

function declaredElsewhere(
  one: ObjectTarget,
  { metadata }: KubeObject,
  query: Query,
  command: string,
): GitopsError {
  const { namespace } = metadata;
  const target = `${one.kind}/${one.name}`;
  const [where, flag] =
    typeof namespace === 'string'
      ? [`in namespace ${namespace}`, ` -n ${namespace}`]
      : ['without a namespace', ''];
  return new UsageError(
    'NO_SUCH_OBJECT',
    `git declares ${target} ${where}, not in ${query.namespace ?? ''}`,
    {
      hint: `run: kubectl gitops ${command} ${target}${flag}`,
    },
  );
}

function notInGit(
  one: ObjectTarget,
  live: KubeObject,
  {
    roots,
    unread,
    command,
  }: { readonly roots: readonly string[]; readonly unread: readonly string[]; readonly command: string },
): GitopsError {
  const target = `${one.kind}/${one.name}`;
  const managers = [...new Set(entriesOf(live).map(({ manager }) => manager))];
  return new UsageError(
    'NOT_IN_GIT',
    `${describe(nameOf(live))} is in the cluster, and nothing in ${roots.join(', ') || 'git'} declares it`,
    {
      facts: [...(managers.length === 0 ? [] : [`set by: ${managers.join(', ')}`]), ...unread],
      hint:
        roots.length > 0
          ? `look in the whole repository: kubectl gitops ${command} ${target}`
          : `declare it in git, or name the root that does: kubectl gitops ${command} ./ROOT ${target}`,
    },
  );
}

function nowhere(one: ObjectTarget, cluster: Cluster, query: Query, unread: readonly string[]): GitopsError {
  const namespaced = resourcesOf(one, cluster.discovery).some((resource) => resource.namespaced);
  const namespace = query.namespace ?? cluster.namespace;
  return new UsageError(
    'NO_SUCH_OBJECT',
    `neither git nor the cluster has ${one.kind}/${one.name}${namespaced ? ` (looked in namespace ${namespace})` : ''}`,
    {
      facts: unread,
      hint: `see what there is: kubectl get ${one.kind}${namespaced ? ' --all-namespaces' : ''}`,
    },
  );
}

/** null: it is not there, or may not be read. */
async function liveOf(one: ObjectTarget, cluster: Cluster, namespace: string): Promise<KubeObject | null> {
  for (const resource of resourcesOf(one, cluster.discovery)) {
    const path = urlOf(resource, resource.namespaced ? namespace : null, one.name);
    const answer = await cluster.http({ method: 'GET', path });
    const body = answer.status === 200 ? parseJson(answer.body) : null;
    if (!isObject(body) || !isObject(body.metadata)) continue;
    const { apiVersion, kind } = resource;
    return { ...body, apiVersion, kind, metadata: { ...body.metadata, name: one.name } };
  }
  return null;
}
