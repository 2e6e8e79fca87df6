import type { JsonObject } from '../../object.ts';
import { printable } from '../../printable.ts';
import type { AppStatus, StatusReport } from '../../status/types.ts';
import { repositoryValue, warningValue } from '../json.ts';

/** The stable JSON form of `status`. */
export function statusJson(report: StatusReport): string {
  return `${printable(JSON.stringify(statusValue(report), null, 2))}\n`;
}

/** Every key is written out: what a type gains later must not slip into a stable format. */
export function statusValue({ context, server, repository, apps, warnings }: StatusReport): JsonObject {
  const count = (state: AppStatus['state']) => apps.filter((app) => app.state === state).length;
  return {
    apiVersion: 'kubectl-gitops/v1',
    kind: 'StatusReport',
    context,
    server,
    repository: repositoryValue(repository),
    summary: {
      apps: apps.length,
      synced: count('synced'),
      behind: count('behind'),
      syncing: count('syncing'),
      drifted: count('drifted'),
      degraded: count('degraded'),
      failed: count('failed'),
      suspended: count('suspended'),
      unknown: count('unknown'),
    },
    apps: apps.map(appValue),
    warnings: warnings.map(warningValue),
  };
}

function appValue(app: AppStatus): JsonObject {
  const { deployed } = app;
  return {
    name: app.name,
    kind: app.kind,
    deployer: app.deployer,
    root: app.root,
    follows: app.follows,
    destination: app.destination,
    parent: app.parent,
    dependsOn: [...app.dependsOn],
    state: app.state,
    deployed:
      deployed === null
        ? null
        : {
            revision: deployed.revision,
            subject: deployed.subject,
            author: deployed.author,
            time: deployed.time,
          },
    behind: app.behind,
    health: app.health,
    healthMessage: app.healthMessage,
    drifted: app.drifted,
    error: app.error,
  };
}
