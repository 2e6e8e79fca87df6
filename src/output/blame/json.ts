import type { BlamedField, ObjectBlame } from '../../drift/types.ts';
import type { JsonObject } from '../../object.ts';
import { formatPath } from '../../path.ts';
import { printable } from '../../printable.ts';
import { appValue, ownerValue, repositoryValue, warningValue } from '../json.ts';
import type { BlameReport } from '../types.ts';

/** The stable JSON form of a blame report: every key is written out, as in the drift report. */
export function jsonBlame({ context, server, repository, summary, objects, warnings }: BlameReport): string {
  const { inSync, unknown, fields, differing, uncommitted, onlyLive, ignored } = summary;
  const value: JsonObject = {
    apiVersion: 'kubectl-gitops/v1',
    kind: 'BlameReport',
    context,
    server,
    repository: repositoryValue(repository),
    summary: { objects: summary.objects, inSync, unknown, fields, differing, uncommitted, onlyLive, ignored },
    objects: objects.map(objectValue),
    warnings: warnings.map(warningValue),
  };
  return `${printable(JSON.stringify(value, null, 2))}\n`;
}

function objectValue(blame: ObjectBlame): JsonObject {
  const { object, source, error } = blame;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    namespace: object.namespace,
    name: object.name,
    status: blame.status,
    moved: blame.moved,
    fate: blame.fate,
    because: blame.because,
    owner: ownerValue(blame.owner),
    compared: blame.compared,
    app: appValue(blame.app),
    source: source === null ? null : { file: source.file, line: source.line },
    fields: blame.fields.map(fieldValue),
    error: error === null ? null : { code: error.code, message: error.message, hint: error.hint },
  };
}

function fieldValue(field: BlamedField): JsonObject {
  const { git, live } = field;
  return {
    path: formatPath(field.path),
    class: field.class,
    moved: field.moved,
    ...(git === undefined ? {} : { git }),
    ...(live === undefined ? {} : { live }),
    owner: ownerValue(field.owner),
    source: sourceValue(field.source),
    fate: field.fate,
    because: field.because,
    ignoredBy: field.ignoredBy,
  };
}

function sourceValue(source: BlamedField['source']): JsonObject | null {
  if (source === null) return null;
  const { file, line, commit, author, time, uncommitted } = source;
  return { file, line, commit, author, time, uncommitted };
}
