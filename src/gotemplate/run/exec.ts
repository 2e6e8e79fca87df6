import type { Branch, Node } from '../syntax/nodes.ts';
import { TemplateError } from '../values/budget.ts';
import { format } from '../values/format.ts';
import { byKey } from '../values/text.ts';
import { Dict, type GoValue, Int, isTrue, List, typeOf } from '../values/values.ts';
import { evalPipe } from './eval.ts';
import type { State } from './state.ts';

/** How a list of nodes ended; undefined: at its end. */
type Jump = 'break' | 'continue' | undefined;

/** Writes what these nodes make of `dot`. Throws TemplateError. */
export function walk(state: State, dot: GoValue, nodes: readonly Node[]): Jump {
  for (const node of nodes) {
    state.budget.spend();
    const jump = walkNode(state, dot, node);
    if (jump !== undefined) return jump;
  }
  return undefined;
}

function walkNode(state: State, dot: GoValue, node: Node): Jump {
  switch (node.type) {
    case 'text':
      state.write(node.text);
      return undefined;
    case 'action': {
      const value = evalPipe(state, dot, node.pipe);
      if (node.pipe.variables.length === 0) print(state, value);
      return undefined;
    }
    case 'template': {
      const nodes = state.defined(node.name);
      const inner = node.pipe === undefined ? undefined : evalPipe(state, dot, node.pipe);
      state.within(inner, () => walk(state, inner, nodes));
      return undefined;
    }
    case 'range':
      return walkRange(state, dot, node);
    case 'if':
    case 'with':
      return walkChoice(state, dot, node);
    default:
      return node.type;
  }
}

function print(state: State, value: GoValue): void {
  state.write(value === undefined || value === null ? '<no value>' : format(value, state.budget));
}

function walkChoice(state: State, dot: GoValue, node: Branch): Jump {
  const mark = state.mark();
  const value = evalPipe(state, dot, node.pipe);
  const isChosen = isTrue(value);
  const inner = isChosen && node.type === 'with' ? value : dot;
  const jump = walk(state, inner, isChosen ? node.list : (node.otherwise ?? []));
  state.pop(mark);
  return jump;
}

function walkRange(state: State, dot: GoValue, node: Branch): Jump {
  const mark = state.mark();
  const value = evalPipe(state, dot, node.pipe);
  const { variables } = node.pipe;
  if (value instanceof Int && variables.length > 1)
    throw new TemplateError(`a number has no second variable in range ${node.pipe.text}`);
  let isEmpty = true;
  for (const [key, item] of pairsOf(value, node)) {
    isEmpty = false;
    state.budget.spend();
    const inner = state.mark();
    bind(state, node, key, item);
    const jump = walk(state, item, node.list);
    state.pop(inner);
    if (jump === 'break') break;
  }
  const jump = isEmpty ? walk(state, dot, node.otherwise ?? []) : undefined;
  state.pop(mark);
  return jump;
}

/** The pipeline itself has set the variables to all of its value; each turn gives them one element of it. */
function bind(state: State, node: Branch, key: GoValue, item: GoValue): void {
  const [first, second] = node.pipe.variables;
  if (first !== undefined) state.assign(first, second === undefined ? item : key);
  if (second !== undefined) state.assign(second, item);
}

function* pairsOf(value: GoValue, node: Branch): Iterable<readonly [GoValue, GoValue]> {
  if (value === undefined || value === null) return;
  if (value instanceof Int) {
    for (let at = 0n; at < value.value; at++) yield [undefined, new Int(at, value.type)];
  } else if (value instanceof List) {
    for (const [index, item] of value.items.entries()) yield [new Int(index), item];
  } else if (value instanceof Dict) {
    yield* byKey(value.entries);
  } else throw new TemplateError(`range cannot go over ${typeOf(value)} in range ${node.pipe.text}`);
}
