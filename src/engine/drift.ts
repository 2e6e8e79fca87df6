import type { Deps } from '../deps.ts';
import type { Targets } from '../discover/targets.ts';
import type { ManagerLists } from '../drift/managers.ts';
import { isSecret } from '../drift/mask.ts';
import type { ObjectDrift } from '../drift/types.ts';
import type { ExitCode, GitopsError, ObjectName, Warning } from '../errors.ts';
import { type KubeObject, nameOf } from '../object.ts';
import type { DriftReport } from '../output/types.ts';
import { inputsOf } from '../render/render.ts';
import { openStore } from '../store.ts';
import { type Judged, judge } from './ask.ts';
import { admissionWorld, openBirths } from './births.ts';
import { type DeployedApps, deployedApps } from './deployers/deployed.ts';
import { forgotten } from './deployers/inventory.ts';
import { type Desired, helmTarget, repositoryOf, withDesired } from './desired.ts';
import { explain, type Sources } from './explain.ts';
import { leaveOut } from './guess.ts';
import { openBases } from './history/bases.ts';
import { atDeployedHead } from './history/head.ts';
import { type Inspection, inspect, type Suspicion } from './inspect.ts';
import { remember } from './memory/remember.ts';
import { missingDrifts, orphanDrifts, unknownDrifts } from './objects.ts';
import { behindWarning } from './open/workspace.ts';
import type { Query, Say } from './query.ts';
import type { Rendered } from './render.ts';
import { reportOf } from './report.ts';
import { resolveAll } from './resolve-all.ts';
import { openSources } from './sources.ts';
import type { App, Cluster, Item } from './types.ts';
import { openVerdicts } from './verdicts.ts';

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
  say('reading the cluster');
  const resolved = resolveAll(rendered.apps, cluster, targets, query);
  // awaited only once there is something to compare
  resolved.ready.catch(() => undefined);
  const lists: ManagerLists = config?.managers ?? { people: [], controllers: [] };
  const verdicts = openVerdicts(openStore(deps, 'verdicts'), cluster, lists, digestsOf(rendered.apps));
  const inspection = await inspect(cluster, resolved, lists, verdicts, query.verify);
  const found = leaveOut(inspection, desired.guessed, rendered.apps);

  const apps = rendered.apps.map(({ app }) => app);
  const deployed = await deployedApps(apps, found.marks, cluster, workspace.repository);
  const bases =
    workspace.repository === null
      ? null
      : openBases(
          workspace.repository,
          (root) => inputsOf(root, workspace.tree),
          (app) => deployed.of.get(app)?.commit ?? null,
          helmTarget(cluster),
          deps,
        );
  const suspicions = await atDeployedHead(found.suspicious, bases, workspace, deployed.of, lists);
  const judged = await judgeAll(cluster, suspicions, query.verify, deps, say);
  for (const { suspicion, verdict, unasked } of judged) {
    if (verdict.findings.length === 0 && verdict.error === null && unasked === null)
      verdicts.remember(suspicion.item, suspicion.live);
  }
  verdicts.save();

  say('looking into git');
  const sources = await openSources({ workspace, config, apps }, cluster, judged, deployed.of, bases);
  const whole = targets.objects.length === 0 && query.selector === undefined && query.filenames.length === 0;
  const drifts = [
    ...(await Promise.all(judged.map((one) => explain(one, sources)))),
    ...(await missingDrifts(found.absent, resolved.unresolved, sources)),
    ...(await unknownDrifts(found.failed, resolved.unresolved, sources)),
    ...(whole ? await orphans(found, resolved.items, deployed.of, cluster, sources) : []),
  ];
  const { repository } = workspace;
  if (repository !== null && unfiltered(query, targets)) {
    const items = [
      ...found.clean,
      ...[...found.suspicious, ...found.failed].map(({ item }) => item),
      ...found.absent,
    ];
    const whole = targets.roots.length + targets.apps.length === 0;
    const dirty = await desired.dirty;
    await remember({ repository, config, dirty, items, rendered: rendered.apps, whole }, cluster, deps);
  }
  const report = reportOf({
    context: cluster.context,
    server: cluster.version,
    repository: await repositoryOf(workspace, desired.dirty),
    apps: rendered.apps.length,
    clean: found.clean.length,
    objects: inOrder(drifts, resolved.items),
    warnings: [
      ...rendered.warnings,
      ...rendered.problems.map(asWarning),
      ...workspace.warnings,
      ...deployed.warnings,
      ...(deployed.warnings.some(({ code }) => code === 'CHECKOUT_BEHIND') ? [] : behindWarning(workspace)),
      ...found.warnings,
      ...unaskedWarnings(judged),
    ],
    showIgnored: query.showIgnored,
    secrets: secretsOf(judged),
  });
  const failed = [
    ...found.failed.map(({ error }) => error),
    ...judged.flatMap(({ verdict }) => verdict.error ?? []),
  ];
  const unserved = resolved.unresolved.flatMap(({ error }) => error ?? []);
  return {
    report,
    failures: [...rendered.problems, ...failed, ...unserved].map(({ exitCode }) => exitCode),
    problems: rendered.problems,
  };
}

/** What the LISTs brought along and nobody declares, and what the deployers' inventories hold besides. */
async function orphans(
  found: Inspection,
  items: readonly Item[],
  deployed: DeployedApps['of'],
  cluster: Cluster,
  sources: Sources,
): Promise<readonly ObjectDrift[]> {
  const listed = await Promise.all([...deployed.values()].map((one) => forgotten(one, items, cluster)));
  const strays = new Map(
    [...found.strays, ...listed.flat()].map((stray) => [textOf(nameOf(stray.live)), stray]),
  );
  return orphanDrifts({ strays: [...strays.values()], marks: found.marks }, items, sources);
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

async function judgeAll(
  cluster: Cluster,
  suspicions: readonly Suspicion[],
  verify: boolean,
  deps: Deps,
  say: Say,
): Promise<readonly Judged[]> {
  if (suspicions.length === 0) return [];
  const sayDone = (done: number) => say(`asking the server: ${done} of ${suspicions.length} objects`);
  sayDone(0);
  const births = openBirths(
    openStore(deps, 'births'),
    cluster.key,
    await admissionWorld(cluster.http, cluster.version),
  );
  const judged = await judge(cluster, suspicions, births, verify, sayDone);
  births.save();
  return judged;
}

function digestsOf(rendered: readonly Rendered[]): ReadonlyMap<App, string> {
  return new Map(rendered.flatMap(({ app, digest }) => (digest === undefined ? [] : [[app, digest]])));
}

/** As git declares them; what git does not declare comes last. */
function inOrder(drifts: readonly ObjectDrift[], items: readonly Item[]): readonly ObjectDrift[] {
  const order = new Map(items.map(({ desired }, index) => [textOf(nameOf(desired)), index]));
  const place = ({ object }: ObjectDrift) => order.get(textOf(object)) ?? order.size;
  return drifts.toSorted((a, b) => place(a) - place(b));
}

/** Secrets on either side, so that no text of the report can hold one of their values. */
function secretsOf(judged: readonly Judged[]): readonly KubeObject[] {
  return judged.flatMap(({ suspicion: { item, live } }) => (isSecret(live) ? [item.desired, live] : []));
}

/** Where the server could not be asked, the answer stands on the local comparison: said once per reason. */
function unaskedWarnings(judged: readonly Judged[]): readonly Warning[] {
  const reasons = Map.groupBy(
    judged.flatMap(({ unasked }) => unasked ?? []),
    ({ code }) => code,
  );
  return [...reasons].map(([code, errors]) => ({
    code,
    message: `${errors.length === 1 ? '1 object is' : `${errors.length} objects are`} compared locally only: ${errors[0]?.message ?? ''}`,
    hint: errors[0]?.hint ?? null,
  }));
}

function asWarning({ code, message, hint }: GitopsError): Warning {
  return { code, message, hint: hint ?? null };
}

function textOf({ apiVersion, kind, namespace, name }: ObjectName): string {
  return `${apiVersion} ${kind} ${namespace ?? ''}/${name}`;
}
