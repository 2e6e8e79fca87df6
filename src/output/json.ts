import type { Change, ObjectDrift } from '../drift/types.ts';
import type { Warning } from '../errors.ts';
import type { JsonObject } from '../object.ts';
import { formatPath } from '../path.ts';
import { printable } from '../printable.ts';
import type { DriftReport } from './types.ts';

/** The stable JSON form. Control characters are escaped by JSON's own means, so the values stay the same. */
export function jsonReport(report: DriftReport): string {
  return `${printable(JSON.stringify(reportValue(report), null, 2))}\n`;
}

/** Every key is written out: what a type gains later must not slip into a stable format. */
export function reportValue({
  context,
  server,
  repository,
  summary,
  objects,
  warnings,
}: DriftReport): JsonObject {
  const { apps, inSync, drifted, pending, conflict, absent, orphan, unmanaged, unknown, ignored } = summary;
  return {
    apiVersion: 'kubectl-gitops/v1',
    kind: 'DriftReport',
    context,
    server,
    repository: repositoryValue(repository),
    summary: {
      apps,
      objects: summary.objects,
      inSync,
      drifted,
      pending,
      conflict,
      absent,
      orphan,
      ...(unmanaged === undefined ? {} : { unmanaged }),
      unknown,
      ignored,
    },
    objects: objects.map(objectValue),
    warnings: warnings.map(warningValue),
  };
}

export function repositoryValue(repository: DriftReport['repository']): JsonObject | null {
  if (repository === null) return null;
  const { revision, branch, dirty } = repository;
  return { revision, branch, dirty };
}

function objectValue(drift: ObjectDrift): JsonObject {
  const { object, app, source, error } = drift;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    namespace: object.namespace,
    name: object.name,
    status: drift.status,
    moved: drift.moved,
    fate: drift.fate,
    because: drift.because,
    breakGlass: drift.breakGlass === undefined ? null : { ...drift.breakGlass },
    owner: ownerValue(drift.owner),
    ...(drift.created === undefined ? {} : { created: drift.created }),
    compared: drift.compared,
    app: appValue(app),
    source: source === null ? null : { file: source.file, line: source.line },
    changes: drift.changes.map(changeValue),
    error: error === null ? null : { code: error.code, message: error.message, hint: error.hint },
  };
}

export function appValue(app: ObjectDrift['app']): JsonObject | null {
  if (app === null) return null;
  const { name, deployer, root, deployedRevision } = app;
  return { name, deployer, root, deployedRevision };
}

function changeValue(change: Change): JsonObject {
  const { git, live, source } = change;
  return {
    path: formatPath(change.path),
    class: change.class,
    moved: change.moved,
    ...(git === undefined ? {} : { git }),
    ...(live === undefined ? {} : { live }),
    owner: ownerValue(change.owner),
    source:
      source === null
        ? null
        : {
            file: source.file,
            line: source.line,
            commit: source.commit,
            author: source.author,
            time: source.time,
          },
    fate: change.fate,
    because: change.because,
    ignoredBy: change.ignoredBy,
  };
}

export function ownerValue(owner: Change['owner']): JsonObject | null {
  if (owner === null) return null;
  const { manager, operation, subresource, time } = owner;
  return { manager, operation, subresource, time };
}

export function warningValue({ code, message, hint, app, object }: Warning): JsonObject {
  return {
    code,
    message,
    hint,
    ...(app === undefined ? {} : { app }),
    ...(object === undefined
      ? {}
      : {
          object: {
            apiVersion: object.apiVersion,
            kind: object.kind,
            namespace: object.namespace,
            name: object.name,
          },
        }),
  };
}
