import { CONFIG_FILE, MISNAMED } from '../../../../config/parse.ts';
import type { UsageError } from '../../../../errors.ts';
import type { Found } from '../../../../push/types.ts';
import type { PushedCommit } from '../../commits/commit.ts';
import { placeIn } from './render-found.ts';

/** A configuration that cannot be read, on refs that nothing is deployed from as far as the remote's own tells. */
export function configFound(
  error: UsageError,
  refs: readonly { readonly remoteRef: string }[],
  head: Pick<PushedCommit, 'has'>,
): Found {
  const text = [error.message, ...error.facts].join('\n');
  const names = refs.map(({ remoteRef }) => remoteRef.replace(/^refs\/(?:heads|tags)\//, '')).join(', ');
  const file = head.has(CONFIG_FILE) ? CONFIG_FILE : MISNAMED;
  return {
    code: 'INVALID_CONFIG',
    root: null,
    object: null,
    path: null,
    message: `${text}\nby what the remote has, nothing is deployed from ${names}: judged by that`,
    hint: error.hint ?? null,
    source: placeIn(text, head) ?? { file, line: null },
  };
}
