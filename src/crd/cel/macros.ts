import type { Environment } from '@marcbachmann/cel-js';
import { RuleFailure } from './failure.ts';

/** What the library hands to a macro; a `Node` is a piece of the rule. */
type Node = { readonly op: unknown; readonly args: unknown };
interface Scope {
  forkWithVariable(name: string, type: Type): Scope;
  reuse(scope: Scope): Scope;
  setIterValue(value: unknown, evaluator: Evaluator): Scope;
}
type Type = { readonly kind: string };
interface Checker {
  check(node: Node, scope: Scope): Type;
  getType(name: string): Type;
}
interface Evaluator {
  run(node: Node, scope: Scope): unknown;
}
interface Call {
  readonly args: readonly Node[];
  readonly receiver: Node;
}
interface Optionals {
  readonly of: (value: unknown) => unknown;
  readonly none: () => unknown;
}

/** `has` of anything, comprehensions over keys and values, and `optMap`. */
export function registerMacros(environment: Environment, optional: Optionals): void {
  environment
    .registerFunction('hasField(ast): bool', hasField)
    .registerFunction('list.all(ast, ast, ast): bool', comprehension('bool', 2, all))
    .registerFunction('list.exists(ast, ast, ast): bool', comprehension('bool', 2, exists))
    .registerFunction('list.existsOne(ast, ast, ast): bool', comprehension('bool', 2, existsOne))
    .registerFunction('list.existsOne(ast, ast): bool', comprehension('bool', 1, existsOne))
    .registerFunction('list.transformList(ast, ast, ast): list', comprehension('list', 2, transformList))
    .registerFunction('list.transformList(ast, ast, ast, ast): list', comprehension('list', 2, transformList))
    .registerFunction('list.transformMap(ast, ast, ast): map', comprehension('map', 2, transformMap))
    .registerFunction('list.transformMap(ast, ast, ast, ast): map', comprehension('map', 2, transformMap))
    .registerFunction('optional.optMap(ast, ast): optional', optMap(optional, false))
    .registerFunction('optional.optFlatMap(ast, ast): optional', optMap(optional, true));
}

/** One round: the key, and each expression of the body, evaluated only when it is asked for. */
interface Round {
  readonly key: unknown;
  readonly body: (at: number) => unknown;
}
type Fold = (rounds: Iterable<Round>, expressions: number) => unknown;

/** A macro over the variables that its first arguments name; `fold` makes its value of the rounds. */
function comprehension(type: string, variables: 1 | 2, fold: Fold): (call: Call) => object {
  return ({ args, receiver }) => {
    const names = args.slice(0, variables).map(identifier);
    const body = args.slice(variables);
    let scopes: readonly Scope[] = [];
    return {
      typeCheck(checker: Checker, _: unknown, scope: Scope): Type {
        checker.check(receiver, scope);
        let inner = scope;
        scopes = names.map((name) => {
          inner = inner.forkWithVariable(name, checker.getType('dyn'));
          return inner;
        });
        for (const expression of body) checker.check(expression, inner);
        return checker.getType(type);
      },
      evaluate(evaluator: Evaluator, _: unknown, scope: Scope): unknown {
        const pairs = pairsOf(evaluator.run(receiver, scope), variables);
        const rounds = pairs.map(([key, ...values]): Round => {
          const bound = variables === 1 ? [key] : [key, ...values];
          const enter = (): Scope =>
            scopes.reduce((up, own, at) => own.reuse(up).setIterValue(bound[at], evaluator), scope);
          return {
            key,
            body: (at) => {
              const expression = body[at];
              return expression === undefined ? undefined : evaluator.run(expression, enter());
            },
          };
        });
        return fold(rounds, body.length);
      },
    };
  };
}

function identifier({ op, args }: Node): string {
  if (op !== 'id' || typeof args !== 'string') throw new SyntaxError('argument is not an identifier');
  return args;
}

function pairsOf(value: unknown, variables: 1 | 2): readonly (readonly unknown[])[] {
  if (Array.isArray(value)) return value.map((one, at) => (variables === 1 ? [one] : [BigInt(at), one]));
  if (value instanceof Map) return [...value];
  throw new RuleFailure('no such overload');
}

function all(rounds: Iterable<Round>): boolean {
  return !decided(rounds, false);
}

function exists(rounds: Iterable<Round>): boolean {
  return decided(rounds, true);
}

/** Whether a round says `wanted`: an error in another one does not matter then. */
function decided(rounds: Iterable<Round>, wanted: boolean): boolean {
  let trouble: { readonly error: unknown } | undefined;
  for (const { body } of rounds) {
    try {
      if (body(0) === wanted) return true;
    } catch (error) {
      trouble ??= { error };
    }
  }
  if (trouble !== undefined) throw trouble.error;
  return false;
}

function existsOne(rounds: Iterable<Round>): boolean {
  return [...rounds].filter(({ body }) => body(0) === true).length === 1;
}

function transformList(rounds: Iterable<Round>, expressions: number): readonly unknown[] {
  return kept(rounds, expressions).map(({ body }) => body(expressions - 1));
}

function transformMap(rounds: Iterable<Round>, expressions: number): ReadonlyMap<unknown, unknown> {
  return new Map(kept(rounds, expressions).map(({ key, body }) => [key, body(expressions - 1)]));
}

/** Of two expressions the first is a filter. */
function kept(rounds: Iterable<Round>, expressions: number): readonly Round[] {
  return [...rounds].filter(({ body }) => expressions === 1 || body(0) === true);
}

/** `has(a.b[0].c)`: the library's own knows only names. */
function hasField({ args: [node] }: Pick<Call, 'args'>): object {
  const [object, field] = selection(node);
  return {
    typeCheck(checker: Checker, _: unknown, scope: Scope): Type {
      checker.check(object, scope);
      return checker.getType('bool');
    },
    evaluate(evaluator: Evaluator, _: unknown, scope: Scope): boolean {
      const value = evaluator.run(object, scope);
      if (isHeld(value)) return value.hasValue() && isIn(value.value(), field);
      return isIn(value, field);
    },
  };
}

function selection(node: Node | undefined): readonly [object: Node, field: unknown] {
  if ((node?.op === '.' || node?.op === '.?') && Array.isArray(node.args))
    return [node.args[0], nameIn(node.args[1])];
  throw new SyntaxError('invalid argument to has() macro');
}

/** `.?b` carries its name as a node. */
function nameIn(field: unknown): unknown {
  return typeof field === 'object' && field !== null && 'args' in field ? field.args : field;
}

function isIn(value: unknown, field: unknown): boolean {
  if (value instanceof Map) return value.has(field);
  throw new RuleFailure('no such overload');
}

interface Held {
  hasValue(): boolean;
  value(): unknown;
}

function isHeld(value: unknown): value is Held {
  return typeof value === 'object' && value !== null && 'hasValue' in value;
}

function optMap({ of, none }: Optionals, flat: boolean): (call: Call) => object {
  return ({ args: [name, body], receiver }) => {
    if (name === undefined || body === undefined) throw new SyntaxError('two arguments expected');
    let inner: Scope | undefined;
    return {
      typeCheck(checker: Checker, _: unknown, scope: Scope): Type {
        checker.check(receiver, scope);
        inner = scope.forkWithVariable(identifier(name), checker.getType('dyn'));
        checker.check(body, inner);
        return checker.getType('optional');
      },
      evaluate(evaluator: Evaluator, _: unknown, scope: Scope): unknown {
        const held = evaluator.run(receiver, scope);
        if (!isHeld(held)) throw new RuleFailure('no such overload');
        if (!held.hasValue() || inner === undefined) return none();
        const value = evaluator.run(body, inner.reuse(scope).setIterValue(held.value(), evaluator));
        return flat ? value : of(value);
      },
    };
  };
}
