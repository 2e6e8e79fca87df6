import { isArray, type Json } from '../../object.ts';
import { oneLine } from './escape.ts';

/** What would read as another type, as a mark of ours, or as nothing. */
const AMBIGUOUS =
  /^$|^[\s"'{[(]|\s$|^(?:true|false|null|yes|no|on|off|~)$|^[-+]?(?:\d|\.\d)[\d_.]*(?:e[-+]?\d+)?$/i;
const ENDS_IN_FLOW = /[,{}[\]"]|: |:$| #/;

/** A value on one line, in YAML's flow manner: `256Mi`, `"8080"`, `{image: busybox, args: [a, b]}`. */
export function flow(value: Json): string {
  return typeof value === 'string' ? text(value, AMBIGUOUS.test(value)) : nested(value);
}

function nested(value: Json): string {
  if (typeof value === 'string') return text(value, AMBIGUOUS.test(value) || ENDS_IN_FLOW.test(value));
  if (isArray(value)) return `[${value.map(nested).join(', ')}]`;
  if (value === null || typeof value !== 'object') return String(value);
  const pairs = Object.entries(value).map(([key, item]) => `${nested(key)}: ${nested(item)}`);
  return `{${pairs.join(', ')}}`;
}

function text(value: string, quoted: boolean): string {
  return quoted || oneLine(value) !== value ? oneLine(JSON.stringify(value)) : value;
}

/** How much there is of what does not fit on a line. */
export function extent(value: Json): string {
  if (typeof value === 'string') return counted(linesOf(value).length, 'line');
  if (isArray(value)) return counted(value.length, 'item');
  if (value !== null && typeof value === 'object') return counted(Object.keys(value).length, 'key');
  return flow(value);
}

export function linesOf(value: string): readonly string[] {
  const lines = value.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
