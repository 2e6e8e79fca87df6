import { isArray, isObject, type Json, type JsonObject } from '../object.ts';
import type { Trail } from '../path.ts';
import { type Findings, itemStep, report } from './findings.ts';
import { fieldSchema, isEmbedded, itemSchema, type Schema } from './schema.ts';

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const NAME = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)$/;
const KIND = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const ALPHANUMERIC =
  "consist of alphanumeric characters, '-' or '.', and start and end with an alphanumeric one";
const MAX_ANNOTATIONS = 256 * 1024;

/** Names and labels as the server demands them of an object, and of every object that is embedded in it. */
export function checkObject(object: JsonObject, schema: Schema, findings: Findings): void {
  checkMetadata(object.metadata, true, { up: null, step: 'metadata' }, findings);
  visit(object, schema, null, findings);
}

function visit(value: Json, schema: Schema, trail: Trail | null, findings: Findings): void {
  if (isArray(value)) {
    const items = itemSchema(schema);
    for (const [index, item] of items === null ? [] : value.entries())
      if (items !== null) visit(item, items, { up: trail, step: itemStep(schema, item, index) }, findings);
  }
  if (!isObject(value)) return;
  if (isEmbedded(schema)) checkEmbedded(value, trail, findings);
  for (const [field, inner] of Object.entries(value)) {
    const own = fieldSchema(schema, field);
    if (own !== null) visit(inner, own, { up: trail, step: field }, findings);
  }
}

function checkEmbedded(object: JsonObject, trail: Trail | null, findings: Findings): void {
  const { apiVersion, kind } = object;
  for (const field of ['apiVersion', 'kind']) {
    const at = { up: trail, step: field };
    const value = object[field];
    if (value === undefined) report(findings, at, 'Required value');
    else if (typeof value !== 'string') report(findings, at, 'Invalid value', 'must be a string');
    else if (value === '') report(findings, at, 'Invalid value', 'must not be empty');
  }
  if (typeof apiVersion === 'string' && apiVersion.split('/').length > 2)
    report(findings, { up: trail, step: 'apiVersion' }, 'Invalid value', 'unexpected GroupVersion string');
  if (typeof kind === 'string' && kind !== '' && (!KIND.test(kind.toLowerCase()) || kind.length > 63))
    report(
      findings,
      { up: trail, step: 'kind' },
      'Invalid value',
      'may have mixed case, but should otherwise match: a DNS-1035 label',
    );
  if (object.metadata !== undefined)
    checkMetadata(object.metadata, false, { up: trail, step: 'metadata' }, findings);
}

function checkMetadata(metadata: Json | undefined, isRoot: boolean, trail: Trail, findings: Findings): void {
  if (metadata === null || metadata === undefined) return;
  if (!isObject(metadata)) {
    report(findings, trail, 'Invalid value', 'must be an object');
    return;
  }
  const { name, labels, annotations } = metadata;
  const at = (field: string): Trail => ({ up: trail, step: field });
  if (typeof name === 'string') checkName(name, isRoot, at('name'), findings);
  if (isObject(labels)) checkLabels(labels, at('labels'), findings);
  if (isObject(annotations)) checkAnnotations(annotations, at('annotations'), findings);
}

function checkName(name: string, isRoot: boolean, trail: Trail, findings: Findings): void {
  if (isRoot && (name.length > 253 || !SUBDOMAIN.test(name)))
    report(findings, trail, 'Invalid value', `a lowercase RFC 1123 subdomain must ${ALPHANUMERIC}`);
  if (!isRoot && (name === '.' || name === '..' || /[/%]/.test(name)))
    report(findings, trail, 'Invalid value', "may not be '.' or '..', nor contain '/' or '%'");
}

function checkLabels(labels: JsonObject, trail: Trail, findings: Findings): void {
  for (const [key, value] of Object.entries(labels)) {
    if (!isQualified(key))
      report(findings, trail, 'Invalid value', `${JSON.stringify(key)} is no qualified name`);
    if (typeof value === 'string' && !isLabelValue(value))
      report(
        findings,
        { up: trail, step: key },
        'Invalid value',
        `a valid label must be empty, or ${ALPHANUMERIC}`,
      );
  }
}

function checkAnnotations(annotations: JsonObject, trail: Trail, findings: Findings): void {
  let size = 0;
  for (const [key, value] of Object.entries(annotations)) {
    size += Buffer.byteLength(key) + Buffer.byteLength(String(value));
    if (!isQualified(key.toLowerCase()))
      report(findings, trail, 'Invalid value', `${JSON.stringify(key)} is no qualified name`);
  }
  if (size > MAX_ANNOTATIONS)
    report(findings, trail, 'Too long', `may not be more than ${MAX_ANNOTATIONS} bytes`);
}

/** `example.com/name` or `name`. */
export function isQualified(key: string): boolean {
  const [first = '', second, ...more] = key.split('/');
  const name = second ?? first;
  const isPrefixed = second === undefined || (first.length <= 253 && SUBDOMAIN.test(first));
  return more.length === 0 && isPrefixed && name.length <= 63 && NAME.test(name);
}

export function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= 63 && NAME.test(value));
}
