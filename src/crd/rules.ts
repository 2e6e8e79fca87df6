import { isArray, isObject, type Json, type JsonObject, sameJson, stringOr } from '../object.ts';
import type { Step, Trail } from '../path.ts';
import { type Expression, evaluate } from './cel/engine.ts';
import { celValue } from './cel/values.ts';
import { aligned, childOf, itemOf, type Old } from './correlate.ts';
import { type Findings, itemStep, type Kind, report } from './findings.ts';
import { fieldSchema, isEmbedded, itemSchema, type Schema, schemasIn } from './schema.ts';

/** Where a value stands, and what it was. */
interface Place {
  readonly trail: Trail | null;
  readonly old: Old | undefined;
  /** apiVersion, kind and the name are seen by its rules. */
  readonly isResource: boolean;
  /** The nearest thing around it that can be told to be the same as before, is. */
  readonly unchanged?: boolean;
}

/** Whether an object keeps the rules (`x-kubernetes-validations`) of its schema and of all that is in it. */
export function checkRules(value: Json, schema: Schema, findings: Findings, place: Place): void {
  // a rule on something that may be null sees it only where it is not
  if (value === null) return;
  const old = place.old?.value == null ? undefined : place.old;
  const unchanged = old === undefined ? (place.unchanged ?? false) : sameJson(old.value, value);
  const here: Place = { ...place, old, unchanged };
  const own = schemasIn(schema['x-kubernetes-validations']);
  if (own.length > 0) evaluateAll(own, value, schema, findings, here);
  if (isArray(value)) checkItems(value, schema, findings, here);
  else if (isObject(value)) checkFields(value, schema, findings, here);
}

function checkItems(
  list: readonly Json[],
  schema: Schema,
  findings: Findings,
  { trail, old, unchanged = false }: Place,
): void {
  const items = itemSchema(schema);
  if (items === null) return;
  for (const [index, item] of list.entries())
    checkRules(item, items, findings, {
      trail: { up: trail, step: itemStep(schema, item, index) },
      old: itemOf(old, schema, item),
      isResource: isEmbedded(items),
      unchanged,
    });
}

function checkFields(
  object: JsonObject,
  schema: Schema,
  findings: Findings,
  { trail, old, unchanged = false }: Place,
): void {
  for (const [field, value] of Object.entries(object)) {
    const own = fieldSchema(schema, field);
    if (own === null) continue;
    checkRules(value, own, findings, {
      trail: { up: trail, step: field },
      old: childOf(old, field),
      isResource: isEmbedded(own),
      unchanged,
    });
  }
}

function evaluateAll(
  rules: readonly JsonObject[],
  value: Json,
  schema: Schema,
  findings: Findings,
  { trail, old, isResource, unchanged }: Place,
): void {
  const self = celValue(value, schema, isResource);
  const oldSelf =
    old === undefined ? undefined : celValue(aligned(old.value, value, schema), schema, isResource);
  for (const rule of rules) {
    const expression: Expression = {
      text: stringOr(rule.rule, ''),
      self,
      oldSelf,
      optionalOldSelf: rule.optionalOldSelf === true,
    };
    if (expression.text.trim() === '') continue;
    const answer = evaluate(expression);
    if (answer.as === 'unknown')
      findings.unchecked.add(`rule ${quote(expression.text)} is not checked: ${answer.why}`);
    else if (answer.as === 'failed')
      report(findings, trail, 'Invalid value', `${answer.why} evaluating rule: ${nameOf(rule)}`);
    else if (answer.as === 'value' && answer.value !== true && !(unchanged && !answer.usesOldSelf)) {
      const at = stepsOf(rule).reduce<Trail | null>((up, step) => ({ up, step }), trail);
      report(findings, at, reasonOf(rule), messageOf(rule, expression));
    }
  }
}

function messageOf(rule: JsonObject, expression: Expression): string {
  const text = stringOr(rule.messageExpression, '');
  if (text !== '') {
    const answer = evaluate({ ...expression, text });
    const said = answer.as === 'value' && typeof answer.value === 'string' ? answer.value.trim() : '';
    if (said !== '' && !said.includes('\n')) return said;
  }
  const message = stringOr(rule.message, '').trim();
  return message === '' ? `failed rule: ${stringOr(rule.rule, '').trim()}` : message;
}

function nameOf(rule: JsonObject): string {
  return stringOr(rule.message, '').trim() || stringOr(rule.rule, '').trim();
}

function reasonOf({ reason }: JsonObject): Kind {
  if (reason === 'FieldValueForbidden') return 'Forbidden';
  if (reason === 'FieldValueRequired') return 'Required value';
  return reason === 'FieldValueDuplicate' ? 'Duplicate value' : 'Invalid value';
}

/** `.spec.a['b-c']` */
function stepsOf(rule: JsonObject): readonly Step[] {
  const path = stringOr(rule.fieldPath, '');
  return [...path.matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]/g)].map(
    ([, field, key = '']) => field ?? key.replace(/\\(.)/g, '$1'),
  );
}

function quote(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return `"${line.length > 80 ? `${line.slice(0, 77)}...` : line}"`;
}
