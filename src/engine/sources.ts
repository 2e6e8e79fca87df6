import type { Config } from '../config/types.ts';
import type { Generated } from '../drift/secrets/generated.ts';
import { compileIgnores, type Ignores, namedRules } from '../drift/ignore/ignore.ts';
import { jqPaths } from '../drift/ignore/jq.ts';
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
  generated: readonly Generated[] = [],
): Sources {
  const refs = appRefs(apps, deployed);
  return {
    bases,
    locatorOf: locators(workspace),
    blame: fileLines(workspace.repository, workspace.revision),
    scaleTargets,
    generated,
    ignoredBy: ignores(config, deployed),
    policyOf: (app) => deployed.get(app)?.facts.settings?.policy ?? null,
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

/** What people configured, then what an app's controller leaves out of its own comparison. */
function ignores(config: Config | null, deployed: DeployedApps['of']): Sources['ignoredBy'] {
  const own = config === null || config.ignore.length === 0 ? null : namedRules(config.ignore);
  const compiled = new Map<App, Ignores>();
  const rulesOf = (app: App) => {
    const theirs = deployed.get(app)?.facts.ignores ?? [];
    const found = compiled.get(app) ?? compileIgnores(theirs, jqPaths, 'pass');
    compiled.set(app, found);
    return found;
  };
  const ours = own === null ? null : compileIgnores(own, jqPaths);
  return async (item, live, finding) => {
    const sides = { desired: item.desired, live };
    return (await ours?.ruleFor(finding, sides)) ?? rulesOf(item.app).ruleFor(finding, sides);
  };
}
