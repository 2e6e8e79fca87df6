import type { Deps } from '../../deps.ts';
import { namespaceOf } from '../../object.ts';
import { unmatchedTargets } from '../blame/unmatched.ts';
import { withDesired } from '../desired.ts';
import { secretsOf } from '../../render/sources.ts';
import { behindWarning } from '../open/workspace.ts';
import type { Query, Say } from '../query.ts';
import { resolveAll } from '../compare/resolve-all.ts';
import { inOrder, landed } from './landed.ts';
import type { RenderedApps } from './types.ts';

/** What this cluster gets from git. Throws the first target's error where git declares none of the objects asked for. */
export async function renderForCluster(query: Query, deps: Deps, say: Say): Promise<RenderedApps> {
  return withDesired(query, deps, say, async (desired, cluster) => {
    const { targets, workspace, discovered } = desired;
    const whole = desired.rendered.apps.map((one) => ({ ...one, manifests: inOrder(one) }));
    const rendered = { ...desired.rendered, apps: whole };
    const unmatched = await unmatchedTargets(cluster, { ...desired, rendered }, query, 'render');
    const [first] = unmatched;
    if (first !== undefined && unmatched.length === targets.objects.length) throw first;
    const { items, unresolved, ready } = resolveAll(whole, cluster, targets, query);
    // nothing is compared here: what the server's schemas say of it is not needed
    ready.catch(() => undefined);
    const found = new Map([...items, ...unresolved].map((one) => [one.manifest, namespaceOf(one.desired)]));
    const apps = whole.map(({ app, manifests }) => ({
      ref: app.ref,
      objects: manifests.flatMap((manifest) => {
        const namespace = found.get(manifest);
        return namespace === undefined ? [] : [landed(manifest, namespace)];
      }),
    }));
    return {
      apps,
      spread: whole.flatMap(({ app }) => secretsOf(app.root)),
      problems: [...unmatched, ...rendered.problems],
      warnings: [
        ...rendered.warnings,
        ...workspace.warnings,
        ...behindWarning(workspace),
        ...discovered.warnings,
        ...whole.flatMap(({ app }) => app.controlled?.warnings ?? []),
      ],
    };
  });
}
