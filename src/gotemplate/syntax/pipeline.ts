import { TemplateError } from '../values/budget.ts';
import type { Token } from './lex.ts';
import { literal } from './literals.ts';
import type { Command, Operand, Pipe } from './nodes.ts';
import type { Reader } from './reader.ts';

/** What a pipeline may refer to. */
export interface Scope {
  /** Variables in sight, innermost last. */
  readonly variables: string[];
  readonly hasFunction: (name: string) => boolean;
}

const DEEPEST = 100;

/** `$x, $y := command | command`, up to and with its end. */
export function parsePipe(
  reader: Reader,
  scope: Scope,
  context: string,
  end: 'close' | ')',
  depth = 0,
): Pipe {
  if (depth > DEEPEST) throw new TemplateError(`its parentheses are nested more than ${DEEPEST} levels deep`);
  const from = reader.peekPastSpace().at;
  const { variables, assigns } = parseDeclaration(reader, scope, context);
  const commands: Command[] = [];
  for (;;) {
    const token = reader.peekPastSpace();
    if (token.kind === end) break;
    commands.push(parseCommand(reader, scope, context, depth));
  }
  const text = reader.source.slice(from, reader.next().at).trim();
  check(commands, context);
  return { type: 'pipe', variables, assigns, commands, text };
}

function check(commands: readonly Command[], context: string): void {
  if (commands.length === 0) throw new TemplateError(`a value is missing for ${context}`);
  for (const [index, [first]] of commands.entries()) {
    if (index > 0 && ['bool', 'dot', 'nil', 'number', 'string'].includes(first.type))
      throw new TemplateError(`part ${index + 1} of a pipeline is nothing that takes a value`);
  }
}

function parseDeclaration(
  reader: Reader,
  scope: Scope,
  context: string,
): Pick<Pipe, 'variables' | 'assigns'> {
  const variables: string[] = [];
  for (;;) {
    const start = reader.position;
    if (reader.peekPastSpace().kind !== 'variable') {
      if (variables.length === 0) return { variables, assigns: false };
      throw new TemplateError(`a variable must follow the comma in ${context}`);
    }
    const name = reader.next().text;
    const { kind } = reader.peekPastSpace();
    if (kind === '=' || kind === ':=') {
      reader.next();
      variables.push(name);
      scope.variables.push(name);
      return { variables, assigns: kind === '=' };
    }
    if (kind !== ',') {
      reader.goTo(start);
      if (variables.length === 0) return { variables, assigns: false };
      throw new TemplateError(`:= is missing after the variables in ${context}`);
    }
    reader.next();
    variables.push(name);
    scope.variables.push(name);
    if (context !== 'range' || variables.length > 1)
      throw new TemplateError(`there are too many variables in ${context}`);
  }
}

function parseCommand(reader: Reader, scope: Scope, context: string, depth: number): Command {
  const operands: Operand[] = [];
  for (;;) {
    reader.peekPastSpace();
    const operand = parseOperand(reader, scope, depth);
    if (operand !== undefined) operands.push(operand);
    const token = reader.peek();
    if (token.kind === 'space' && operand !== undefined) continue;
    if (token.kind === '|') {
      reader.next();
      break;
    }
    if (token.kind === 'close' || token.kind === ')') break;
    throw reader.unexpected(token, context);
  }
  const [first, ...rest] = operands;
  if (first === undefined) throw new TemplateError(`a command is empty in ${context}`);
  return [first, ...rest];
}

/** A term and the fields that follow it. */
function parseOperand(reader: Reader, scope: Scope, depth: number): Operand | undefined {
  const term = parseTerm(reader, scope, depth);
  if (term === undefined || reader.peek().kind !== 'field') return term;
  const names: string[] = [];
  while (reader.peek().kind === 'field') names.push(reader.next().text.slice(1));
  if (term.type === 'field') return { type: 'field', names: [...term.names, ...names] };
  if (term.type === 'variable') return { ...term, names: [...term.names, ...names] };
  if (['bool', 'string', 'number', 'nil', 'dot'].includes(term.type))
    throw new TemplateError(`.${names.join('.')} cannot follow a constant or a dot`);
  return { type: 'chain', of: term, names };
}

function parseTerm(reader: Reader, scope: Scope, depth: number): Operand | undefined {
  const token: Token = reader.peek();
  switch (token.kind) {
    case 'identifier':
      if (!scope.hasFunction(token.text)) throw new TemplateError(`function ${token.text} is not defined`);
      reader.next();
      return { type: 'function', name: token.text };
    case 'variable':
      if (!scope.variables.includes(token.text))
        throw new TemplateError(`variable ${token.text} is not defined`);
      reader.next();
      return { type: 'variable', variable: token.text, names: [] };
    case 'dot':
    case 'nil':
      reader.next();
      return { type: token.kind };
    case 'field':
      reader.next();
      return { type: 'field', names: [token.text.slice(1)] };
    case 'bool':
      reader.next();
      return { type: 'bool', value: token.text === 'true' };
    case 'number':
    case 'string':
    case 'raw':
    case 'rune':
      reader.next();
      return literal(token);
    case '(':
      reader.next();
      return parsePipe(reader, scope, 'parentheses', ')', depth + 1);
    default:
      return undefined;
  }
}
