import type { Environment } from '@marcbachmann/cel-js';
import { compare, equal } from './equal.ts';
import { RuleFailure } from './failure.ts';

type List = readonly unknown[];

/** The lists and sets that a rule may ask about. */
export function registerLists(environment: Environment): void {
  environment
    .registerFunction('list.isSorted(): bool', (list: List) =>
      list.every((one, at) => at === 0 || ordered(list[at - 1], one) <= 0),
    )
    .registerFunction('list.min(): dyn', (list: List) => extreme(list, -1))
    .registerFunction('list.max(): dyn', (list: List) => extreme(list, 1))
    .registerFunction('list.sum(): dyn', sum)
    .registerFunction('list.indexOf(dyn): int', (list: List, item: unknown) =>
      BigInt(list.findIndex((one) => equal(one, item))),
    )
    .registerFunction('list.lastIndexOf(dyn): int', (list: List, item: unknown) =>
      BigInt(list.findLastIndex((one) => equal(one, item))),
    )
    .registerFunction('list.distinct(): list', (list: List) =>
      list.filter((one, at) => list.findIndex((other) => equal(one, other)) === at),
    )
    .registerFunction('list.reverse(): list', (list: List) => list.toReversed())
    .registerFunction('list.sort(): list', (list: List) => list.toSorted(ordered))
    .registerFunction('list.flatten(): list', (list: List) => list.flat())
    .registerFunction('list.flatten(int): list', (list: List, depth: bigint) => list.flat(Number(depth)))
    .registerFunction('list.slice(int, int): list', slice);
  registerSets(environment);
}

class Sets {}
class Lists {}

function registerSets(environment: Environment): void {
  const contains = (list: List, others: List): boolean =>
    others.every((one) => list.some((own) => equal(own, one)));
  environment
    .registerType('Sets', { ctor: Sets, fields: {} })
    .registerConstant('sets', 'Sets', new Sets())
    .registerFunction('Sets.contains(list, list): bool', (_: Sets, list: List, others: List) =>
      contains(list, others),
    )
    .registerFunction(
      'Sets.equivalent(list, list): bool',
      (_: Sets, list: List, others: List) => contains(list, others) && contains(others, list),
    )
    .registerFunction('Sets.intersects(list, list): bool', (_: Sets, list: List, others: List) =>
      others.some((one) => list.some((own) => equal(own, one))),
    )
    .registerType('Lists', { ctor: Lists, fields: {} })
    .registerConstant('lists', 'Lists', new Lists())
    .registerFunction('Lists.range(int): list<int>', (_: Lists, count: bigint) =>
      Array.from({ length: Number(count) }, (_, at) => BigInt(at)),
    );
}

function ordered(a: unknown, b: unknown): number {
  const order = compare(a, b);
  if (order === undefined) throw new RuleFailure('no such overload');
  return order;
}

function extreme(list: List, sign: number): unknown {
  if (list.length === 0) throw new RuleFailure(`${sign < 0 ? 'min' : 'max'} called on empty list`);
  return list.reduce((best, one) => (ordered(one, best) * sign > 0 ? one : best));
}

function sum(list: List): bigint | number {
  if (list.every((one) => typeof one === 'bigint'))
    return list.reduce<bigint>((total, one) => total + one, 0n);
  if (list.every((one) => typeof one === 'number'))
    return list.reduce<number>((total, one) => total + one, 0);
  throw new TypeError('sum() of such a list is not known here');
}

function slice(list: List, from: bigint, to: bigint): List {
  if (from < 0n || to < from || to > list.length) throw new RuleFailure(`cannot slice(${from}, ${to})`);
  return list.slice(Number(from), Number(to));
}
