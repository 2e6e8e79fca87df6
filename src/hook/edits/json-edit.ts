import { isObject } from '../../object.ts';
import type { Path } from '../../path.ts';
import { parsePositioned, syntaxError } from '../../source/positions.ts';
import { eolOf } from './block.ts';
import { AROUND_OTHER, isOurLine, ONE_LINE } from './lines.ts';

/** JSON with our line as the `pre-push` of an object, or before what stands there; null: there is no such object. */
export function jsonWith(text: string, object: Path): string | null {
  if (syntaxError(text) !== null) return null;
  const json = parsePositioned(text);
  const hooks = json.valueOf(object);
  const [brace = 0] = json.rangeOf(object) ?? [];
  if (!isObject(hooks) || text[brace] !== '{') return null;
  const there = hooks['pre-push'];
  if (there === undefined) {
    const more = Object.keys(hooks).length > 0 ? ',' : '';
    const member = `${space(text, brace)}"pre-push": ${JSON.stringify(ONE_LINE)}${more}`;
    return text.slice(0, brace + 1) + member + text.slice(brace + 1);
  }
  const range = json.rangeOf([...object, 'pre-push']);
  if (typeof there !== 'string' || range === null) return null;
  if (isOurLine(there)) return text;
  const [before, behind] = AROUND_OTHER.map(inJson);
  const other = text.slice(range[0] + 1, range[1] - 1);
  return `${text.slice(0, range[0] + 1)}${before}${other}${behind}${text.slice(range[1] - 1)}`;
}

/** JSON without our line; every other byte stays. */
export function jsonWithout(text: string, object: Path): string {
  if (!isInJson(text, object)) return text;
  const json = parsePositioned(text);
  const [brace = 0] = json.rangeOf(object) ?? [];
  const [start = 0, end = 0] = json.rangeOf([...object, 'pre-push']) ?? [];
  const [before = '', behind = ''] = AROUND_OTHER.map(inJson);
  const line = text.slice(start + 1, end - 1);
  if (line !== inJson(ONE_LINE)) {
    const other = line.slice(before.length, line.length - behind.length);
    return text.slice(0, start + 1) + other + text.slice(end - 1);
  }
  const key = text.lastIndexOf('"pre-push"', start);
  const isFirst = text.slice(brace + 1, key).trim() === '';
  // where we put it; or moved by somebody since: then the comma before it goes
  return isFirst
    ? text.slice(0, brace + 1) + text.slice(text[end] === ',' ? end + 1 : end)
    : text.slice(0, text.lastIndexOf(',', key)) + text.slice(end);
}

/** Whether the `pre-push` of an object is our line, or has it. */
export function isInJson(text: string, object: Path): boolean {
  if (syntaxError(text) !== null) return false;
  const line = parsePositioned(text).valueOf([...object, 'pre-push']);
  return typeof line === 'string' && isOurLine(line);
}

/** As it stands between the quotes of JSON. */
function inJson(line: string): string {
  return JSON.stringify(line).slice(1, -1);
}

/** The white space before the first member of an object: ours stands like it. */
function space(text: string, brace: number): string {
  const [blank = ''] = /^\s*/.exec(text.slice(brace + 1)) ?? [];
  if (text[brace + 1 + blank.length] !== '}') return blank;
  const line = text.slice(text.lastIndexOf('\n', brace) + 1, brace);
  const [indent = ''] = /^[ \t]*/.exec(line) ?? [];
  return blank.includes('\n') ? `${eolOf(text)}${indent}${indent === '' ? '  ' : indent}` : '';
}
