import { UsageError } from '../../errors.ts';
import { printable } from '../../printable.ts';

/** One ref that a push changes, as git tells its hook. */
export interface RefLine {
  /** What was written before the colon, `HEAD~1` or a commit too: only the id can be relied on. */
  readonly localRef: string;
  /** A tag's own id, where it is annotated; null: the ref is deleted. */
  readonly localOid: string | null;
  readonly remoteRef: string;
  /** null: nothing is there. */
  readonly remoteOid: string | null;
}

/** From the right: `HEAD^{/a message}` has blanks, a remote ref has none. */
const LINE = /^(.*) ((?:[0-9a-f]{24})?[0-9a-f]{40}) (\S+) ((?:[0-9a-f]{24})?[0-9a-f]{40})\r?$/s;

/** Standard input of git's pre-push hook. Throws UsageError BAD_HOOK_INPUT for a line that is none. */
export function readRefLines(text: string): readonly RefLine[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(readLine);
}

function readLine(line: string): RefLine {
  const [, localRef, local, remoteRef, remote] = LINE.exec(line) ?? [];
  if (localRef === undefined || local === undefined || remoteRef === undefined || remote === undefined)
    throw new UsageError('BAD_HOOK_INPUT', `git's pre-push says no such thing: ${printable(line.trim())}`, {
      facts: ['expected: <local ref> <local oid> <remote ref> <remote oid>'],
      hint: 'let the hook pass on what git gives it: kubectl-gitops hook pre-push "$@"',
    });
  return { localRef, localOid: oidOrNull(local), remoteRef, remoteOid: oidOrNull(remote) };
}

/** As many zeros as an id of the repository has digits say that there is none. */
function oidOrNull(oid: string): string | null {
  return /^0+$/.test(oid) ? null : oid;
}
