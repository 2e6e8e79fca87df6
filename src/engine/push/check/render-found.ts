import type { GitopsError } from '../../../errors.ts';
import type { Found } from '../../../push/types.ts';
import type { App } from '../../types.ts';
import type { PushedCommit } from '../commits/commit.ts';

/** What says nothing of the commit: this machine lacks a program, or a network. */
const ELSEWHERE: readonly string[] = ['RENDERER_MISSING', 'NEEDS_NETWORK'];
const PLACE = /(?:^|\s)((?:[\w@.+-]+\/)*[\w@.+-]+\.(?:ya?ml|json|tpl|txt|jsonnet|libsonnet)):(\d+)/;

/** Why a root, or a part of it, does not render. `before`: it did not before either, so that nobody is stopped by it. */
export function renderFound(
  { root }: App,
  error: GitopsError,
  before: boolean,
  commit: Pick<PushedCommit, 'has'>,
): Found {
  const isElsewhere = ELSEWHERE.includes(error.code);
  const text = [error.message, ...error.facts].join('\n');
  return {
    code: isElsewhere ? 'UNREACHABLE' : 'RENDER_FAILED',
    root: root.path,
    object: null,
    path: null,
    message: before && !isElsewhere ? `${text}\nit did not before this push either` : text,
    hint: error.hint ?? null,
    source: placeIn(text, commit),
    ...(before ? { softened: true } : {}),
  };
}

/** The first line of a file of the commit that is named. */
export function placeIn(text: string, commit: Pick<PushedCommit, 'has'>): Found['source'] {
  const [, file = '', line = ''] = PLACE.exec(text) ?? [];
  return file !== '' && commit.has(file) ? { file, line: Number(line) } : null;
}
