import { posix } from 'node:path';
import { GitopsError } from '../errors.ts';
import { isObject, type JsonObject } from '../object.ts';
import { parseYaml } from '../source/bulk.ts';
import type { View } from '../view.ts';
import { decode } from './text.ts';

/** `/`-separated and relative to the tree, `.` for its top; leads with `..` when it leaves the tree. */
export function resolveIn(dir: string, entry: string): string {
  const path = posix.normalize(posix.join(dir, entry)).replace(/\/$/, '');
  return path === '' ? '.' : path;
}

/** Whether a path leads out of the tree. */
export function leaves(path: string): boolean {
  return path.startsWith('/') || path.split('/')[0] === '..';
}

/** Whether a path is a directory, or in it. */
export function isBelow(path: string, dir: string): boolean {
  return dir === '.' || path === dir || path.startsWith(`${dir}/`);
}

/** What was parsed, by its bytes: a view that knows equal content to be equal gives the same buffer for it. */
const PARSED = new WeakMap<Buffer, JsonObject | null>();

/** A file that holds one map; empty when it is absent or broken: whoever renders it says so better. */
export function readYamlFile(path: string, view: View): JsonObject {
  return parsedYaml(path, view) ?? {};
}

/** null: it is broken; absent and empty files are empty maps. */
export function parsedYaml(path: string, view: View): JsonObject | null {
  const content = view.read(path);
  if (content === undefined) return {};
  const known = PARSED.get(content);
  if (known !== undefined) return known;
  const parsed = parse(decode(content), path);
  PARSED.set(content, parsed);
  return parsed;
}

function parse(text: string, path: string): JsonObject | null {
  try {
    const value = parseYaml(text, path);
    if (value === null) return {};
    return isObject(value) ? value : null;
  } catch (error) {
    if (error instanceof GitopsError) return null;
    throw error;
  }
}
