import { isArray, isObject, type Json, type JsonObject, type KubeObject } from '../object.ts';
import { formatPath, formatStep, pathOf, type Step, type Trail } from '../path.ts';
import { fieldType, itemKeys, itemType, keyText, type ListType, type Typed } from '../schema.ts';
import type { Violation } from './types.ts';

interface Walk {
  readonly found: Violation[];
}

/**
 * What a server-side apply refuses before it looks at values: unknown fields, values of the wrong JSON type, items of
 * a list-map or set that stand there twice. In the server's words.
 */
export function typeProblems(object: KubeObject | JsonObject, type: Typed): readonly Violation[] {
  const walk: Walk = { found: [] };
  visit(walk, object, type, null, false);
  return walk.found;
}

/** `open`: a struct further up keeps unknown fields, and so do all that are in it, but for types of their own. */
function visit(walk: Walk, value: Json, type: Typed, trail: Trail | null, open: boolean): void {
  // null is a value of every type
  if (value === null) return;
  switch (type.node.t) {
    case 'scalar':
      visitScalar(walk, value, type.node.json, trail);
      break;
    case 'struct':
    case 'map':
      visitFields(walk, value, type, trail, open);
      break;
    case 'list':
      visitItems(walk, value, type, type.node, trail, open);
      break;
    case 'any':
  }
}

const WORDS = {
  string: 'string',
  boolean: 'boolean',
  integer: 'numeric (int or float)',
  number: 'numeric (int or float)',
} as const;

function visitScalar(
  walk: Walk,
  value: Json,
  json: 'string' | 'integer' | 'number' | 'boolean' | 'int-or-string' | undefined,
  trail: Trail | null,
): void {
  if (json === undefined || json === 'int-or-string') {
    if (typeof value === 'object') report(walk, trail, `expected any scalar, got ${kindOf(value)}`);
    return;
  }
  const wanted = json === 'integer' ? 'number' : json;
  if (typeof value !== wanted) report(walk, trail, `expected ${WORDS[json]}, got ${kindOf(value)}`);
}

function visitFields(walk: Walk, value: Json, type: Typed, trail: Trail | null, open: boolean): void {
  if (!isObject(value)) {
    report(walk, trail, `expected map, got ${kindOf(value)}`);
    return;
  }
  const { node } = type;
  // a struct that declares nothing is a map of anything
  if (node.t === 'struct' && Object.keys(node.fields).length === 0) return;
  const within = (open && type.name === null) || (node.t === 'struct' && node.open === true);
  for (const [field, inner] of Object.entries(value)) {
    const at: Trail = { up: trail, step: field };
    const own = fieldType(type, field);
    if (own !== null) visit(walk, inner, own, at, within);
    else if (!within) report(walk, at, 'field not declared in schema', 'UNKNOWN_FIELD');
  }
}

function visitItems(
  walk: Walk,
  value: Json,
  type: Typed,
  list: ListType,
  trail: Trail | null,
  open: boolean,
): void {
  if (!isArray(value)) {
    report(walk, trail, `expected list, got ${kindOf(value)}`);
    return;
  }
  const element = itemType(type);
  const seen = new Set<string>();
  for (const [index, item] of value.entries()) {
    const step = list.list === 'atomic' ? index : stepOf(type, list, item);
    if (typeof step === 'object' && 'problem' in step) {
      report(walk, trail, `element ${index}: ${step.problem}`);
      return;
    }
    if (list.list !== 'atomic') {
      const text = typeof step === 'object' && 'keys' in step ? keyText(step.keys) : formatStep(step);
      if (seen.has(text)) report(walk, trail, `duplicate entries for key ${formatStep(step)}`);
      seen.add(text);
    }
    visit(walk, item, element, { up: trail, step }, open);
  }
}

/** How an item of a list-map or set is told apart from the others; `problem`: it cannot be. */
function stepOf(type: Typed, list: ListType, item: Json): Step | { readonly problem: string } {
  if (list.list === 'set') {
    if (isObject(item)) return { problem: "associative list without keys has an element that's a map type" };
    if (isArray(item)) return { problem: 'not supported: associative list with lists as elements' };
    if (item === null)
      return { problem: "associative list without keys has an element that's an explicit null" };
    return { value: item };
  }
  if (item === null) return { problem: 'associative list with keys may not have a null element' };
  if (!isObject(item)) return { problem: 'associative list with keys may not have non-map elements' };
  const keys = itemKeys(type, item);
  if (keys !== undefined) return { keys };
  const names = (list.keys ?? []).map((key) => JSON.stringify(key)).join(' ');
  return { problem: `associative list with keys has an element that omits all key fields [${names}]` };
}

function report(
  walk: Walk,
  trail: Trail | null,
  message: string,
  code: Violation['code'] = 'SERVER_REJECTED',
): void {
  const path = pathOf(trail);
  walk.found.push({ path, message: `${formatPath(path)}: ${message}`, code });
}

/** Only the kind of value: what stands there may be a Secret's. */
function kindOf(value: Json): string {
  if (isArray(value)) return 'list';
  return typeof value === 'object' ? 'map' : typeof value;
}
