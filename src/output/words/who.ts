import type { Owner, Source } from '../../drift/types.ts';
import type { TextStyle } from '../types.ts';
import { age, dayOf, minuteOf } from './age.ts';
import { oneLine } from './escape.ts';

const GAP = '  ';

/** `kubectl-edit  2026-11-20 03:12 UTC`: who set it live, and when at the latest. */
export function ownerText(owner: Owner): string {
  const through = owner.subresource === null ? '' : ` through /${owner.subresource}`;
  const when = owner.time === null ? 'time unknown' : minuteOf(owner.time);
  return oneLine(`${owner.manager}${through}${GAP}${when}`);
}

/** `apps/web/base/deployment.yaml:31  3f2c1aa  Ada  12 days ago`: only what is known. */
export function sourceText(source: Source, style: TextStyle): string {
  const parts = [placeOf(source), source.commit?.slice(0, 7), source.author, commitTime(source.time, style)];
  return oneLine(parts.filter((part) => typeof part === 'string' && part !== '').join(GAP));
}

export function placeOf({ file, line }: Pick<Source, 'file' | 'line'>): string {
  return line === null ? file : `${file}:${line}`;
}

/** An age for people; in a pipe the day, which stays the same tomorrow. */
function commitTime(time: string | null, { tty, now }: TextStyle): string | null {
  if (time === null) return null;
  return tty && dayOf(time) !== null ? age(time, now) : dayOf(time);
}
