import type { JsonObject } from '../../object.ts';
import { printable } from '../../printable.ts';
import type { Problem, PushReport } from '../../push/types.ts';

/** The stable JSON form of a PushReport. Every key is written out, as in the other reports. */
export function jsonPush({ verdict, refs, roots, problems, elapsedMs }: PushReport): string {
  const value: JsonObject = {
    apiVersion: 'kubectl-gitops/v1',
    kind: 'PushReport',
    verdict,
    refs: refs.map(({ remoteRef, base, head, environments }) => ({ remoteRef, base, head, environments })),
    roots: roots.map(({ root, app, environment, status, objects, changed, created, deleted }) => ({
      root,
      ...(app === undefined ? {} : { app }),
      environment,
      status,
      objects,
      changed,
      created,
      deleted,
    })),
    problems: problems.map(problemValue),
    elapsedMs,
  };
  return `${printable(JSON.stringify(value, null, 2))}\n`;
}

function problemValue({
  severity,
  code,
  environment,
  root,
  app,
  object,
  path,
  message,
  hint,
  source,
}: Problem): JsonObject {
  return {
    severity,
    code,
    environment,
    root,
    ...(app === undefined ? {} : { app }),
    object:
      object === null
        ? null
        : {
            apiVersion: object.apiVersion,
            kind: object.kind,
            namespace: object.namespace,
            name: object.name,
          },
    path,
    message,
    hint,
    source: source === null ? null : { file: source.file, line: source.line },
  };
}
