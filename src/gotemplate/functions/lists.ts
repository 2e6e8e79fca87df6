import { define, type TemplateFunction } from '../run/functions.ts';
import { type Budget, TemplateError } from '../values/budget.ts';
import { deepEqual } from '../values/equal.ts';
import { format } from '../values/format.ts';
import { compareText } from '../values/text.ts';
import { ANY, type GoValue, Int, isTrue, List, texts, typeOf } from '../values/values.ts';
import { toInt64 } from './cast.ts';

const append = define('any any', (args) => listed([...itemsOf(args.any(0), 'append'), args.any(1)]));
const tuple = define('any...', (args) => listed(args.values));

const CHANGES: Readonly<Record<string, TemplateFunction>> = {
  append,
  push: append,
  prepend: define('any any', (args) => listed([args.any(1), ...itemsOf(args.any(0), 'prepend')])),
  first: define('any', (args) => itemsOf(args.any(0), 'first')[0] ?? null),
  last: define('any', (args) => itemsOf(args.any(0), 'last').at(-1) ?? null),
  rest: define('any', (args) => listed(itemsOf(args.any(0), 'rest').slice(1))),
  initial: define('any', (args) => listed(itemsOf(args.any(0), 'initial').slice(0, -1))),
  reverse: define('any', (args) => listed(itemsOf(args.any(0), 'reverse').toReversed())),
  compact: define('any', (args) => listed(itemsOf(args.any(0), 'compact').filter(isTrue))),
  uniq: define('any', (args, budget) => listed(uniq(itemsOf(args.any(0), 'uniq'), budget))),
  without: define('any any...', (args, budget) =>
    listed(itemsOf(args.any(0), 'without').filter((item) => !isIn(args.rest(1), item, budget))),
  ),
  has: define('any any', (args, budget) =>
    args.any(1) === null ? false : isIn(itemsOf(args.any(1), 'has'), args.any(0), budget),
  ),
  slice: define('any any...', (args) => sliced(args.any(0), args.rest(1))),
  chunk: define('int any', (args) => chunk(args.int(0), itemsOf(args.any(1), 'chunk'))),
};

/** sprig's functions on lists, each also by its name that begins with `must`. */
export const LISTS: Readonly<Record<string, TemplateFunction>> = {
  ...CHANGES,
  ...Object.fromEntries(
    Object.entries(CHANGES).map(([name, fn]) => [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`, fn]),
  ),
  list: tuple,
  tuple,
  concat: define('any...', (args, budget) => {
    const items = args.values.flatMap((list) => itemsOf(list, 'concat'));
    budget.spend(items.length);
    return listed(items);
  }),
  sortAlpha: define('any', (args, budget) => {
    const list = args.any(0);
    return texts(
      list instanceof List ? listOfTexts(list, budget).toSorted(compareText) : [format(list, budget)],
    );
  }),
  until: define('int', (args, budget) => numbers(0, args.int(0), args.int(0) < 0 ? -1 : 1, budget)),
  untilStep: define('int int int', (args, budget) => numbers(args.int(0), args.int(1), args.int(2), budget)),
  seq: define('int...', (args, budget) =>
    seq(
      args.values.map((_, at) => args.int(at)),
      budget,
    ),
  ),
};

function listed(items: readonly GoValue[]): List {
  return new List(items.map((item) => item ?? null));
}

function itemsOf(value: GoValue, name: string): readonly GoValue[] {
  if (value instanceof List) return value.items;
  throw new TemplateError(`${name} takes a list, not ${typeOf(value)}`);
}

function isIn(items: readonly GoValue[], needle: GoValue, budget: Budget): boolean {
  return items.some((item) => deepEqual(needle, item, budget));
}

function uniq(items: readonly GoValue[], budget: Budget): readonly GoValue[] {
  const found: GoValue[] = [];
  for (const item of items) if (!isIn(found, item, budget)) found.push(item);
  return found;
}

function sliced(list: GoValue, [from, to]: readonly GoValue[]): GoValue {
  const items = itemsOf(list, 'slice');
  if (!(list instanceof List) || items.length === 0) return null;
  const start = from === undefined ? 0 : Number(toInt64(from));
  const end = to === undefined ? items.length : Number(toInt64(to));
  if (start < 0 || end < start || end > items.length)
    throw new TemplateError('the bounds of slice are out of range');
  return new List(items.slice(start, end), list.element);
}

function chunk(size: number, items: readonly GoValue[]): List {
  if (size <= 0) throw new TemplateError('the size of a chunk is not positive');
  const chunks: GoValue[] = [];
  for (let at = 0; at < Math.max(items.length, 0); at += size)
    chunks.push(listed(items.slice(at, at + size)));
  return new List(chunks, `[]${ANY}`);
}

function numbers(start: number, stop: number, step: number, budget: Budget): List {
  return new List(
    range(start, stop, step, budget).map((value) => new Int(value)),
    'int',
  );
}

function range(start: number, stop: number, step: number, budget: Budget): readonly number[] {
  const values: number[] = [];
  const isDown = stop < start;
  if (isDown ? step >= 0 : step <= 0) return values;
  for (let at = start; isDown ? at > stop : at < stop; at += step) {
    budget.spend();
    values.push(at);
  }
  return values;
}

/** As the command `seq` prints them. */
function seq(params: readonly number[], budget: Budget): string {
  const [a, b, c] = params;
  if (a === undefined || params.length > 3) return '';
  const start = b === undefined ? 1 : a;
  const end = c ?? b ?? a;
  const unit = end < start ? -1 : 1;
  const step = c !== undefined && b !== undefined ? b : unit;
  if (c !== undefined && unit < 0 && step > 0) return '';
  return range(start, end + unit, step, budget).join(' ');
}

/** sprig's strslice: the texts of a list without its nils; anything else is a list of one. */
export function listOfTexts(value: GoValue, budget: Budget): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!(value instanceof List)) return [format(value, budget)];
  const parts = value.items.filter((item) => (item ?? null) !== null).map((item) => format(item, budget));
  budget.length(parts.reduce((sum, part) => sum + part.length, 0));
  return parts;
}
