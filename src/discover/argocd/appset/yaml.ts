import { GitopsError } from '../../../errors.ts';
import { TemplateError } from '../../../gotemplate/values/budget.ts';
import type { Json } from '../../../object.ts';
import { isObject } from '../../../object.ts';
import { parseYaml, splitDocuments } from '../../../source/bulk.ts';

/**
 * YAML or JSON as sigs.k8s.io/yaml decodes it: the first document counts, nothing at all is null. Throws TemplateError
 * with the line and column.
 */
export function readYaml(text: string, file: string): Json {
  const json = readJson(text);
  if (json !== undefined) return json;
  const [document] = splitDocuments(text);
  if (document === undefined) return null;
  try {
    return parseYaml(document.text, file, document.line);
  } catch (error) {
    if (!(error instanceof GitopsError)) throw error;
    throw new TemplateError([error.message, ...error.facts.slice(0, 1)].join(' at '), { cause: error });
  }
}

/** Undefined: it is not JSON, or at least not a list or a map. */
function readJson(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isCollection(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isCollection(value: unknown): value is Json {
  return Array.isArray(value) || isObject(value);
}
