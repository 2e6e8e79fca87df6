import { GitopsError, ManifestError } from '../../errors.ts';
import {
  describe,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  nameOf,
  objectAt,
} from '../../object.ts';
import { parseYaml } from '../../source/bulk.ts';
import { checked } from '../check.ts';
import type { Manifest, Substitution } from '../types.ts';
import { expand, type Variables } from './expand.ts';
import { BadExpression } from './expression.ts';
import { type Place, scalarText } from './scalar.ts';

const MARK = 'kustomize.toolkit.fluxcd.io/substitute';
const NAME = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

/**
 * An object with its variables replaced as kustomize-controller does it after a build (fluxcd/pkg/kustomize,
 * SubstituteVariables): in the YAML of the object, so that a value may be a number, a map or a list. An object marked
 * `kustomize.toolkit.fluxcd.io/substitute: disabled` stays as it is. Throws ManifestError SUBSTITUTION_FAILED.
 */
export function substituted(manifest: Manifest, { variables, strict }: Substitution): Manifest {
  const { object } = manifest;
  if (isLeftAlone(object)) return manifest;
  const values = withoutLines(variables);
  const { file, line } = manifest.origin;
  try {
    return { ...manifest, object: checked(withValues(object, { values, strict }), { file, line }) };
  } catch (error) {
    throw failure(object, error);
  }
}

/** What a declared value is once its variables are replaced; where they cannot be, the value. */
export function meaningOf(value: Json, { variables, strict }: Substitution): Json {
  try {
    return valueAt(value, 'value', { values: withoutLines(variables), strict });
  } catch (error) {
    if (error instanceof BadExpression) return value;
    throw error;
  }
}

function withoutLines(variables: Substitution['variables']): Variables['values'] {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value.replaceAll('\n', '')]),
  );
}

/** Names that no variable may have. */
export function badNames({ variables }: Substitution): readonly string[] {
  return Object.keys(variables).filter((name) => !NAME.test(name));
}

function isLeftAlone({ metadata }: KubeObject): boolean {
  return [metadata.labels, metadata.annotations].some((marks) => objectAt(marks)[MARK] === 'disabled');
}

function failure(object: KubeObject, error: unknown): unknown {
  if (!(error instanceof BadExpression)) return error;
  return new ManifestError(
    'SUBSTITUTION_FAILED',
    `the variables of ${describe(nameOf(object))} cannot be replaced: ${error.message}`,
    { hint: `write $\${ for a $ that is no variable, or mark the object ${MARK}: disabled`, cause: error },
  );
}

function withValues(value: Json, variables: Variables): Json {
  if (isArray(value)) return value.map((item) => valueAt(item, 'item', variables));
  if (isObject(value)) return mapWithValues(value, variables);
  return value;
}

function mapWithValues(map: JsonObject, variables: Variables): JsonObject {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [keyOf(key, variables), valueAt(value, 'value', variables)]),
  );
}

function valueAt(value: Json, place: Place, variables: Variables): Json {
  if (typeof value !== 'string') return withValues(value, variables);
  return value.includes('$') ? parsedAt(value, place, variables) : value;
}

function keyOf(key: string, variables: Variables): string {
  if (!key.includes('$')) return key;
  const parsed = objectAt(parsedLine(`${expand(scalarText(key, 'key'), variables)}: 0`));
  return Object.keys(parsed)[0] ?? '';
}

/** The line of YAML that holds the value, its variables replaced, read again. */
function parsedAt(value: string, place: Place, variables: Variables): Json {
  const text = expand(scalarText(value, place), variables);
  const parsed = parsedLine(`${place === 'item' ? '- ' : 'v: '}${text}`);
  return (isArray(parsed) ? parsed[0] : objectAt(parsed).v) ?? null;
}

/** The error of the parser is not passed on: it shows the line, and the values may be secret. */
function parsedLine(text: string): Json {
  try {
    return parseYaml(`${text}\n`, 'a value');
  } catch (error) {
    if (error instanceof GitopsError) throw new BadExpression('with its value a line is no YAML any more');
    throw error;
  }
}
