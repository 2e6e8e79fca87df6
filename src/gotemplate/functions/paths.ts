import { posix } from 'node:path';
import { define, type TemplateFunction } from '../run/functions.ts';

const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  base: define('string', (args) => goBase(args.text(0))),
  dir: define('string', (args) => goDir(args.text(0))),
  clean: define('string', (args) => goClean(args.text(0))),
  ext: define('string', (args) => /\.[^./]*$/.exec(args.text(0))?.[0] ?? ''),
  isAbs: define('string', (args) => args.text(0).startsWith('/')),
};

/** sprig's functions on paths, each also by the name of that of the operating system, Linux. */
export const PATHS: Readonly<Record<string, TemplateFunction>> = {
  ...FUNCTIONS,
  ...Object.fromEntries(
    Object.entries(FUNCTIONS).map(([name, fn]) => [`os${name.charAt(0).toUpperCase()}${name.slice(1)}`, fn]),
  ),
};

/** path.Clean */
export function goClean(path: string): string {
  const clean = posix.normalize(path);
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
}

/** path.Base */
export function goBase(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** path.Dir */
export function goDir(path: string): string {
  return goClean(path.slice(0, path.lastIndexOf('/') + 1));
}
