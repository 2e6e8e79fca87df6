import { isValues, put, type Value, type Values } from './merge.ts';

/** An assignment that Helm would refuse; its message holds nothing of the value, which may be secret. */
export class BadAssignment extends Error {}

/** Helm's own limits. */
const [MOST_ITEMS, DEEPEST] = [65_536, 30];

/**
 * Sets what `helm --set` would: `a.b[0].c=value`, `a={x,y}`, further assignments after commas, with `\` before what is
 * meant literally. `asText`: as `--set-string`, values stay text. Throws BadAssignment.
 */
export function setValue(values: Values, assignment: string, asText: boolean): void {
  const scanner = scan(assignment);
  while (!scanner.isAtEnd()) setOne(values, scanner, asText);
}

interface Scanner {
  readonly isAtEnd: () => boolean;
  /** What stands before the next of these characters, which is passed over; `stop`: it, or `''` at the end. */
  readonly until: (stops: string) => { readonly text: string; readonly stop: string };
  /** Passes over this character, if it is the next. */
  readonly skip: (character: string) => boolean;
}

function scan(text: string): Scanner {
  const characters = [...text];
  let at = 0;
  return {
    isAtEnd: () => at >= characters.length,
    until: (stops) => {
      let found = '';
      for (; at < characters.length; at++) {
        const one = characters[at] ?? '';
        if (stops.includes(one)) {
          at++;
          return { text: found, stop: one };
        }
        if (one === '\\') at++;
        found += characters[at] ?? '';
      }
      return { text: found, stop: '' };
    },
    skip: (character) => {
      const isNext = characters[at] === character;
      if (isNext) at++;
      return isNext;
    },
  };
}

type Step = string | number;

function setOne(values: Values, scanner: Scanner, asText: boolean): void {
  const steps = readPath(scanner);
  const [first, ...rest] = steps;
  if (typeof first !== 'string') throw new BadAssignment('a path begins with a key');
  const value = readValue(scanner, asText);
  const before = Object.hasOwn(values, first) ? values[first] : undefined;
  if (first !== '') put(values, first, setAt(before, rest, value));
}

function readPath(scanner: Scanner): readonly Step[] {
  const steps: Step[] = [];
  let isAfterIndex = false;
  for (;;) {
    const { text, stop } = scanner.until(isAfterIndex ? '[.=' : '=[,.');
    if (isAfterIndex && text !== '')
      throw new BadAssignment('something stands between an index and what follows it');
    if (!isAfterIndex) steps.push(text);
    if (steps.length > DEEPEST) throw new BadAssignment(`a path has more than ${DEEPEST} steps`);
    if (stop === '=') return steps;
    if (stop === ',' || stop === '') throw new BadAssignment('a key has no value');
    isAfterIndex = stop === '[';
    if (isAfterIndex) steps.push(readIndex(scanner));
  }
}

function readIndex(scanner: Scanner): number {
  const { text, stop } = scanner.until(']');
  if (stop === '' || !/^\d{1,5}$/.test(text) || Number(text) > MOST_ITEMS)
    throw new BadAssignment('an index is no number that a list has');
  return Number(text);
}

function readValue(scanner: Scanner, asText: boolean): Value {
  if (!scanner.skip('{')) return typed(scanner.until(',').text, asText);
  const items: Value[] = [];
  for (;;) {
    const { text, stop } = scanner.until(',}');
    if (stop === '') throw new BadAssignment('a list must end with }');
    items.push(typed(text, asText));
    if (stop === '}') break;
  }
  scanner.skip(',');
  return items;
}

function typed(text: string, asText: boolean): Value {
  if (asText) return text;
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  if (/^null$/i.test(text)) return null;
  const isNumber = text === '0' || /^[+-]?[1-9]\d*$|^[+-]0\d*$/.test(text);
  return isNumber && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

/** Sets a value within another one, in place where there is something to set it in. */
function setAt(before: Value | undefined, steps: readonly Step[], value: Value): Value {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === 'string') {
    if (before !== undefined && before !== null && !isValues(before))
      throw new BadAssignment('a path leads into what is no map');
    const map = before ?? {};
    const inner = Object.hasOwn(map, step) ? map[step] : undefined;
    const set = setAt(inner, rest, value);
    if (step !== '') put(map, step, set);
    if (Object.keys(map).length === 0) throw new BadAssignment('a key is empty');
    return map;
  }
  if (before !== undefined && before !== null && !Array.isArray(before))
    throw new BadAssignment('an index leads into what is no list');
  const list = before ?? [];
  while (list.length <= step) list.push(null);
  list[step] = setAt(list[step], rest, value);
  return list;
}
