import type { Deps } from '../../deps.ts';
import { readTargets } from '../../discover/targets.ts';
import type { Warning } from '../../errors.ts';
import { isForCluster, secretsOf } from '../../render/sources.ts';
import { NOTHING_DISCOVERED } from '../controlled/discovered.ts';
import { appNames, selectApps } from '../open/apps.ts';
import { configOf } from '../open/environment.ts';
import { behindWarning, openWorkspace } from '../open/workspace.ts';
import type { Query, Say } from '../query.ts';
import { type Rendered, renderApps } from '../render.ts';
import { environmentMeant } from './environment.ts';
import { missing, shownOf } from './shown.ts';
import type { RenderedApps } from './types.ts';

/** What a chart is told where no cluster is asked. */
const NOWHERE = { kubeVersion: null, apiVersions: [] } as const;

/**
 * What git declares, as far as nobody but git must be asked: the roots of paths, those of an environment, else those
 * found in the tree. Throws UsageError where it takes a cluster to know what is meant.
 */
export async function renderUnasked(query: Query, deps: Deps, say: Say): Promise<RenderedApps> {
  const workspace = await openWorkspace(deps, query);
  try {
    const config = configOf(workspace, deps);
    const { dir } = workspace.tree;
    const place = { cwd: deps.cwd, top: workspace.repository?.top ?? dir, dir };
    const targets = await readTargets(query, appNames(config, []), place);
    const environment = environmentMeant(config, targets, query);
    const { apps } = await selectApps(targets, environment, NOTHING_DISCOVERED, workspace.tree);
    say(`rendering ${apps.length} roots`);
    const { apps: rendered, problems, warnings } = await renderApps(apps, workspace.tree, untold, deps);
    const shown = shownOf(rendered, targets, query);
    return {
      apps: shown,
      spread: rendered.flatMap(({ app }) => secretsOf(app.root)),
      problems: [...missing(targets.objects, shown), ...problems],
      warnings: [...warnings, ...workspace.warnings, ...behindWarning(workspace), ...untoldCharts(rendered)],
    };
  } finally {
    await workspace.dispose();
  }
}

async function untold() {
  return NOWHERE;
}

function untoldCharts(rendered: readonly Rendered[]): readonly Warning[] {
  const roots = rendered.filter(({ app }) => isForCluster(app.root)).map(({ app }) => app.root.path);
  if (roots.length === 0) return [];
  return [
    {
      code: 'NO_CLUSTER_ASKED',
      message: `charts are told of no cluster, and may render another way for one: ${roots.join(', ')}`,
      hint: 'leave out --render-only',
    },
  ];
}
