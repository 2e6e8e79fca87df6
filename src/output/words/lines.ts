import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, structuredPatch } from 'diff';

/** A differing text costs its length times its edits: past this, it is shown as replaced. */
const MOST_EDITS = 2000;

/** One line of a small diff: a line that only one side has, or one that both share, with git's number of it. */
export interface Row {
  readonly side: 'git' | 'live' | 'both' | 'gap';
  readonly number: number;
  readonly text: string;
}

/** The differing lines with two lines around them. */
export function rowsOf(git: string, live: string): readonly Row[] {
  const { hunks } = patchOf('git', 'live', git, live, 2);
  return hunks.flatMap(({ oldStart, lines }, index) => {
    let number = oldStart;
    const rows = lines.map((line) => {
      const row = rowOf(line, number);
      if (row.side === 'git' || row.side === 'both') number += 1;
      return row;
    });
    return index === 0 ? rows : [{ side: 'gap', number, text: '' } satisfies Row, ...rows];
  });
}

function rowOf(line: string, number: number): Row {
  const text = line.slice(1);
  if (line.startsWith('-')) return { side: 'git', number, text };
  if (line.startsWith('+')) return { side: 'live', number, text };
  if (line.startsWith('\\')) return { side: 'gap', number, text: '(no line break at the end)' };
  return { side: 'both', number, text };
}

/** A unified diff that `git apply` and `patch` read; empty for equal texts. */
export function unifiedDiff(oldName: string, newName: string, oldText: string, newText: string): string {
  const patch = patchOf(oldName, newName, oldText, newText, 3);
  return patch.hunks.length === 0 ? '' : formatPatch(patch, FILE_HEADERS_ONLY);
}

function patchOf(
  oldName: string,
  newName: string,
  old: string,
  now: string,
  context: number,
): StructuredPatch {
  const options = { context, maxEditLength: MOST_EDITS };
  return (
    structuredPatch(oldName, newName, old, now, undefined, undefined, options) ??
    replaced(oldName, newName, old, now)
  );
}

function replaced(oldFileName: string, newFileName: string, old: string, now: string): StructuredPatch {
  const [before, after] = [marked('-', old), marked('+', now)];
  const hunk = {
    oldStart: 1,
    oldLines: before.count,
    newStart: 1,
    newLines: after.count,
    lines: [...before.lines, ...after.lines],
  };
  return { oldFileName, newFileName, oldHeader: undefined, newHeader: undefined, hunks: [hunk] };
}

function marked(sign: string, text: string): { readonly count: number; readonly lines: readonly string[] } {
  if (text === '') return { count: 0, lines: [] };
  const ended = text.endsWith('\n');
  const lines = (ended ? text.slice(0, -1) : text).split('\n').map((line) => `${sign}${line}`);
  return { count: lines.length, lines: ended ? lines : [...lines, '\\ No newline at end of file'] };
}
