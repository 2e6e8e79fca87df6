import type { FunctionTable, TemplateFunction } from '../run/functions.ts';
import { BUILTIN } from './builtin.ts';
import { DEFAULTS } from './defaults.ts';
import { DICTS } from './dicts.ts';
import { ENCODING } from './encoding.ts';
import { LISTS } from './lists.ts';
import { NUMBERS } from './numbers.ts';
import { PATHS } from './paths.ts';
import { REGEX } from './regex.ts';
import { SEMVER } from './semver.ts';
import { STRINGS } from './strings.ts';
import { UNSUPPORTED } from './unsupported.ts';

/** text/template's and sprig's functions, which may hide the former's; `more` hides both. */
export function functionTable(more: Readonly<Record<string, TemplateFunction>>): FunctionTable {
  const sprig = {
    ...DEFAULTS,
    ...DICTS,
    ...ENCODING,
    ...LISTS,
    ...NUMBERS,
    ...PATHS,
    ...REGEX,
    ...SEMVER,
    ...STRINGS,
  };
  return new Map(Object.entries({ ...UNSUPPORTED, ...BUILTIN, ...sprig, ...more }));
}
