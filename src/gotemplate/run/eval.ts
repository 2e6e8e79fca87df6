import type { Command, Operand, Pipe } from '../syntax/nodes.ts';
import { TemplateError } from '../values/budget.ts';
import { ANY, Dict, type GoValue, Int, isTrue, Struct, typeOf } from '../values/values.ts';
import { Args, goTypeOf, type Param, type TemplateFunction, validate } from './functions.ts';
import type { State } from './state.ts';

/** What a pipeline hands from one command to the next; nothing before the first. */
type Piped = { readonly value: GoValue } | undefined;

/** Throws TemplateError. */
export function evalPipe(state: State, dot: GoValue, pipe: Pipe): GoValue {
  let piped: Piped;
  for (const command of pipe.commands) {
    state.budget.spend();
    piped = { value: evalCommand(state, dot, command, piped) ?? undefined };
  }
  const value = piped?.value;
  for (const variable of pipe.variables) {
    if (pipe.assigns) state.assign(variable, value);
    else state.push(variable, value);
  }
  return value;
}

function evalCommand(state: State, dot: GoValue, command: Command, piped: Piped): GoValue {
  const [first, ...args] = command;
  if (first.type === 'function') return call(state, dot, first.name, args, piped);
  if (first.type === 'nil') throw new TemplateError('nil is not a command');
  if (args.length > 0 || piped !== undefined)
    throw new TemplateError(`${written(first)} is no function and takes no arguments`);
  return evalOperand(state, dot, first);
}

/** A value where nothing says which type is wanted. */
function evalOperand(state: State, dot: GoValue, operand: Operand): GoValue {
  switch (operand.type) {
    case 'dot':
      return dot;
    case 'nil':
      return null;
    case 'bool':
    case 'string':
      return operand.value;
    case 'number':
      return operand.isFloat ? operand.float : new Int(operand.integer ?? 0n);
    case 'field':
      return fieldsOf(state, dot, operand.names, `.${operand.names.join('.')}`);
    case 'variable':
      return fieldsOf(state, state.variable(operand.variable), operand.names, written(operand));
    case 'function':
      return call(state, dot, operand.name, [], undefined);
    case 'chain':
      return fieldsOf(state, evalOperand(state, dot, operand.of), operand.names, written(operand));
    case 'pipe':
      return evalPipe(state, dot, operand);
  }
}

function written(operand: Operand): string {
  switch (operand.type) {
    case 'field':
      return `.${operand.names.join('.')}`;
    case 'variable':
      return [operand.variable, ...operand.names].join('.');
    case 'chain':
      return [`(${written(operand.of)})`, ...operand.names].join('.');
    case 'function':
      return operand.name;
    case 'pipe':
      return `(${operand.text})`;
    case 'number':
      return operand.text;
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    default:
      return JSON.stringify(operand.value);
  }
}

function fieldsOf(state: State, from: GoValue, names: readonly string[], context: string): GoValue {
  let value = from;
  for (const name of names) value = fieldOf(state, value, name, context);
  return value;
}

function fieldOf(state: State, value: GoValue, name: string, context: string): GoValue {
  state.budget.spend();
  if (value === undefined) {
    if (state.missingKey !== 'error') return undefined;
    throw new TemplateError(`there is no ${name} in ${context}`);
  }
  if (value === null) throw new TemplateError(`${name} of nil is asked for in ${context}`);
  if (value instanceof Dict) {
    if (value.entries.has(name)) return value.entries.get(name);
    if (state.missingKey === 'error') throw new TemplateError(`there is no ${name} in ${context}`);
    return state.missingKey === 'zero' ? zeroOf(value) : undefined;
  }
  if (value instanceof Struct && value.fields.has(name)) return value.fields.get(name);
  throw new TemplateError(`${typeOf(value)} has no ${name} in ${context}`);
}

/** What Go reads of a key that a map does not have. */
export function zeroOf({ element }: Dict): GoValue {
  if (element === 'string') return '';
  if (element === ANY) return null;
  throw new TemplateError(`the zero of ${element} is not evaluated here`);
}

function call(state: State, dot: GoValue, name: string, args: readonly Operand[], piped: Piped): GoValue {
  const fn = state.functions.get(name);
  if (fn === undefined) throw new TemplateError(`function ${name} is not defined`);
  const given = args.length + (piped === undefined ? 0 : 1);
  const { length } = fn.params;
  if (fn.variadic === undefined ? given !== length : given < length)
    throw new TemplateError(
      `${name} takes ${fn.variadic === undefined ? '' : 'at least '}${length} arguments, not ${given}`,
    );
  if (name === 'and' || name === 'or') return shortCircuit(state, dot, args, piped, name === 'or');
  const values = args.map((arg, index) => argument(state, dot, arg, paramAt(fn, index), name));
  if (piped !== undefined) values.push(within(name, () => validate(piped.value, paramAt(fn, args.length))));
  state.budget.spend();
  const result = within(name, () => fn.call(new Args(values), state.budget));
  return typeof result === 'string' ? state.budget.text(result) : result;
}

function within<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof TemplateError && !error.message.includes(' in a call of '))
      throw new TemplateError(`${error.message}, in a call of ${name}`, { cause: error });
    throw error;
  }
}

function paramAt(fn: TemplateFunction, index: number): Param {
  return fn.params[index] ?? fn.variadic ?? 'any';
}

function shortCircuit(
  state: State,
  dot: GoValue,
  args: readonly Operand[],
  piped: Piped,
  until: boolean,
): GoValue {
  let value: GoValue;
  for (const arg of args) {
    value = argument(state, dot, arg, 'value', until ? 'or' : 'and');
    if (isTrue(value) === until) return value;
  }
  return piped === undefined ? value : piped.value;
}

/** Constants take the type that is wanted, within reason; anything else must have it. */
function argument(state: State, dot: GoValue, operand: Operand, param: Param, name: string): GoValue {
  const isOpen = param === 'any' || param === 'value';
  if (operand.type === 'nil' && !isOpen && param !== 'dict')
    throw new TemplateError(`nil is no ${goTypeOf(param)}, in a call of ${name}`);
  if (operand.type === 'number' && !isOpen) {
    if (param === 'int' && operand.integer !== undefined) return new Int(operand.integer);
    if (param === 'float64') return operand.float;
    throw new TemplateError(`${operand.text} is no ${goTypeOf(param)}, in a call of ${name}`);
  }
  const value = evalOperand(state, dot, operand);
  if (operand.type === 'nil') return param === 'dict' ? validate(undefined, param) : null;
  return within(name, () => validate(value, param));
}
