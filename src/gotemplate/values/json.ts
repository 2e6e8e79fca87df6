import { isArray, isObject, type Json } from '../../object.ts';
import { type Budget, TemplateError } from './budget.ts';
import { byKey } from './text.ts';
import { Dict, type GoValue, Int, List, Struct } from './values.ts';

/** As encoding/json decodes into an interface. */
export function fromJson(value: Json): GoValue {
  if (isArray(value)) return new List(value.map(fromJson));
  if (isObject(value)) return new Dict(Object.entries(value).map(([key, item]) => [key, fromJson(item)]));
  return value;
}

export interface JsonLayout {
  readonly indent?: string;
  /** `<`, `>` and `&` are written as escapes, as json.Marshal does unless told otherwise. */
  readonly escapeHtml: boolean;
}

/** encoding/json.Marshal: keys in order of their bytes. */
export function marshalJson(value: GoValue, layout: JsonLayout, budget: Budget, depth = 0): string {
  budget.spend();
  budget.depth(depth);
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'number') return jsonNumber(value);
  if (typeof value === 'string') return jsonText(value, layout.escapeHtml);
  if (value instanceof Int) return String(value.value);
  if (value instanceof Struct) return jsonText(value.text, layout.escapeHtml);
  if (typeof value === 'boolean') return String(value);
  const inner = (item: GoValue) => marshalJson(item, layout, budget, depth + 1);
  const colon = layout.indent === undefined ? ':' : ': ';
  const parts =
    value instanceof List
      ? value.items.map(inner)
      : byKey(value.entries).map(([key, item]) => jsonText(key, layout.escapeHtml) + colon + inner(item));
  const [open, close] = value instanceof List ? ['[', ']'] : ['{', '}'];
  if (value instanceof Dict && value.isNil) return 'null';
  return budget.text(enclosed(parts, open, close, layout.indent, depth));
}

function enclosed(
  parts: readonly string[],
  open: string,
  close: string,
  indent: string | undefined,
  depth: number,
) {
  if (indent === undefined || parts.length === 0) return `${open}${parts.join(',')}${close}`;
  const pad = `\n${indent.repeat(depth + 1)}`;
  return `${open}${pad}${parts.join(`,${pad}`)}\n${indent.repeat(depth)}${close}`;
}

function jsonNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TemplateError(`json: unsupported value: ${value}`);
  return Object.is(value, -0) ? '-0' : String(value);
}

export function jsonText(text: string, escapeHtml: boolean): string {
  const plain = JSON.stringify(text.toWellFormed()).replace(/[\u2028\u2029]/g, unicodeEscape);
  return escapeHtml ? plain.replace(/[<>&]/g, unicodeEscape) : plain;
}

function unicodeEscape(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
