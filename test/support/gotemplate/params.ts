import { fromJson } from '../../../src/gotemplate/values/json.ts';
import { Dict, texts } from '../../../src/gotemplate/values/values.ts';
import type { JsonObject } from '../../../src/object.ts';

/** What a file in git says, at `apps/web-A/config.json`. */
export const content: JsonObject = {
  name: 'web',
  n: 3,
  big: 1234567,
  f: 1.5,
  t: true,
  no: false,
  empty: '',
  nil: null,
  list: ['b', 'a', 'c'],
  nums: [3, 1, 2],
  mixed: ['x', 1, null, true],
  obj: { b: '2', a: 1, c: { d: 'deep' } },
  uni: 'héllo wörld ✓',
  url: 'https://git.example.com/a/b.git',
  text: 'line1\nline2\n',
  html: `<a href="x">&'`,
  version: 'v1.22.3',
  objs: [
    { name: 'a', v: 1 },
    { name: 'b', v: 2 },
  ],
};
export const file = 'apps/web-A/config.json';
/** Of the generator: in Go a map of texts. */
export const values = { x: 'vx', y: '' };

/** The parameters that a git generator makes of both. */
export function params(): Dict {
  const made = Object.entries(content).map(([key, value]) => [key, fromJson(value)] as const);
  const path = new Dict([
    ['path', 'apps/web-A'],
    ['basename', 'web-A'],
    ['basenameNormalized', 'web-a'],
    ['filename', 'config.json'],
    ['filenameNormalized', 'config.json'],
    ['segments', texts(['apps', 'web-A'])],
  ]);
  return new Dict([...made, ['path', path], ['values', new Dict(Object.entries(values), 'string')]]);
}
