import { TemplateError } from '../../../../gotemplate/values/budget.ts';
import { fromJson } from '../../../../gotemplate/values/json.ts';
import { Dict } from '../../../../gotemplate/values/values.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../../../object.ts';
import type { Params } from '../params.ts';
import { readYaml } from '../yaml.ts';
import { bounded, type Run } from './run.ts';

/** `elements`, then those of `elementsYaml`, which without Go templates are taken as they are, too. */
export function listParams(generator: JsonObject, { renderer }: Run, at: string): readonly Params[] {
  const elements = isArray(generator.elements) ? generator.elements : [];
  const sets = elements.map((element, index) => {
    const params = anyMap(element, `${at}.elements[${index}]`);
    return renderer.isGo ? params : textsOnly(params, `${at}.elements[${index}]`);
  });
  return bounded([...sets, ...fromText(generator.elementsYaml, `${at}.elementsYaml`)]);
}

export function anyMap(value: Json | undefined, place: string): Dict {
  if (value === null || value === undefined) return new Dict([]);
  const made = fromJson(value);
  if (!(made instanceof Dict)) throw new TemplateError(`${place}: it is no map of parameters`);
  return made;
}

/** Throws TemplateError: parameters without Go templates are texts, save for a map `values` of texts. */
function textsOnly(params: Dict, place: string): Params {
  const texts = new Dict([]);
  for (const [key, value] of params.entries) {
    if (key === 'values' && !(value instanceof Dict))
      throw new TemplateError(`${place}.values: it is no map`);
    const entries: Iterable<readonly [string, unknown]> =
      key === 'values' && value instanceof Dict
        ? [...value.entries].map(([name, item]) => [`values.${name}`, item] as const)
        : [[key, value]];
    for (const [name, item] of entries) {
      if (typeof item !== 'string')
        throw new TemplateError(`${place}.${name}: it is no string; quote it or set goTemplate`);
      texts.entries.set(name, item);
    }
  }
  return texts;
}

function fromText(text: Json | undefined, place: string): readonly Params[] {
  if (typeof text !== 'string' || text === '') return [];
  const value = readYaml(text, place);
  if (value === null) return [];
  if (!isArray(value) || value.some((item) => item !== null && !isObject(item)))
    throw new TemplateError(`${place}: it is no list of maps`);
  return value.map((item) => anyMap(item, place));
}
