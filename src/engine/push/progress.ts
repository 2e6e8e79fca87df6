import { GitopsError } from '../../errors.ts';
import type { PushRoot } from '../../push/types.ts';
import type { Lacking } from './commits/lacking.ts';
import type { Destination, Outstanding, RootPush } from './types.ts';

/** Everything that is known of one destination when the deadline comes. */
export interface Progress {
  roots: readonly RootPush[];
  /** What was not asked yet, as people name it. */
  readonly outstanding: Outstanding;
  /** Named objects that git declares nowhere for it. */
  lacking: readonly Lacking[];
}

/** As people name it: the environment, else the context. */
export function nameOfDestination({ environment, way }: Destination): string {
  if (environment !== null) return environment.name;
  const connection = way?.();
  return connection === undefined || connection instanceof GitopsError
    ? 'the cluster'
    : `context ${connection.context}`;
}

/** The report's line for each root. `isInvalid`: something of it stops the push. */
export function rowsOf(
  roots: readonly RootPush[],
  environment: string | null,
  isInvalid: (root: string) => boolean,
): readonly PushRoot[] {
  return roots.map(({ app: { root, controlled }, status, changes, perDeploy }) => {
    const all = [changes, perDeploy.changes];
    const sum = (count: (one: RootPush['changes']) => number) =>
      all.reduce((total, one) => total + count(one), 0);
    const [created, changed] = [sum((one) => one.created.length), sum((one) => one.changed.length)];
    return {
      root: root.path,
      ...(controlled === undefined ? {} : { app: controlled.id }),
      environment,
      status: status === 'valid' && isInvalid(root.path) ? 'invalid' : status,
      objects: created + changed + sum(({ same }) => same),
      changed,
      created,
      deleted: changes.deleted.length,
    };
  });
}
