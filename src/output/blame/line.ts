import type { BlamedField } from '../../drift/types.ts';
import { formatPath } from '../../path.ts';
import { lacking } from '../change.ts';
import { oneLine } from '../words/escape.ts';
import type { Painter } from '../words/style.ts';
import { flow } from '../words/value.ts';
import { gitCells, liveDetails } from './cells.ts';

/** One field on one line, nothing cut and nothing aligned: what is piped is searched and compared. */
export function blameLine(field: BlamedField, paint: Painter): string {
  const { commit, author, date, place } = gitCells(field.source);
  const path = paint.path(oneLine(formatPath(field.path)));
  const value = field.git === undefined ? '-' : flow(field.git);
  const git = field.class === null ? value : paint.git(value);
  return `  ${[commit, author, date, place, path, git, ...liveCells(field, paint)].join('  ')}`;
}

function liveCells(field: BlamedField, paint: Painter): readonly string[] {
  const { live, moved } = field;
  if (field.class === null || moved === null) return [];
  const value = live === undefined ? lacking({ moved }) : flow(live);
  return [`live ${paint.live(value)}`, ...liveDetails(field)];
}
