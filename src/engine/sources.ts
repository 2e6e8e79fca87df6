import type { Config } from '../config/types.ts';
import { compileIgnores } from '../drift/ignore/ignore.ts';
import { jqPaths } from '../drift/ignore/jq.ts';
import { nameOf } from '../object.ts';
import { locatorFor } from '../render/render.ts';
import type { Locate } from '../render/types.ts';
import type { DeployedApps } from './deployers/deployed.ts';
import type { Sources } from './explain.ts';
import type { Bases } from './history/bases.ts';
import { fileLines } from './history/blame.ts';
import { appRefs } from './objects.ts';
import type { Workspace } from './open/workspace.ts';
import type { App } from './types.ts';

/** Everything that explains a difference: history, lines, blame, autoscalers, ignore rules. */
export function openSources(
  { workspace, config, apps }: { workspace: Workspace; config: Config | null; apps: readonly App[] },
  scaleTargets: Sources['scaleTargets'],
  deployed: DeployedApps['of'],
  bases: Bases | null,
): Sources {
  const refs = appRefs(apps, deployed);
  return {
    bases,
    locatorOf: locators(workspace),
    blame: fileLines(workspace.repository, workspace.revision),
    scaleTargets,
    ignoredBy: ignores(config),
    appRef: (app) => refs.get(app) ?? app.ref,
  };
}

/** Opened once per app: a locator reads the root's files. */
export function locators(workspace: Pick<Workspace, 'tree'>): (app: App) => Promise<Locate> {
  const known = new Map<App, Promise<Locate>>();
  return (app) => {
    const found = known.get(app) ?? locatorFor(app.root, workspace.tree);
    known.set(app, found);
    return found;
  };
}

function ignores(config: Config | null): Sources['ignoredBy'] {
  if (config === null || config.ignore.length === 0) return async () => null;
  const rules = compileIgnores(config.ignore, jqPaths);
  return async (item, live, finding) =>
    rules.ruleFor(nameOf(item.desired), finding, { desired: item.desired, live });
}
