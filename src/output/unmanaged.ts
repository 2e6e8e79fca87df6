import type { ObjectDrift } from '../drift/types.ts';
import type { TextStyle } from './types.ts';
import { age, minuteOf } from './words/age.ts';
import { oneLine } from './words/escape.ts';

/** `created by kubectl-create  2026-11-20 03:12 UTC  (12 days ago)`: whose an object is that no app declares. */
export function createdText(
  { owner, created }: Pick<ObjectDrift, 'owner' | 'created'>,
  { tty, now }: Pick<TextStyle, 'tty' | 'now'>,
): string {
  const who = owner === null ? 'creator not recorded' : `created by ${owner.manager}`;
  const when = created === undefined || created === null ? 'time unknown' : minuteOf(created);
  // an age would be another one tomorrow, in a file
  const ago = tty && typeof created === 'string' ? [`(${age(created, now)})`] : [];
  return oneLine([who, when, ...ago].join('  '));
}
