import { TemplateError } from '../../../gotemplate/values/budget.ts';
import { isArray, isObject, type Json, objectAt, stringOr } from '../../../object.ts';

export type LabelMatcher = (labels: ReadonlyMap<string, string>) => boolean;

const NAME = /^(?=.{1,63}$)(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const DOMAIN = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const VALUE = /^(?=.{0,63}$)(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

/**
 * A LabelSelector: `matchLabels` and `matchExpressions`. Values of labels have a form, those of parameters (`isLabels`
 * false) have none. Throws TemplateError for one that Kubernetes would not take.
 */
export function labelMatcher(selector: Json | undefined, isLabels: boolean): LabelMatcher {
  const requirements: LabelMatcher[] = [];
  for (const [key, value] of Object.entries(objectAt(selector, 'matchLabels')))
    requirements.push(requirement(key, 'In', [stringOr(value, '')], isLabels));
  const expressions = isObject(selector) ? selector.matchExpressions : undefined;
  for (const expression of isArray(expressions) ? expressions : []) {
    const { key, operator, values } = objectAt(expression);
    const texts = isArray(values) ? values.map((value) => stringOr(value, '')) : [];
    requirements.push(requirement(stringOr(key, ''), stringOr(operator, ''), texts, isLabels));
  }
  return (labels) => requirements.every((matches) => matches(labels));
}

function requirement(
  key: string,
  operator: string,
  values: readonly string[],
  isLabels: boolean,
): LabelMatcher {
  if (!isQualified(key))
    throw new TemplateError(`the selector's key ${JSON.stringify(key)} is no label's name`);
  const wrong = isLabels ? values.find((value) => !VALUE.test(value)) : undefined;
  if (wrong !== undefined)
    throw new TemplateError(`the selector's value ${JSON.stringify(wrong)} is no label's value`);
  const isIn = operator === 'In';
  switch (operator) {
    case 'In':
    case 'NotIn': {
      if (values.length === 0) throw new TemplateError(`the selector has no values for ${key}`);
      const wanted = new Set(values);
      return (labels) => (wanted.has(labels.get(key) ?? '') && labels.has(key) ? isIn : !isIn);
    }
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) throw new TemplateError(`the selector has values for ${key} ${operator}`);
      return (labels) => labels.has(key) === (operator === 'Exists');
    default:
      throw new TemplateError(
        `the selector's operator ${JSON.stringify(operator)} is none of In, NotIn, Exists, DoesNotExist`,
      );
  }
}

function isQualified(key: string): boolean {
  const parts = key.split('/');
  if (parts.length > 2) return false;
  const domain = parts.length === 2 ? parts[0] : undefined;
  return NAME.test(parts.at(-1) ?? '') && (domain === undefined || DOMAIN.test(domain));
}
