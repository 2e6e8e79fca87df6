import type { Change, Fate, Moved, ObjectDrift } from '../drift/types.ts';
import { oneLine } from './words/escape.ts';
import { ownerText, placeOf } from './words/who.ts';

/** The labelled lines that say which side moved, where that is not plainly live, and what becomes of it. */
export function fateLines(change: Change): readonly (readonly [label: string, text: string])[] {
  if (change.ignoredBy !== null) return [['fate', oneLine(`ignored by ${change.ignoredBy}`)]];
  const fate = fateText(change.fate, change.because);
  if (change.moved === 'live') return [['fate', fate ?? 'unknown']];
  if (change.moved === 'git') {
    const stopped = change.fate === null && change.because !== null ? `: ${oneLine(change.because)}` : '';
    const move: readonly [string, string] = ['move', `${gitMove(change)}; not deployed yet${stopped}`];
    return change.fate === null || fate === null ? [move] : [move, ['fate', fate]];
  }
  const move: readonly [string, string] = ['move', 'git and live have both changed it since the last deploy'];
  return fate === null ? [move] : [move, ['fate', fate]];
}

function gitMove(change: Change): string {
  if (change.class === 'missing') return 'git added it';
  return change.class === 'changed' ? 'git changed it' : 'git no longer declares it';
}

function fateText(fate: Fate | null, because: string | null): string | null {
  if (fate === null) return because === null ? null : oneLine(because);
  return because === null ? fate : oneLine(`${fate}: ${because}`);
}

const ABSENT = {
  live: 'deleted from the cluster',
  git: 'new in git, not deployed yet',
  both: 'deleted from the cluster, and changed in git',
} satisfies { readonly [moved in Moved]: string };

/** An object that one side lacks, in a sentence: what happened, where it is declared, what happens next. */
export function sentenceOf(
  drift: Pick<ObjectDrift, 'status' | 'source' | 'owner' | 'moved' | 'fate' | 'because'>,
): string {
  const { source, owner } = drift;
  const fate = fateText(drift.fate, drift.because);
  const what = drift.status === 'orphan' ? 'no longer in git, still in the cluster' : absence(drift.moved);
  const where = source === null ? '' : `, declared in ${placeOf(source)}`;
  const who = owner === null ? '' : `, last set by ${ownerText(owner).replace('  ', ' ')}`;
  return oneLine(`${what}${drift.status === 'orphan' ? '' : where}${who}${fate === null ? '' : `; ${fate}`}`);
}

function absence(moved: Moved | null): string {
  return moved === null ? 'not in the cluster' : ABSENT[moved];
}
