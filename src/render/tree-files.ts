import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { GitopsError } from '../errors.ts';
import { isObject, type JsonObject } from '../object.ts';
import { parseYaml } from '../source/bulk.ts';

/** `/`-separated and relative to the tree, `.` for its top; leads with `..` when it leaves the tree. */
export function resolveIn(dir: string, entry: string): string {
  const path = posix.normalize(posix.join(dir, entry)).replace(/\/$/, '');
  return path === '' ? '.' : path;
}

/** A file that holds one map; empty when it is absent or broken: whoever renders it says so better. */
export function readYamlFile(path: string): JsonObject {
  if (!existsSync(path)) return {};
  try {
    const value = parseYaml(readFileSync(path, 'utf8'), path);
    return isObject(value) ? value : {};
  } catch (error) {
    if (error instanceof GitopsError) return {};
    throw error;
  }
}
