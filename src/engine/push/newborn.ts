import { birth, dryRunApply } from '../../cluster/dry-run.ts';
import { isDenial } from '../../cluster/status-error.ts';
import { type GitopsError, ManifestError } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import { namespaceOf } from '../../object.ts';
import type { Rendered } from '../render.ts';
import type { Cluster, Item } from '../types.ts';
import type { Found } from '../../push/types.ts';

const ATONCE = 16;
/** Every cluster has it. */
const STAND_IN = 'default';
const MANAGER = 'kubectl-gitops';

type Refuse = (item: Item, error: GitopsError) => Promise<Found>;

/**
 * Asks about what the cluster has not yet. What goes into a namespace that comes with git is asked about in another
 * one, where the words on its schema hold and those of admission may not.
 */
export async function checkNew(
  items: readonly Item[],
  rendered: readonly Rendered[],
  { http }: Cluster,
  refuse: Refuse,
): Promise<readonly (readonly Found[])[]> {
  const declared = new Set(
    rendered
      .flatMap(({ manifests }) => manifests)
      .filter(({ object }) => object.kind === 'Namespace')
      .map(({ object }) => object.metadata.name),
  );
  const stoodIn = new Map<string, Item[]>();
  const found = await mapLimit(items, ATONCE, async (item): Promise<readonly Found[]> => {
    const answer = await dryRunApply(http, item.resource, item.desired, MANAGER);
    if (!('error' in answer)) return [];
    const namespace = namespaceOf(item.desired);
    if (answer.error.code !== 'NOT_FOUND' || namespace === null) return [await refuse(item, answer.error)];
    if (!declared.has(namespace)) return [await refuse(item, noSuchNamespace(namespace, answer.error))];
    stoodIn.set(namespace, [...(stoodIn.get(namespace) ?? []), item]);
    const elsewhere = { ...item.desired, metadata: { ...item.desired.metadata, namespace: STAND_IN } };
    const born = await birth(http, item.resource, elsewhere, MANAGER);
    if (!('error' in born)) return [];
    const refused = await refuse(item, born.error);
    return [isDenial(born.error.message) ? { ...refused, code: 'STAND_IN_NAMESPACE' } : refused];
  });
  const said = [...stoodIn].map(([namespace, [first, ...more]]): readonly Found[] =>
    first === undefined ? [] : [standIn(namespace, first, more.length + 1)],
  );
  return [...found, ...said];
}

function noSuchNamespace(namespace: string, cause: GitopsError): GitopsError {
  return new ManifestError(
    'NO_SUCH_NAMESPACE',
    `the cluster has no namespace ${namespace}, and nothing in git declares it`,
    { hint: 'declare the Namespace in git, or correct the name', cause },
  );
}

function standIn(namespace: string, { app }: Item, count: number): Found {
  const objects = count === 1 ? '1 object was' : `${count} objects were`;
  return {
    code: 'STAND_IN_NAMESPACE',
    root: app.root.path,
    object: null,
    path: null,
    message: `${objects} asked about in namespace ${STAND_IN}: ${namespace} comes with git and is not there yet`,
    hint: null,
    source: null,
  };
}
