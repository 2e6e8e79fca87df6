import { isSecret, maskObject, newMask } from '../drift/secrets/mask.ts';
import type { ObjectDrift } from '../drift/types.ts';
import { type Json, type KubeObject, nameOf } from '../object.ts';
import { formatPath } from '../path.ts';
import { printable } from '../printable.ts';
import { fileOf } from './diff.ts';
import { oneLine } from './words/escape.ts';
import { unifiedDiff } from './words/lines.ts';
import { flow } from './words/value.ts';
import { ownerText } from './words/who.ts';

/** What live has and git does not, a line each, for the top of an editor. */
export function driftLines(drifts: readonly ObjectDrift[]): readonly string[] {
  return drifts.flatMap(({ changes }) =>
    changes
      .filter(({ ignoredBy, moved }) => ignoredBy === null && moved !== 'git')
      .map(({ path, git, live, owner }) => {
        const sides = [
          git === undefined ? '' : `git ${flow(git)}`,
          live === undefined ? 'live lacks it' : `live ${flow(live)}`,
        ].filter((side) => side !== '');
        const who = owner === null ? '' : `  ${ownerText(owner)}`;
        return oneLine(`live differs: ${formatPath(path)}  ${sides.join(', ')}${who}`);
      }),
  );
}

/** What an edit changes of the rendered objects, a file for each, without any secret value. */
export function renderedDiff(
  changes: readonly { readonly before: KubeObject | undefined; readonly after: KubeObject | undefined }[],
  stringify: (value: Json) => string,
): string {
  const mask = newMask();
  const textOf = (object: KubeObject | undefined) =>
    object === undefined
      ? ''
      : printable(stringify(isSecret(object) ? (maskObject(object, mask) ?? null) : object));
  return changes
    .map(({ before, after }) => {
      const object = after ?? before;
      if (object === undefined) return '';
      const file = fileOf(nameOf(object));
      return unifiedDiff(
        before === undefined ? '/dev/null' : `before/${file}`,
        after === undefined ? '/dev/null' : `after/${file}`,
        textOf(before),
        textOf(after),
      );
    })
    .join('');
}
