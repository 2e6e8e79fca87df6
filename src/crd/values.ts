import { isArray, isObject, type Json, type JsonObject, sameJson } from '../object.ts';
import type { Trail } from '../path.ts';
import { childOf, itemOf, type Old } from './correlate.ts';
import { type Finding, type Findings, itemStep, type Kind, report } from './findings.ts';
import { hasFormat } from './formats/formats.ts';
import { pattern } from './re2.ts';
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

type Complain = (kind: Kind, detail?: string, trail?: Trail | null) => void;

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

function checkString(text: string, schema: Schema, findings: Findings, complain: Complain): void {
  const { maxLength, minLength, format } = schema;
  // only the first of the three is said
  const length = [...text].length;
  if (typeof maxLength === 'number' && length > maxLength)
    complain('Too long', `may not be more than ${maxLength} characters`);
  else if (typeof minLength === 'number' && length < minLength)
    complain('Invalid value', `should be at least ${minLength} chars long`);
  else if (typeof schema.pattern === 'string' && schema.pattern !== '') {
    const compiled = pattern(schema.pattern);
    if (compiled === undefined)
      findings.unchecked.add(`pattern ${schema.pattern} is no regular expression that is known here`);
    else if (!compiled.test(text)) complain('Invalid value', `should match '${schema.pattern}'`);
  }
  const isText = schema.type === 'string' || schema.type === undefined;
  if (isText && typeof format === 'string' && !hasFormat(format, text))
    complain('Type', `must be of type ${format}`);
}

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  float: [-3.4028235677973366e38, 3.4028235677973366e38],
};

function checkNumber(value: number, schema: Schema, complain: Complain): void {
  const { maximum, minimum, multipleOf, format } = schema;
  const range = typeof format === 'string' ? RANGES[format] : undefined;
  const fits = schema.type !== 'integer' || Math.abs(value) < 2 ** 63;
  if (!fits || (range !== undefined && (value < range[0] || value > range[1])))
    complain(
      'Invalid value',
      `must be of type ${schema.type}${format === undefined ? '' : ` with format ${format}`}`,
    );
  // a bound of a whole number is cut to a whole number
  const bound = (limit: number): number => (Number.isInteger(value) ? Math.trunc(limit) : limit);
  if (typeof maximum === 'number') {
    const isOver = schema.exclusiveMaximum === true ? value >= bound(maximum) : value > bound(maximum);
    const than = schema.exclusiveMaximum === true ? 'less than' : 'less than or equal to';
    if (isOver) complain('Invalid value', `should be ${than} ${maximum}`);
  }
  if (typeof minimum === 'number') {
    const isUnder = schema.exclusiveMinimum === true ? value <= bound(minimum) : value < bound(minimum);
    const than = schema.exclusiveMinimum === true ? 'greater than' : 'greater than or equal to';
    if (isUnder) complain('Invalid value', `should be ${than} ${minimum}`);
  }
  if (typeof multipleOf === 'number' && !isMultiple(value, multipleOf))
    complain('Invalid value', `should be a multiple of ${multipleOf}`);
}

function isMultiple(value: number, factor: number): boolean {
  // of a whole number the server cuts the factor too: nothing is a multiple of what is left of 0.5
  if (Number.isInteger(value)) return Math.trunc(factor) > 0 && value % Math.trunc(factor) === 0;
  const times = factor < 1 ? (1 / factor) * value : value / factor;
  const whole = Math.round(times);
  return times === whole || Math.abs(times - whole) / Math.max(Math.abs(times), Math.abs(whole)) < 1e-9;
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
