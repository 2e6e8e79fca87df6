import { isArgoHook } from '../render/argo-hooks.ts';
import type { Deps } from '../deps.ts';
import type { Targets } from '../discover/targets.ts';
import { isGenerated } from '../drift/secrets/generated.ts';
import { isSecret } from '../drift/secrets/mask.ts';
import type { ObjectDrift } from '../drift/types.ts';
import type { ExitCode, GitopsError, ObjectName } from '../errors.ts';
import { type KubeObject, nameOf } from '../object.ts';
import type { DriftReport } from '../output/types.ts';
import { secretsOf } from '../render/sources.ts';
import type { Judged } from './compare/ask.ts';
import { forgotten } from './deployers/inventory.ts';
import { isOfInstallation } from './deployers/types.ts';
import { type Desired, repositoryOf, withDesired } from './desired.ts';
import { hiddenIn } from './encrypted/hidden.ts';
import { type Examined, examine } from './compare/examine.ts';
import { explain } from './explain.ts';
import { remember } from './memory/remember.ts';
import { missingDrifts, orphanDrifts, unknownDrifts } from './objects.ts';
import type { Query, Say } from './query.ts';
import { reportOf } from './report.ts';
import type { Cluster, Item } from './types.ts';
import { findUnmanaged } from './unmanaged/unmanaged.ts';

export interface Drift {
  readonly report: DriftReport;
  /** What went wrong for a part of the objects, by exit code. */
  readonly failures: readonly ExitCode[];
  readonly problems: readonly GitopsError[];
}

/** git and cluster, compared: the engine behind `diff`, and behind whatever must know the drift before it acts. */
export async function findDrift(query: Query, deps: Deps, say: Say): Promise<Drift> {
  return withDesired(query, deps, say, async (desired, cluster) =>
    compareWith(cluster, desired, query, deps, say),
  );
}

/** What `findDrift` does once git is rendered and the cluster answers. */
export async function compareWith(
  cluster: Cluster,
  desired: Desired,
  query: Query,
  deps: Deps,
  say: Say,
): Promise<Drift> {
  const { workspace, config, targets, rendered } = desired;
  const examined = await examine(cluster, desired, query, deps, say);
  const { resolved, found, judged, sources, warnings, errors } = examined;
  const whole = targets.objects.length === 0 && query.selector === undefined && query.filenames.length === 0;
  const drifts = [
    ...(await Promise.all(judged.map((one) => explain(one, sources)))),
    ...(await missingDrifts(found.absent, resolved.unresolved, sources)),
    ...(await unknownDrifts(found.failed, resolved.unresolved, sources)),
    ...(whole ? await orphans(examined, desired, cluster) : []),
  ];
  const { repository } = workspace;
  const items = [
    ...found.clean,
    ...[...found.suspicious, ...found.failed].map(({ item }) => item),
    ...found.absent,
  ];
  if (repository !== null && unfiltered(query, targets)) {
    const whole = targets.roots.length + targets.apps.length === 0;
    const dirty = await desired.dirty;
    await remember({ repository, config, dirty, items, rendered: rendered.apps, whole }, cluster, deps);
  }
  const unmanaged = query.unmanaged
    ? await findUnmanaged({ desired, examined, items, drifts }, cluster, query, deps, say)
    : null;
  const report = reportOf({
    context: cluster.context,
    server: cluster.version,
    repository: await repositoryOf(workspace, desired.dirty),
    apps: rendered.apps.length,
    clean: found.clean.length,
    objects: [...inOrder(drifts, resolved.items), ...(unmanaged?.drifts ?? [])],
    warnings: [...warnings, ...(unmanaged?.warnings ?? [])],
    showIgnored: query.showIgnored,
    unmanaged: query.unmanaged,
    secrets: secretsIn(judged),
    spread: rendered.apps.flatMap(({ app }) => secretsOf(app.root)),
    hidden: hiddenIn(judged),
  });
  return { report, failures: errors.map(({ exitCode }) => exitCode), problems: rendered.problems };
}

/** What the LISTs brought along and nobody declares, and what the deployers' inventories hold besides. */
async function orphans(
  { found, resolved: { items, generated }, deployed, marks, sources }: Examined,
  { rendered }: Pick<Desired, 'rendered'>,
  cluster: Cluster,
): Promise<readonly ObjectDrift[]> {
  // of what could not be rendered nobody knows whether it has left git
  const whole = rendered.apps
    .filter(({ partial }) => partial !== true)
    .flatMap(({ app }) => deployed.get(app) ?? []);
  const known = new Map(whole.map((one) => [one.mark.id, one.facts]));
  const listed = await Promise.all(whole.map((one) => forgotten(one, items, marks, cluster)));
  const own = [...found.strays, ...listed.flat()].filter(({ mark, live }) => {
    if (isGenerated(live, generated) || (mark.deployer === 'argocd' && isArgoHook(live))) return false;
    const facts = known.get(mark.id);
    return facts !== undefined && isOfInstallation(mark, facts);
  });
  const strays = new Map(own.map((stray) => [textOf(nameOf(stray.live)), stray]));
  return orphanDrifts({ strays: [...strays.values()], marks: found.marks }, items, deployed, sources);
}

/** Whole roots of the work tree were compared: what they declare is worth remembering. */
function unfiltered(query: Query, targets: Targets): boolean {
  return (
    targets.objects.length === 0 &&
    query.filenames.length === 0 &&
    query.selector === undefined &&
    query.namespace === undefined &&
    query.revision === undefined
  );
}

/** As git declares them; what git does not declare comes last. */
export function inOrder<T extends Pick<ObjectDrift, 'object'>>(
  drifts: readonly T[],
  items: readonly Item[],
): readonly T[] {
  const order = new Map(items.map(({ desired }, index) => [textOf(nameOf(desired)), index]));
  const place = ({ object }: T) => order.get(textOf(object)) ?? order.size;
  return drifts.toSorted((a, b) => place(a) - place(b));
}

/** Secrets on either side, so that no text of the report can hold one of their values. */
function secretsIn(judged: readonly Judged[]): readonly KubeObject[] {
  return judged.flatMap(({ suspicion: { item, live } }) => (isSecret(live) ? [item.desired, live] : []));
}

function textOf({ apiVersion, kind, namespace, name }: ObjectName): string {
  return `${apiVersion} ${kind} ${namespace ?? ''}/${name}`;
}
