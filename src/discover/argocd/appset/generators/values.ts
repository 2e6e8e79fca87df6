import { Dict, type GoValue } from '../../../../gotemplate/values/values.ts';
import { isObject, type JsonObject, stringOr } from '../../../../object.ts';
import type { Params } from '../params.ts';
import type { Run } from './run.ts';

/** Adds a generator's `values`, in which its own parameters may stand; they do not see each other. */
export function addValues(generator: JsonObject, params: Params, { renderer }: Run, at: string): Params {
  if (!isObject(generator.values)) return params;
  const values = Object.entries(generator.values).map(([key, value]): [string, GoValue] => {
    const text = stringOr(value, '');
    return [key, renderer.replaceText(text, params, `${at}.values.${key}`)];
  });
  if (values.length === 0) return params;
  if (renderer.isGo) params.entries.set('values', new Dict(values, 'string'));
  else for (const [key, value] of values) params.entries.set(`values.${key}`, value);
  return params;
}
