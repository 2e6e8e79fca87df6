import { NO_NETWORK } from '../environment.ts';
import { gitFailure } from '../failure.ts';
import type { LocatedRepository } from '../repository.ts';

/**
 * What ids lead to once tags are peeled, all in one process: a commit's id; null where it is no commit; those whose
 * object is not here are left out.
 */
export async function peel(
  repository: LocatedRepository,
  oids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const asked = [...new Set(oids)];
  if (asked.length === 0) return new Map();
  const input = asked.map((oid) => `${oid}^{}\n`).join('');
  const checked = await repository.git(['cat-file', '--batch-check', '--buffer'], { input, env: NO_NETWORK });
  if (checked.code !== 0) throw gitFailure('cannot look for the commits of the push', checked);
  const answers = checked.stdout.split('\n');
  return new Map(
    asked.flatMap((oid, index) => {
      const [, found, type] = /^([0-9a-f]+) (commit|tree|blob) \d+$/.exec(answers[index] ?? '') ?? [];
      return found === undefined ? [] : [[oid, type === 'commit' ? found : null] as const];
    }),
  );
}
