import type { Deps } from '../../../deps.ts';
import { GitopsError } from '../../../errors.ts';
import { minuteOf } from '../../../output/words/age.ts';
import { counted } from '../../../output/words/value.ts';
import type { Found } from '../../../push/types.ts';
import { connect } from '../../open/connect.ts';
import type { Query } from '../../query.ts';
import { codeOf } from '../check/found/found.ts';
import { touchedOf } from '../commits/desired.ts';
import { type Foreseeing, foreseeing } from '../foresee.ts';
import type { Destination, RootPush } from '../types.ts';

/** The cluster of a destination, or why it cannot be reached; null: nobody wants to ask it. Throws what was cancelled. */
export async function reach(
  { way }: Destination,
  query: Query,
  deps: Deps,
): Promise<Foreseeing | GitopsError | null> {
  const connection = way === null ? null : way();
  if (connection === null || connection instanceof GitopsError) return connection;
  try {
    const cluster = await connect(connection, query, deps);
    return foreseeing(cluster, query.namespace ?? cluster.namespace);
  } catch (error) {
    if (error instanceof GitopsError && error.code !== 'CANCELLED') return error;
    throw error;
  }
}

/**
 * One line: what says nothing of the commits is not worth more; none where there was nothing to ask about. `asOf`: when
 * its apps were last known, in milliseconds since 1970; null: they are known now, or nobody goes by them.
 */
export function unreachable(
  error: GitopsError,
  where: string,
  roots: readonly RootPush[],
  asOf: number | null,
): readonly Found[] {
  const objects = roots.reduce((sum, root) => sum + touchedOf(root).length + root.changes.deleted.length, 0);
  if (objects === 0 && asOf === null) return [];
  const code = codeOf(error);
  const about = `about ${counted(objects, 'object')}`;
  const what =
    asOf === null ? about : `${about} of the apps that it had at ${minuteOf(new Date(asOf).toISOString())}`;
  return [
    {
      code: code === 'TIMEOUT' || code === 'FORBIDDEN' ? code : 'UNREACHABLE',
      root: null,
      object: null,
      path: null,
      message: `${where} was not asked ${what}: ${error.message}`,
      hint: error.hint ?? null,
      source: null,
    },
  ];
}
