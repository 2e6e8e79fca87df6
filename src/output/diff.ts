import type { ObjectDrift } from '../drift/types.ts';
import type { ObjectName } from '../errors.ts';
import { groupOf, type Json, versionOf } from '../object.ts';
import { printable } from '../printable.ts';
import type { DriftReport } from './types.ts';
import { unifiedDiff } from './words/lines.ts';

const NOTHING = '/dev/null';

/** What applying git would do to live, as one patch with a file for each object. */
export function diffReport({ objects }: DriftReport, stringify: (value: Json) => string): string {
  return objects.map((object) => objectDiff(object, stringify)).join('');
}

function objectDiff({ object, sides }: ObjectDrift, stringify: (value: Json) => string): string {
  if (sides === undefined) return '';
  const { git, live } = sides;
  const file = fileOf(object);
  return unifiedDiff(
    live === undefined ? NOTHING : `live/${file}`,
    git === undefined ? NOTHING : `git/${file}`,
    live === undefined ? '' : printable(stringify(live)),
    git === undefined ? '' : printable(stringify(git)),
  );
}

/** As `kubectl diff` names its files; a cluster-scoped object has an empty namespace there. */
export function fileOf({ apiVersion, kind, namespace, name }: ObjectName): string {
  const group = groupOf(apiVersion);
  const parts = [versionOf(apiVersion), kind, namespace ?? '', name];
  return (group === '' ? parts : [group, ...parts]).map(inFileName).join('.');
}

/** Names come from outside: none may leave its directory or break the header's line. */
function inFileName(part: string): string {
  return part.replace(/[^A-Za-z0-9._:~@+-]/gu, (character) => encodeURIComponent(character.toWellFormed()));
}
