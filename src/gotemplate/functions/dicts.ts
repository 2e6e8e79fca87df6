import { define, type TemplateFunction } from '../run/functions.ts';
import { type Budget, TemplateError } from '../values/budget.ts';
import { format } from '../values/format.ts';
import { mergeInto } from '../values/merge.ts';
import { byKey } from '../values/text.ts';
import { Dict, type GoValue, List, texts, typeOf } from '../values/values.ts';

const merge = (overwrites: boolean) =>
  define('dict dict...', (args, budget) => {
    for (const source of args.dicts(1)) mergeInto(writable(args.dict(0)), source, overwrites, budget);
    return args.dict(0);
  });
const deepCopy = define('any', (args, budget) => copied(args.any(0), budget));

/** sprig's functions on maps. `keys` and `values` are in no order in Go; here they are in that of the keys. */
export const DICTS: Readonly<Record<string, TemplateFunction>> = {
  dict: define('any...', (args, budget) => dict(args.values, budget)),
  get: define('dict string', (args) =>
    args.dict(0).entries.has(args.text(1)) ? args.dict(0).entries.get(args.text(1)) : '',
  ),
  set: define('dict string any', (args) => {
    writable(args.dict(0)).entries.set(args.text(1), args.any(2));
    return args.dict(0);
  }),
  unset: define('dict string', (args) => {
    args.dict(0).entries.delete(args.text(1));
    return args.dict(0);
  }),
  hasKey: define('dict string', (args) => args.dict(0).entries.has(args.text(1))),
  pluck: define('string dict...', (args) => {
    const having = args.dicts(1).filter(({ entries }) => entries.has(args.text(0)));
    return new List(having.map(({ entries }) => entries.get(args.text(0))));
  }),
  keys: define('dict...', (args) =>
    texts(args.dicts(0).flatMap(({ entries }) => byKey(entries).map(([key]) => key))),
  ),
  values: define('dict', (args) => new List(byKey(args.dict(0).entries).map(([, value]) => value))),
  pick: define('dict string...', (args) => {
    const names = new Set(args.texts(1));
    return new Dict([...args.dict(0).entries].filter(([key]) => names.has(key)));
  }),
  omit: define('dict string...', (args) => {
    const names = new Set(args.texts(1));
    return new Dict([...args.dict(0).entries].filter(([key]) => !names.has(key)));
  }),
  merge: merge(false),
  mustMerge: merge(false),
  mergeOverwrite: merge(true),
  mustMergeOverwrite: merge(true),
  deepCopy,
  mustDeepCopy: deepCopy,
  dig: define('any...', (args) => dig(args.values)),
};

function writable(target: Dict): Dict {
  if (target.isNil) throw new TemplateError('nothing can be set in a map that is nil');
  return target;
}

function dict(values: readonly GoValue[], budget: Budget): Dict {
  const made = new Dict([]);
  for (let at = 0; at < values.length; at += 2)
    made.entries.set(format(values[at], budget), at + 1 < values.length ? values[at + 1] : '');
  return made;
}

function copied(value: GoValue, budget: Budget, depth = 0): GoValue {
  budget.spend();
  budget.depth(depth);
  if (value instanceof List)
    return new List(
      value.items.map((item) => copied(item, budget, depth + 1)),
      value.element,
    );
  if (!(value instanceof Dict)) return value;
  const entries = [...value.entries].map(([key, item]) => [key, copied(item, budget, depth + 1)] as const);
  return new Dict(entries, value.element);
}

function dig(values: readonly GoValue[]): GoValue {
  if (values.length < 3) throw new TemplateError('dig takes at least three arguments');
  let at: GoValue = values.at(-1);
  for (const key of values.slice(0, -2)) {
    if (typeof key !== 'string')
      throw new TemplateError(`dig takes keys that are strings, not ${typeOf(key)}`);
    if (!(at instanceof Dict) || typeOf(at) !== 'map[string]interface {}')
      throw new TemplateError(`dig goes through map[string]interface {}, not ${typeOf(at)}`);
    if (!at.entries.has(key)) return values.at(-2);
    at = at.entries.get(key);
  }
  return at;
}
