import { posix } from 'node:path';
import { TemplateError } from '../../../../gotemplate/values/budget.ts';
import { compareText } from '../../../../gotemplate/values/text.ts';
import { Dict } from '../../../../gotemplate/values/values.ts';
import { isArray, isObject } from '../../../../object.ts';
import type { View } from '../../../../view.ts';
import { pathspecMatcher } from '../globs.ts';
import type { Params } from '../params.ts';
import { readYaml } from '../yaml.ts';
import { anyMap } from './list.ts';
import { Unavailable } from './run.ts';

const MOST_FILES = 100_000;
const LARGEST = 1 << 20;

/** Paths that `git ls-files` gives for any of these, sorted. `at` names the generator. */
export function filesOf(view: View, specs: readonly string[], at: string): readonly string[] {
  const matchers = specs.map((spec) => pathspecMatcher(normalized(spec, at)));
  const found = [...everyFile(view)].filter((path) => matchers.some((matches) => matches(path)));
  return found.sort(compareText);
}

/** As git reads a path on its command line. */
function normalized(spec: string, at: string): string {
  if (spec.startsWith(':')) throw new Unavailable(at, `the path ${spec} is a special one of git's`);
  const path = posix.normalize(spec === '' ? '.' : spec);
  if (path.startsWith('/') || path === '..' || path.startsWith('../'))
    throw new TemplateError(`${at}: the path ${JSON.stringify(spec)} leads out of the repository`);
  return path === '.' || path === './' ? '' : path;
}

function* everyFile(view: View): Iterable<string> {
  if (view.paths !== null) {
    for (const [path, { kind }] of view.paths) if (kind !== 'directory') yield path;
    return;
  }
  const waiting = [''];
  let seen = 0;
  for (let dir = waiting.pop(); dir !== undefined; dir = waiting.pop()) {
    for (const { name, kind } of view.list(dir)) {
      if (++seen > MOST_FILES) throw new TemplateError(`there are more than ${MOST_FILES} files`);
      const path = dir === '' ? name : `${dir}/${name}`;
      if (path === '.git') continue;
      if (kind === 'directory') waiting.push(path);
      else yield path;
    }
  }
}

/** One set of parameters, or one for each map of a list; a file that holds nothing makes an empty one. */
export function setsOfFile(view: View, path: string): readonly Params[] {
  const content = view.read(path);
  if (content === undefined) throw new TemplateError(`the file ${path} cannot be read`);
  if (content.length > LARGEST) throw new TemplateError(`the file ${path} is larger than ${LARGEST} bytes`);
  const value = readYaml(content.toString('utf8'), path);
  const items = isArray(value) ? value : [value];
  if (items.length === 0) return [new Dict([])];
  if (items.some((item) => item !== null && !isObject(item)))
    throw new TemplateError(`the file ${path} holds neither a map nor a list of maps`);
  return items.map((item) => anyMap(item, path));
}
