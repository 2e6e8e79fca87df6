import { isArray, isObject, type Json, type JsonObject, sameJson } from '../object.ts';
import type { Trail } from '../path.ts';
import { childOf, itemOf, type Old } from './correlate.ts';
import { type Finding, type Findings, itemStep, report } from './findings.ts';
import { type Complain, checkNumber, checkString } from './scalars.ts';
import {
  isIntOrString,
  isNullable,
  itemSchema,
  propertiesOf,
  type Schema,
  schemasIn,
  stringsIn,
} from './schema.ts';

/** Where a value stands, and what it was. */
interface Place {
  readonly trail: Trail | null;
  /** Undefined: it cannot be told, or it was not there. */
  readonly old: Old | undefined;
}

/** Whether values are what the schema demands of them, as the server tells it. What has not changed is not blamed. */
export function checkValue(value: Json, schema: Schema, findings: Findings, place: Place): void {
  if (place.old !== undefined && sameJson(place.old.value, value)) return;
  const complain: Complain = (kind, detail, trail = place.trail) => report(findings, trail, kind, detail);
  const wrong = typeProblem(value, schema);
  if (wrong !== null) {
    complain('Type', wrong);
    return;
  }
  if (isArray(schema.enum) && schema.enum.length > 0 && !schema.enum.some((one) => isEnum(value, one)))
    complain(
      'Unsupported value',
      `supported values: ${schema.enum.map((one) => JSON.stringify(one)).join(', ')}`,
    );
  if (value === null) return;
  checkCombined(value, schema, findings, place, complain);
  if (typeof value === 'string') checkString(value, schema, findings, complain);
  else if (typeof value === 'number') checkNumber(value, schema, complain);
  else if (isArray(value)) checkItems(value, schema, findings, place, complain);
  else if (isObject(value)) checkFields(value, schema, findings, place, complain);
}

function typeProblem(value: Json, schema: Schema): string | null {
  const allowed = isIntOrString(schema) ? ['integer', 'string'] : stringsIn([schema.type ?? null]);
  if (allowed.length === 0 || (value === null && isNullable(schema))) return null;
  const kind = typeName(value);
  if (allowed.includes(kind) || (kind === 'integer' && allowed.includes('number'))) return null;
  return `must be of type ${allowed.join(' or ')}, got ${kind}`;
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** A number is cut to the integer that stands in an enum: so the server compares. */
function isEnum(value: Json, one: Json): boolean {
  if (value === null) return false;
  if (typeof value === 'number' && typeof one === 'number' && Number.isInteger(one))
    return Math.trunc(value) === one;
  return sameJson(value, one);
}

function checkItems(
  list: readonly Json[],
  schema: Schema,
  findings: Findings,
  { trail, old }: Place,
  complain: Complain,
): void {
  const { maxItems, minItems } = schema;
  const items = itemSchema(schema);
  if (items !== null) {
    for (const [index, item] of list.entries())
      checkValue(item, items, findings, {
        trail: { up: trail, step: itemStep(schema, item, index) },
        old: itemOf(old, schema, item),
      });
  }
  if (typeof minItems === 'number' && list.length < minItems)
    complain('Invalid value', `should have at least ${minItems} items`);
  if (typeof maxItems === 'number' && list.length > maxItems)
    complain('Too many', `${list.length}: must have at most ${maxItems} items`);
  if (
    schema.uniqueItems === true &&
    list.some((item, at) => list.slice(0, at).some((one) => sameJson(one, item)))
  )
    complain('Invalid value', 'should not contain duplicates');
}

function checkFields(
  object: JsonObject,
  schema: Schema,
  findings: Findings,
  { trail, old }: Place,
  complain: Complain,
): void {
  const { maxProperties, minProperties } = schema;
  const count = Object.keys(object).length;
  if (typeof minProperties === 'number' && count < minProperties)
    complain('Invalid value', `should have at least ${minProperties} properties`);
  if (typeof maxProperties === 'number' && count > maxProperties)
    complain('Too many', `${count}: must have at most ${maxProperties} items`);
  const own = propertiesOf(schema);
  for (const [field, value] of Object.entries(object)) {
    const one = Object.hasOwn(own, field) ? own[field] : schema.additionalProperties;
    const at: Trail = { up: trail, step: field };
    if (isObject(one)) checkValue(value, one, findings, { trail: at, old: childOf(old, field) });
    else if (one === false) complain('Forbidden', 'is a forbidden property', at);
  }
  for (const field of stringsIn(schema.required)) {
    if (!Object.hasOwn(object, field)) complain('Required value', '', { up: trail, step: field });
  }
}

function checkCombined(
  value: Json,
  schema: Schema,
  findings: Findings,
  place: Place,
  complain: Complain,
): void {
  const failuresOf = (one: Schema): readonly Finding[] => {
    const inner: Findings = { found: [], unchecked: findings.unchecked };
    checkValue(value, one, inner, place);
    return inner.found;
  };
  const any = schemasIn(schema.anyOf).map(failuresOf);
  if (any.length > 0 && any.every((failures) => failures.length > 0)) {
    complain('Invalid value', 'must validate at least one schema (anyOf)');
    findings.found.push(...nearest(any));
  }
  const one = schemasIn(schema.oneOf).map(failuresOf);
  const valid = one.filter((failures) => failures.length === 0).length;
  if (one.length > 0 && valid !== 1) {
    const found = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`;
    complain('Invalid value', `must validate one and only one schema (oneOf). ${found}`);
    if (valid === 0) findings.found.push(...nearest(one));
  }
  for (const all of schemasIn(schema.allOf)) findings.found.push(...failuresOf(all));
  if (isObject(schema.not) && failuresOf(schema.not).length === 0)
    complain('Not', 'must not validate the schema (not)');
}

/** What the alternative that fits best still asks for: one that asks for another value of an enum is not the one meant. */
function nearest(alternatives: readonly (readonly Finding[])[]): readonly Finding[] {
  const distance = (one: readonly Finding[]): number =>
    one.length + 100 * one.filter(({ kind }) => kind === 'Unsupported value' || kind === 'Not').length;
  return alternatives.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}
