import { type ApplyRecord, groupKindOf, ID_LABEL, PART_OF, recordOf } from '../../applyset/parent.ts';
import type { Resource } from '../../cluster/discovery.ts';
import { listAll, type Wanted } from '../../cluster/live.ts';
import { mapLimit } from '../../io.ts';
import { groupOf, type KubeObject, namespaceOf } from '../../object.ts';
import { type Asking, type DeployerFacts, UNKNOWN } from './types.ts';

/** What the record of `kubectl gitops apply` says, and the members of its set wherever it says they may be. */
export async function applySet(id: string, { http, discovery }: Asking): Promise<DeployerFacts> {
  const secrets = discovery.find('v1', 'Secret');
  if (secrets === undefined) return UNKNOWN;
  const [parent] = await listAll(http, secrets, null, { labelSelector: `${ID_LABEL}=${id}` });
  const record = parent === undefined ? null : recordOf(parent, '');
  if (record === null) return UNKNOWN;
  const members = await membersOf(id, record, { http, discovery });
  return {
    ...UNKNOWN,
    objects: members.map(({ live }) => ({
      group: groupOf(live.apiVersion),
      kind: live.kind,
      namespace: namespaceOf(live),
      name: live.metadata.name,
    })),
    deployed: record.revision,
    unfinished: record.applying,
  };
}

export interface Member {
  readonly resource: Resource;
  readonly live: KubeObject;
}

/** Every live object that carries the set's label, wherever its record says there may be some. */
export async function membersOf(
  id: string,
  { groupKinds, namespace: own, namespaces }: ApplyRecord,
  { http, discovery }: Asking,
): Promise<readonly Member[]> {
  // of several versions of a kind the server's first is its own choice
  const kinds = new Map(
    discovery.resources
      .toReversed()
      .filter((one) => groupKinds.includes(groupKindOf(one)))
      .map((one) => [groupKindOf(one), one]),
  );
  const within = [...new Set([own, ...namespaces])];
  const lists = [...kinds.values()].flatMap((resource): readonly Pick<Wanted, 'resource' | 'namespace'>[] =>
    resource.namespaced
      ? within.map((namespace) => ({ resource, namespace }))
      : [{ resource, namespace: null }],
  );
  const found = await mapLimit(lists, 4, async ({ resource, namespace }) =>
    (await listAll(http, resource, namespace, { labelSelector: `${PART_OF}=${id}` })).map((live) => ({
      resource,
      live,
    })),
  );
  return found.flat();
}
