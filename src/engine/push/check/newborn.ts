import { type Answer, birth } from '../../../cluster/dry-run.ts';
import { isDenial } from '../../../cluster/status-error.ts';
import { EXIT, type GitopsError, ManifestError } from '../../../errors.ts';
import { mapLimit } from '../../../io.ts';
import { namespaceOf } from '../../../object.ts';
import { securityOf } from '../../../push/pod-security.ts';
import type { Found } from '../../../push/types.ts';
import type { Cluster, Item } from '../../types.ts';
import type { Declared } from '../commits/declared.ts';
import type { Tell } from '../types.ts';
import { openStandIns } from '../where/stand-in.ts';

const ATONCE = 16;

export interface NewbornCheck {
  readonly cluster: Cluster;
  readonly declared: Declared;
  /** The field manager of who will create it. */
  readonly managerOf: (item: Item) => string;
  readonly ask: (item: Item, manager: string) => Promise<Answer>;
  readonly refuse: (item: Item, error: GitopsError) => Promise<Found>;
  readonly unasked: (item: Item, error: GitopsError) => Promise<void>;
}

/**
 * Asks about what the cluster has not yet. What goes into a namespace that comes with git is asked about in another
 * one, where the words on its schema hold and those of admission may not.
 */
export async function checkNewborns(
  items: readonly Item[],
  { cluster, declared, managerOf, ask, refuse, unasked }: NewbornCheck,
  tell: Tell,
  done: (item: Item, said: readonly string[]) => Promise<void>,
): Promise<void> {
  const standIns = openStandIns(cluster);
  const stoodIn = new Map<string, Item[]>();
  const standIn = async (item: Item, namespace: string, missing: GitopsError): Promise<Answer> => {
    const namespaces = await declared.namespaces([namespace]);
    const comes = namespaces.get(namespace);
    if (comes === undefined) return { error: noSuchNamespace(namespace, missing) };
    stoodIn.set(namespace, [...(stoodIn.get(namespace) ?? []), item]);
    const { name } = await standIns.for(comes);
    const elsewhere = { ...item.desired, metadata: { ...item.desired.metadata, namespace: name } };
    return birth(cluster.http, item.resource, elsewhere, managerOf(item));
  };
  await mapLimit(items, ATONCE, async (item) => {
    const namespace = namespaceOf(item.desired);
    const first = await ask(item, managerOf(item));
    const isHomeless = 'error' in first && first.error.code === 'NOT_FOUND' && namespace !== null;
    const answer = isHomeless ? await standIn(item, namespace, first.error) : first;
    if ('error' in answer && answer.error.exitCode !== EXIT.invalid) await unasked(item, answer.error);
    else if ('error' in answer) {
      const refused = await refuse(item, answer.error);
      tell(
        isHomeless && isDenial(answer.error.message) ? { ...refused, code: 'STAND_IN_NAMESPACE' } : refused,
      );
    }
    await done(item, 'error' in answer ? [] : answer.warnings);
  });
  const namespaces = stoodIn.size === 0 ? new Map() : await declared.namespaces([...stoodIn.keys()]);
  for (const [namespace, [first, ...more]] of stoodIn) {
    const comes = namespaces.get(namespace);
    if (first === undefined || comes === undefined) continue;
    const { name, isLike } = await standIns.for(comes);
    const level = securityOf(comes);
    const unlike = isLike || level === null ? '' : `; its PodSecurity level, ${level}, was not exercised`;
    tell(standInFound(namespace, name, unlike, first, more.length + 1));
  }
}

function noSuchNamespace(namespace: string, cause: GitopsError): GitopsError {
  return new ManifestError(
    'NO_SUCH_NAMESPACE',
    `the cluster has no namespace ${namespace}, and nothing in git declares it`,
    { hint: 'declare the Namespace in git, or correct the name', cause },
  );
}

function standInFound(namespace: string, name: string, unlike: string, { app }: Item, count: number): Found {
  const objects = count === 1 ? '1 object was' : `${count} objects were`;
  return {
    code: 'STAND_IN_NAMESPACE',
    root: app.root.path,
    object: null,
    path: null,
    message: `${objects} asked about in namespace ${name}: ${namespace} comes with git and is not there yet${unlike}`,
    hint: null,
    source: null,
  };
}
