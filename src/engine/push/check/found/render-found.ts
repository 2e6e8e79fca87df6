import type { GitopsError } from '../../../../errors.ts';
import type { Found } from '../../../../push/types.ts';
import { unrenderedBecause } from '../../../../unrendered.ts';
import type { App } from '../../../types.ts';
import type { PushedCommit } from '../../commits/commit.ts';

const PLACE = /(?:^|\s)((?:[\w@.+-]+\/)*[\w@.+-]+\.(?:ya?ml|json|tpl|txt|jsonnet|libsonnet)):(\d+)/;
/** What is said of a file as a whole begins with it: of what jsonnet gives nobody knows the line. */
const FILE = /^((?:[\w@.+-]+\/)*[\w@.+-]+\.(?:ya?ml|json|jsonnet))(?= )/;

/** Why a root, or a part of it, does not render. `before`: it did not before either, so that nobody is stopped by it. */
export function renderFound(
  { root }: App,
  error: GitopsError,
  before: boolean,
  commit: Pick<PushedCommit, 'has'>,
): Found {
  const because = unrenderedBecause(error.code);
  const isElsewhere = because !== null;
  const text = [error.message, ...error.facts].join('\n');
  return {
    code: isElsewhere ? 'UNREACHABLE' : 'RENDER_FAILED',
    root: root.path,
    object: null,
    path: null,
    message: before && !isElsewhere ? `${text}\nit did not before this push either` : text,
    hint: error.hint ?? null,
    source: placeIn(text, commit),
    ...(before || because === 'never' ? { softened: true } : {}),
  };
}

/** The first line of a file of the commit that is named, or the file that all of it is about. */
export function placeIn(text: string, commit: Pick<PushedCommit, 'has'>): Found['source'] {
  const [, file = '', line] = PLACE.exec(text) ?? FILE.exec(text) ?? [];
  if (file === '' || !commit.has(file)) return null;
  return { file, line: line === undefined ? null : Number(line) };
}
