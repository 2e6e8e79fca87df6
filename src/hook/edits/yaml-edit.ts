import { isDeepStrictEqual } from 'node:util';
import { isArray, isObject, type Json, type JsonObject } from '../../object.ts';
import type { Path } from '../../path.ts';
import { parsePositioned, syntaxError } from '../../source/positions.ts';
import { hasBlock, type Spot, withBlock, withoutBlock } from './block.ts';
import { LEFTHOOK_LINES, PRE_COMMIT_LINES } from './lines.ts';

/** Where our lines go, which they are there, and what the file says without them: an edit is checked against that. */
interface Edit {
  readonly spot: Spot;
  readonly lines: readonly string[];
  readonly undo: (value: JsonObject) => Json;
}

/** `.pre-commit-config.yaml` with our hook in it, before all others; null: its layout is one to edit by hand. */
export function preCommitWith(text: string): string | null {
  return edited(text, PRE_COMMIT_LINES, (base) => {
    const spot = firstItem(base, ['repos']);
    const undo = (value: JsonObject) => ({ ...value, repos: rest(value.repos) });
    return spot && { spot, lines: PRE_COMMIT_LINES, undo };
  });
}

/** A lefthook configuration with our command in it, before all others; null: as above. */
export function lefthookWith(text: string): string | null {
  return edited(text, LEFTHOOK_LINES, lefthookEdit);
}

/** A whole pre-push of lefthook, also what to add by hand to a file that is not edited. */
export const LEFTHOOK_HOOK: readonly string[] = [
  'pre-push:',
  ...under(['commands:', ...under(command('gitops:'))]),
];

function lefthookEdit(base: string): Edit | null {
  const whole = parsePositioned(base).valueOf([]) ?? null;
  if (!isObject(whole ?? {}) || /^\s*[{[]/.test(base)) return null;
  const hook = isObject(whole) ? whole['pre-push'] : undefined;
  if (hook === undefined) {
    const undo = (value: JsonObject) => (whole === null ? null : without(value, 'pre-push'));
    return { spot: { offset: base.length, indent: '' }, lines: LEFTHOOK_HOOK, undo };
  }
  if (!isObject(hook)) return null;
  const changed = (change: (hook: JsonObject) => JsonObject) => (value: JsonObject) => ({
    ...value,
    'pre-push': isObject(value['pre-push']) ? change(value['pre-push']) : null,
  });
  if (isArray(hook.jobs))
    return at(
      base,
      ['jobs'],
      command('- name: gitops'),
      changed((now) => ({ ...now, jobs: rest(now.jobs) })),
    );
  if (isObject(hook.commands))
    return at(
      base,
      ['commands'],
      command('gitops:'),
      changed((now) => ({
        ...now,
        commands: isObject(now.commands) ? without(now.commands, 'gitops') : null,
      })),
    );
  return at(
    base,
    [],
    ['commands:', ...under(command('gitops:'))],
    changed((now) => without(now, 'commands')),
  );
}

function at(base: string, path: Path, lines: readonly string[], undo: Edit['undo']): Edit | null {
  const spot = firstItem(base, ['pre-push', ...path]);
  return spot && { spot, lines, undo };
}

function command(name: string): readonly string[] {
  return [name, ...under(LEFTHOOK_LINES)];
}

function under(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

/** The line of the first item or key of a collection in block style, and how far it is indented. */
function firstItem(text: string, path: Path): Spot | null {
  const [start] = parsePositioned(text).rangeOf(path) ?? [];
  if (start === undefined || /^[[{*&!|>]/.test(text.slice(start))) return null;
  const offset = text.lastIndexOf('\n', start - 1) + 1;
  const indent = text.slice(offset, start);
  return /^ *$/.test(indent) ? { offset, indent } : null;
}

/**
 * Lines that stand already stay where a team put them. An edit counts only if the result parses, says what it said
 * before and our part, and can be taken back to the last byte.
 */
function edited(text: string, ours: readonly string[], plan: (base: string) => Edit | null): string | null {
  const base = withoutBlock(text);
  if (hasBlock(text) && ours.every((line) => text.includes(line.trim()))) return text;
  if (syntaxError(base) !== null) return null;
  const edit = plan(base);
  if (edit === null) return null;
  const after = withBlock(base, edit.lines, edit.spot);
  if (syntaxError(after) !== null || withoutBlock(after) !== base) return null;
  const value = parsePositioned(after).valueOf([]);
  const before = parsePositioned(base).valueOf([]) ?? null;
  return isObject(value) && isDeepStrictEqual(edit.undo(value), before) ? after : null;
}

function rest(items: Json | undefined): Json {
  return isArray(items) ? items.slice(1) : null;
}

function without(value: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
