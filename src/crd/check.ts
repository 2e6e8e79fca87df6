import { isObject, type Json, type JsonObject, type KubeObject, versionOf } from '../object.ts';
import { formatPath, type Path } from '../path.ts';
import type { Old } from './correlate.ts';
import type { DefinedVersion, Definition } from './definitions.ts';
import { type Findings, isBlocking, report } from './findings.ts';
import { checkObject } from './metadata.ts';
import { typeProblems } from './offline.ts';
import { prepared } from './prepare.ts';
import { checkRules } from './rules.ts';
import type { Schema } from './schema.ts';
import { typedOf } from './typed.ts';
import type { Validated, Violation } from './types.ts';
import { checkValue } from './values.ts';

/** The body of `validateCustom`, in the order in which the server goes about it. */
export function checkCustom(object: KubeObject, definition: Definition, before?: KubeObject): Validated {
  const version = versionOf(object.apiVersion);
  const defined = definition.versions.get(version);
  const findings: Findings = { found: [], unchecked: new Set() };
  if (defined === undefined || !defined.served) {
    report(
      findings,
      { up: null, step: 'apiVersion' },
      'Invalid value',
      `${definition.kind} is not served in ${version}`,
    );
    return validated([], findings);
  }
  if (defined.schema === null) {
    findings.unchecked.add(`version ${version} of ${definition.kind} has no schema`);
    return validated([], findings);
  }
  const types = typeProblems(object, typedOf(defined.schema));
  const now = prepared(withoutStatus(object, defined), defined.schema);
  const was =
    before === undefined ? undefined : { value: prepared(withoutStatus(before, defined), defined.schema) };
  check(now, defined, defined.schema, was, findings, types.length === 0);
  return validated(types, findings);
}

function check(
  object: JsonObject,
  defined: DefinedVersion,
  schema: Schema,
  old: Old | undefined,
  findings: Findings,
  isTyped: boolean,
): void {
  checkObject(object, schema, findings);
  checkValue(object, schema, findings, { trail: null, old });
  if (defined.replicasPath !== null) checkReplicas(object, defined.replicasPath, findings);
  if (isTyped && !findings.found.some(isBlocking))
    checkRules(object, schema, findings, { trail: null, old, isResource: true });
}

/** With a status subresource, what a manifest says of `status` is dropped. */
function withoutStatus(object: KubeObject, { status }: DefinedVersion): JsonObject {
  if (!status) return object;
  const { status: _, ...rest } = object;
  return rest;
}

function checkReplicas(object: JsonObject, at: string, findings: Findings): void {
  const path = at.split('.').filter((step) => step !== '');
  let value: Json | undefined = object;
  for (const step of path) value = isObject(value) ? value[step] : undefined;
  if (typeof value !== 'number' || (value >= 0 && value < 2 ** 31)) return;
  const trail = path.reduce<Parameters<typeof report>[1]>((up, step) => ({ up, step }), null);
  report(
    findings,
    trail,
    'Invalid value',
    value < 0 ? 'should be a non-negative integer' : 'should be less than or equal to 2147483647',
  );
}

/** A field of the wrong type is said once. */
function validated(types: readonly Violation[], { found, unchecked }: Findings): Validated {
  const known = new Set(types.map(({ path }) => formatPath(path)));
  const said = new Set<string>();
  const rest = found.flatMap(({ path, message, code }): Violation[] => {
    if (said.has(message) || isWithin(path, known)) return [];
    said.add(message);
    return [{ path, message, code }];
  });
  return { violations: [...types, ...rest], unchecked: [...unchecked] };
}

function isWithin(path: Path, known: ReadonlySet<string>): boolean {
  return path.some((_, at) => known.has(formatPath(path.slice(0, at + 1))));
}
