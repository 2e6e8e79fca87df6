import type { Json } from './object.ts';

/**
 * One step of a Kubernetes field path: a key of a map or struct, an item of a list-map by its schema keys,
 * an item of a set by its value, an item of an atomic list by its index.
 */
export type Step = string | ItemStep | ValueStep | number;
export interface ItemStep {
  readonly keys: { readonly [key: string]: Json };
}
export interface ValueStep {
  readonly value: Json;
}
export type Path = readonly Step[];

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `.spec.containers[name="web"].args[0]`, `.metadata.labels["app.kubernetes.io/name"]`, `.finalizers[="x"]`. */
export function formatPath(path: Path): string {
  return path.map(formatStep).join('') || '.';
}

export function formatStep(step: Step): string {
  if (typeof step === 'string') return IDENTIFIER.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  if (typeof step === 'number') return `[${step}]`;
  if ('value' in step) return `[=${JSON.stringify(step.value)}]`;
  const pairs = Object.entries(step.keys).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `[${pairs.join(',')}]`;
}

const STEP =
  /\.([^.[\]]+)|\[(\d+)\]|\[=("(?:[^"\\]|\\.)*"|[^\]]+)\]|\[((?:\w+=(?:"(?:[^"\\]|\\.)*"|[^,\]]+),?)+)\]|\[("(?:[^"\\]|\\.)*"|[^\]="]+)\]/y;
const PAIR = /(\w+)=("(?:[^"\\]|\\.)*"|[^,\]]+)/g;

/** What `formatPath` writes, and the server in its messages (`.spec.containers[0].image`, `.data[a key]`); null: it is no path. */
export function parsePath(text: string): Path | null {
  const path: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (match === null) return null;
    const [, field, index, value, pairs = '', key] = match;
    if (field !== undefined) path.push(field);
    else if (index !== undefined) path.push(Number(index));
    else if (value !== undefined) path.push({ value: readValue(value) });
    else if (key !== undefined) path.push(key.startsWith('"') ? String(readValue(key)) : key);
    else {
      const keys = [...pairs.matchAll(PAIR)].map(([, key = '', of = '']) => [key, readValue(of)] as const);
      path.push({ keys: Object.fromEntries(keys) });
    }
  }
  return path.length === 0 ? null : path;
}

function readValue(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

/** A path while it is walked: a step costs one small object, the path is made only where something is found. */
export interface Trail {
  readonly up: Trail | null;
  readonly step: Step;
}

export function pathOf(trail: Trail | null): Path {
  const path: Step[] = [];
  for (let at = trail; at !== null; at = at.up) path.push(at.step);
  return path.reverse();
}
