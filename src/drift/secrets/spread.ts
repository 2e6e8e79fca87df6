import { isArray, isObject, type Json } from '../../object.ts';

/**
 * Values of Secrets that rendering puts into other objects: a variable of Flux, a value of a chart. They may stand anywhere,
 * as a part of a text too, so that they are looked for by what they are, not by where.
 */
export interface Spread {
  readonly learn: (secret: Json) => void;
  readonly isEmpty: () => boolean;
  /** The value with every known secret in it replaced, keys of maps included. */
  readonly json: (value: Json) => Json;
  readonly text: (text: string) => string;
}

/** A shorter one stands in too many texts by chance. */
const SHORTEST = 4;
/** Of a text of several lines, such as a key, each line of this length tells. */
const SHORTEST_LINE = 8;
const COMMON = new Set(['true', 'false', 'null']);

/** `nameOf`: what a secret is called in the report. */
export function openSpread(nameOf: (secret: string) => string): Spread {
  const names = new Map<string, string>();
  let ordered: readonly (readonly [secret: string, name: string])[] = [];
  const add = (secret: string, name: string) => {
    if (secret.length >= SHORTEST && !COMMON.has(secret) && !names.has(secret)) names.set(secret, name);
  };
  const learnText = (secret: string) => {
    if (secret.length < SHORTEST || COMMON.has(secret) || names.has(secret)) return;
    const name = nameOf(secret);
    for (const form of [secret, secret.trim(), secret.replaceAll('\n', '')]) {
      add(form, name);
      if (form.length >= SHORTEST) add(Buffer.from(form).toString('base64'), name);
    }
    const lines = secret.split('\n').map((line) => line.trim());
    if (lines.length > 1) for (const line of lines) if (line.length >= SHORTEST_LINE) add(line, name);
    // the longest first: one may hold another
    ordered = [...names].toSorted(([a], [b]) => b.length - a.length);
  };
  const learn = (secret: Json): void => {
    if (typeof secret === 'string') learnText(secret);
    if (typeof secret === 'number') learnText(String(secret));
    if (isArray(secret)) secret.forEach(learn);
    if (isObject(secret)) Object.values(secret).forEach(learn);
  };
  const text = (from: string): string =>
    ordered.reduce((masked, [secret, name]) => masked.replaceAll(secret, name), from);
  const json = (value: Json): Json => {
    if (ordered.length === 0) return value;
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return names.get(String(value)) ?? value;
    if (isArray(value)) return value.map(json);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [text(key), json(one)]));
  };
  return { learn, isEmpty: () => names.size === 0, json, text };
}
