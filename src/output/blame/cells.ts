import type { BlamedField, BlameSource } from '../../drift/types.ts';
import { dayOf } from '../words/age.ts';
import { columnsOf } from '../words/columns.ts';
import { oneLine } from '../words/escape.ts';
import { ownerText, placeOf } from '../words/who.ts';

/** What git says of a field; a dash for what cannot be told. */
export interface GitCells {
  readonly commit: string;
  readonly author: string;
  readonly date: string;
  readonly place: string;
}

export const NOT_COMMITTED = 'not committed';
const UNKNOWN = '-';

export function gitCells(source: BlameSource | null): GitCells {
  if (source === null) return { commit: UNKNOWN, author: UNKNOWN, date: UNKNOWN, place: UNKNOWN };
  const { commit, author, time, uncommitted } = source;
  return {
    commit: uncommitted ? NOT_COMMITTED : (commit?.slice(0, 7) ?? UNKNOWN),
    author: author === null || author === '' ? UNKNOWN : oneLine(author),
    date: time === null ? UNKNOWN : (dayOf(time) ?? UNKNOWN),
    place: oneLine(placeOf(source)),
  };
}

/** A place cut at its beginning: what tells files apart is their end. */
export function cutPlace(place: string, width: number): string {
  if (columnsOf(place) <= width) return place;
  const parts = place.split('/');
  for (let from = 1; from < parts.length; from++) {
    const shorter = `…/${parts.slice(from).join('/')}`;
    if (columnsOf(shorter) <= width) return shorter;
  }
  const letters = [...place];
  while (columnsOf(letters.join('')) >= width) letters.shift();
  return `…${letters.join('')}`;
}

/** Who set what live has instead and when, and why that may be no drift. */
export function liveDetails({ owner, live, moved, ignoredBy }: BlamedField): readonly string[] {
  const nobody = live === undefined && moved !== 'git' ? ['set by nobody known'] : [];
  return [...(owner === null ? nobody : [ownerText(owner)]), ...reasons(moved, ignoredBy)];
}

function reasons(moved: BlamedField['moved'], ignoredBy: string | null): readonly string[] {
  if (ignoredBy !== null) return [oneLine(`ignored by ${ignoredBy}`)];
  if (moved === 'git') return ['not deployed yet'];
  return moved === 'both' ? ['git has changed it too'] : [];
}
