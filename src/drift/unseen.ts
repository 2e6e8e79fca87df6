import type { KubeObject } from '../object.ts';
import type { Typed } from '../schema.ts';
import { compare } from './compare.ts';
import { presentable } from './secrets/mask.ts';
import { isMark, type Mark } from './owners/marks.ts';
import type { Finding } from './settle.ts';
import { related } from './values.ts';

/**
 * What the server itself says applying git would change, and the local comparison did not find: for `--verify`, and for
 * the property that there is never anything. `merged` is the answer to the deployer's apply.
 */
export function unseen(
  merged: KubeObject,
  live: KubeObject,
  type: Typed,
  findings: readonly Finding[],
  mark: Mark | null,
): readonly Finding[] {
  const would = presentable(merged);
  const is = presentable(live);
  const set = compare(would, is, type).differences.map(
    ({ path, git, live: found }): Finding => ({
      path,
      class: found === undefined ? 'missing' : 'changed',
      ...(git === undefined ? {} : { git }),
      ...(found === undefined ? {} : { live: found }),
      owner: null,
      ignoredBy: null,
    }),
  );
  const gone = compare(is, would, type)
    .differences.filter((one) => one.class === 'missing')
    .map(
      ({ path, git }): Finding => ({
        path,
        class: 'stale',
        ...(git === undefined ? {} : { live: git }),
        owner: null,
        ignoredBy: null,
      }),
    );
  return [...set, ...gone].filter(
    ({ path }) => !isMark(path, true, mark) && !findings.some((other) => related(other.path, path)),
  );
}
