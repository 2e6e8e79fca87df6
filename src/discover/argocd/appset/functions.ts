import { functionTable } from '../../../gotemplate/functions/table.ts';
import { define } from '../../../gotemplate/run/functions.ts';
import { type Budget, TemplateError } from '../../../gotemplate/values/budget.ts';
import { fromJson } from '../../../gotemplate/values/json.ts';
import { Dict, type GoValue, Int, List, typeOf } from '../../../gotemplate/values/values.ts';
import { marshalYaml } from '../../../gotemplate/values/yaml.ts';
import { isArray, isObject } from '../../../object.ts';
import { sanitizeName, slugify } from './names.ts';
import { readYaml } from './yaml.ts';

const withheld = (name: string) =>
  define('value...', () => {
    throw new TemplateError(`Argo CD has no function ${name}`);
  });

/** What templates of an ApplicationSet may call. */
export function appSetFunctions() {
  const table = functionTable({
    normalize: define('string', (args) => sanitizeName(args.text(0))),
    slugify: define('any...', (args) => slug(args.values)),
    toYaml: define('any', (args, budget) => marshalYaml(args.any(0), budget)),
    fromYaml: define('string', (args, budget) => parse(args.text(0), budget, 'a map')),
    fromYamlArray: define('string', (args, budget) => parse(args.text(0), budget, 'a list')),
  });
  return new Map(
    [...table].concat(['env', 'expandenv', 'getHostByName'].map((name) => [name, withheld(name)])),
  );
}

/** `slugify [LENGTH] [CUTS BETWEEN WORDS] NAME` */
function slug(values: readonly GoValue[]): string {
  const name = values.length === 0 ? '' : values.at(-1);
  const [size, smart] = values.slice(0, -1);
  if (typeof name !== 'string') throw new TemplateError(`the name is ${typeOf(name)}, not a string`);
  if (size !== undefined && !(size instanceof Int && size.type === 'int'))
    throw new TemplateError(`the length is ${typeOf(size)}, not an int`);
  if (smart !== undefined && typeof smart !== 'boolean')
    throw new TemplateError(`the second argument is ${typeOf(smart)}, not a bool`);
  const length = size === undefined ? 50 : Number(size.value);
  if (length < 0) throw new TemplateError('the length is negative');
  return slugify(name, length, smart ?? true);
}

function parse(text: string, budget: Budget, what: 'a map' | 'a list'): GoValue {
  budget.length(text.length);
  const value = readYaml(text, 'the text');
  if (value === null) return what === 'a map' ? new Dict([]) : new List([]);
  if (what === 'a map' ? !isObject(value) : !isArray(value))
    throw new TemplateError(`the text is not YAML of ${what}`);
  return fromJson(value);
}
