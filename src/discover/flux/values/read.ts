import { GitopsError } from '../../../errors.ts';
import { isArray, isObject, type Json, type KubeObject, objectAt, stringOr } from '../../../object.ts';
import type { Unrendered } from '../../../render/types.ts';
import { parseYaml, splitDocuments } from '../../../source/bulk.ts';
import { entries, homeOf } from '../names.ts';
import type { Surroundings } from '../types.ts';
import { encrypted, held, textsOf } from '../variables.ts';
import { mergeValues, type Values, valuesOf } from './merge.ts';
import { BadAssignment, setValue } from './set.ts';

export interface ChartValues {
  readonly values: Values;
  /** Some were read from ConfigMaps or Secrets. */
  readonly fromCluster: boolean;
  /** What Secrets gave, overridden or not. */
  readonly secrets: readonly string[];
}

/** One of `valuesFrom`, with what it leads to. */
interface Given {
  /** null: it is optional, and not there. */
  readonly text: string | null;
  readonly reference: Json;
}

/**
 * The values of a HelmRelease: those of `valuesFrom` in order, `values` over them, as helm-controller puts them together.
 * What cannot be had leaves nothing to render.
 */
export async function readValues(
  release: KubeObject,
  where: Surroundings,
): Promise<ChartValues | { readonly unknown: Unrendered }> {
  const { valuesFrom, values } = objectAt(release.spec);
  const given: Given[] = [];
  const lacking: string[] = [];
  for (const reference of entries(valuesFrom)) {
    const one = await textOf(reference, release, where);
    if ('lacks' in one) lacking.push(one.lacks);
    else given.push({ text: one.text, reference });
  }
  if (lacking.length > 0) return unknown(release, `are not known: ${lacking.join('; ')}`);
  try {
    return {
      values: merged(given, valuesOf(values)),
      fromCluster: given.length > 0,
      secrets: given.flatMap(secretsIn),
    };
  } catch (error) {
    if (error instanceof BadAssignment) return unknown(release, `cannot be put together: ${error.message}`);
    // its message would show the line
    if (error instanceof GitopsError)
      return unknown(release, 'cannot be put together: one of them is no YAML');
    throw error;
  }
}

function unknown(release: KubeObject, what: string): { readonly unknown: Unrendered } {
  return {
    unknown: {
      code: 'VALUES_UNKNOWN',
      message: `values of HelmRelease ${homeOf(release)}/${release.metadata.name} ${what}`,
      hint: 'see spec.valuesFrom, and who may read what it names',
    },
  };
}

async function textOf(
  reference: Json,
  release: KubeObject,
  where: Surroundings,
): Promise<{ readonly text: string | null } | { readonly lacks: string }> {
  const { found, name, isOptional } = await held(reference, homeOf(release), where);
  if (found === 'unreadable' || encrypted(found)) return { lacks: `${name} cannot be read` };
  const key = stringOr(objectAt(reference).valuesKey, '') || 'values.yaml';
  const text = found === 'absent' ? undefined : textsOf(found)[key];
  if (text !== undefined) return { text };
  if (isOptional) return { text: null };
  return { lacks: found === 'absent' ? `there is no ${name}` : `${name} has no key ${key}` };
}

/** What a Secret gives: a value, or all that stand in a document of them. */
function secretsIn({ text, reference }: Given): readonly string[] {
  const { kind, targetPath } = objectAt(reference);
  if (kind !== 'Secret' || text === null) return [];
  return stringOr(targetPath, '') === '' ? leavesOf(documentIn(text)) : [text];
}

/** Nothing but comments sets nothing, as for Helm. */
function documentIn(text: string): Json {
  return splitDocuments(text).length === 0 ? null : parseYaml(text, 'values');
}

function leavesOf(value: Json): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (isArray(value)) return value.flatMap(leavesOf);
  return isObject(value) ? Object.values(value).flatMap(leavesOf) : [];
}

/** As `ChartValuesFromReferences` of fluxcd/pkg/chartutil does it, `values` being merged once more at the end. */
function merged(given: readonly Given[], values: Values): Values {
  let result: Values = {};
  for (const { text, reference } of given) {
    if (text === null) continue;
    const { targetPath, literal } = objectAt(reference);
    const path = stringOr(targetPath, '');
    if (path === '') {
      const read = documentIn(text);
      if (read !== null && !isObject(read)) throw new BadAssignment('one of them is no map');
      result = mergeValues(result, valuesOf(read));
      continue;
    }
    result = mergeValues(result, values);
    if (literal === true) setValue(result, `${path}=${text.replace(/[\\,[\]{}]/g, '\\$&')}`, true);
    else setPath(result, path, text);
  }
  return mergeValues(result, values);
}

/** A text in quotes stays a text. */
function setPath(values: Values, path: string, text: string): void {
  const isQuoted = /^(['"])[\s\S]*\1$/.test(text) && text.length > 1;
  setValue(values, `${path}=${isQuoted ? text.replace(/^['"]+|['"]+$/g, '') : text}`, isQuoted);
}
