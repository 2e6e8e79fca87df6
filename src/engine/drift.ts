import type { Progress } from '../cli/progress.ts';
import type { DiffOptions } from '../commands/diff-options.ts';
import type { Config } from '../config.ts';
import type { Deps } from '../deps.ts';
import type { Targets } from '../discover/targets.ts';
import { compileIgnores } from '../drift/ignore.ts';
import { jqPaths } from '../drift/jq.ts';
import type { ManagerLists } from '../drift/managers.ts';
import { isSecret } from '../drift/mask.ts';
import type { ObjectDrift } from '../drift/types.ts';
import type { ExitCode, GitopsError, ObjectName, Warning } from '../errors.ts';
import { type KubeObject, nameOf, namespaceOf } from '../object.ts';
import type { DriftReport } from '../output/types.ts';
import { formatPath } from '../path.ts';
import { inputsOf, locatorFor } from '../render/render.ts';
import type { Locate } from '../render/types.ts';
import { openStore } from '../store.ts';
import { type Judged, judge } from './ask.ts';
import { openBases } from './bases.ts';
import { admissionWorld, openBirths } from './births.ts';
import { fileLines } from './blame.ts';
import { connect } from './connect.ts';
import { type Desired, helmTarget, renderDesired, repositoryOf } from './desired.ts';
import { connectionFor } from './environment.ts';
import { explain, type Sources } from './explain.ts';
import { objectFilter } from './filter.ts';
import { leaveOut } from './guess.ts';
import { atDeployedHead } from './head.ts';
import { inspect, type Suspicion } from './inspect.ts';
import { appRefs, missingDrifts, orphanDrifts, unknownDrifts } from './objects.ts';
import type { Rendered } from './render.ts';
import { reportOf } from './report.ts';
import { declaredKinds, type Resolved, resolveManifests } from './resolve.ts';
import { scaleTargetsIn } from './scalers.ts';
import type { App, Cluster, Item } from './types.ts';
import { openVerdicts } from './verdicts.ts';
import { behindWarning, openWorkspace, type Workspace } from './workspace.ts';

export interface Drift {
  readonly report: DriftReport;
  /** What went wrong for a part of the objects, by exit code. */
  readonly failures: readonly ExitCode[];
  readonly problems: readonly GitopsError[];
}

/** git and cluster, compared: the engine behind `diff`, and behind whatever must know the drift before it acts. */
export async function findDrift(options: DiffOptions, deps: Deps, progress: Progress): Promise<Drift> {
  progress.step('connecting');
  const opening = openWorkspace(deps, options);
  opening.catch(() => undefined);
  const connection = await connectionFor(opening, options, deps);
  // git is read and rendered while the server answers
  const connecting = connect(connection, options, deps);
  connecting.catch(() => undefined);
  const workspace = await opening;
  try {
    const desired = await renderDesired(workspace, connection, connecting, options, deps, progress);
    return await compareWith(await connecting, desired, options, deps, progress);
  } finally {
    await workspace.dispose();
  }
}

async function compareWith(
  cluster: Cluster,
  desired: Desired,
  options: DiffOptions,
  deps: Deps,
  progress: Progress,
): Promise<Drift> {
  const { workspace, config, targets, rendered } = desired;
  progress.step('reading the cluster');
  const resolved = resolveAll(rendered.apps, cluster, targets, options);
  // awaited only once there is something to compare
  resolved.ready.catch(() => undefined);
  const lists: ManagerLists = config?.managers ?? { people: [], controllers: [] };
  const verdicts = openVerdicts(openStore(deps, 'verdicts'), cluster, lists, digestsOf(rendered.apps));
  const inspection = await inspect(cluster, resolved, lists, verdicts, options.verify);
  const found = leaveOut(inspection, desired.guessed, rendered.apps);

  const bases =
    workspace.repository === null
      ? null
      : openBases(workspace.repository, (root) => inputsOf(root, workspace.tree), helmTarget(cluster), deps);
  const suspicions = await atDeployedHead(found.suspicious, bases, workspace, lists);
  const judged = await judgeAll(cluster, suspicions, options.verify, deps, progress);
  for (const { suspicion, verdict, unasked } of judged) {
    if (verdict.findings.length === 0 && verdict.error === null && unasked === null)
      verdicts.remember(suspicion.item, suspicion.live);
  }
  verdicts.save();

  progress.step('looking into git');
  const refs = appRefs(
    rendered.apps.map(({ app }) => app),
    found.marks,
  );
  const sources: Sources = {
    bases,
    locatorOf: locators(workspace),
    blame: fileLines(workspace.repository, workspace.revision),
    scaleTargets: await scaleTargetsFor(cluster, judged),
    ignoredBy: ignores(config),
    appRef: (app) => refs.get(app) ?? app.ref,
  };
  const whole =
    targets.objects.length === 0 && options.selector === undefined && options.filenames.length === 0;
  const drifts = [
    ...(await Promise.all(judged.map((one) => explain(one, sources)))),
    ...(await missingDrifts(found.absent, resolved.unresolved, sources)),
    ...(await unknownDrifts(found.failed, resolved.unresolved, sources)),
    ...(whole ? orphanDrifts(found, resolved.items, sources) : []),
  ];
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
      ...behindWarning(workspace),
      ...found.warnings,
      ...unaskedWarnings(judged),
    ],
    showIgnored: options.showIgnored,
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

async function judgeAll(
  cluster: Cluster,
  suspicions: readonly Suspicion[],
  verify: boolean,
  deps: Deps,
  progress: Progress,
): Promise<readonly Judged[]> {
  if (suspicions.length === 0) return [];
  const say = (done: number) => progress.step(`asking the server: ${done} of ${suspicions.length} objects`);
  say(0);
  const births = openBirths(
    openStore(deps, 'births'),
    cluster.key,
    await admissionWorld(cluster.http, cluster.version),
  );
  const judged = await judge(cluster, suspicions, births, verify, say);
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

function resolveAll(
  rendered: readonly Rendered[],
  cluster: Cluster,
  targets: Targets,
  options: DiffOptions,
): Resolved {
  const declared = declaredKinds(rendered.flatMap(({ manifests }) => manifests));
  const scope = {
    namespace: options.namespace ?? cluster.namespace,
    only: options.namespace ?? null,
    matches: objectFilter(targets.objects, options.selector, cluster.discovery),
  };
  const parts = rendered.map(({ app, manifests }) =>
    resolveManifests(app, manifests, cluster, scope, declared),
  );
  return {
    items: parts.flatMap(({ items }) => items),
    unresolved: parts.flatMap(({ unresolved }) => unresolved),
    ready: Promise.all(parts.map(({ ready }) => ready)).then(() => undefined),
  };
}

function locators(workspace: Workspace): (app: App) => Promise<Locate> {
  const known = new Map<App, Promise<Locate>>();
  return (app) => {
    const found = known.get(app) ?? locatorFor(app.root, workspace.tree);
    known.set(app, found);
    return found;
  };
}

async function scaleTargetsFor(
  cluster: Cluster,
  judged: readonly Judged[],
): Promise<Sources['scaleTargets']> {
  const scaled = judged.filter(({ verdict }) =>
    verdict.findings.some(({ path }) => formatPath(path) === '.spec.replicas'),
  );
  const namespaces = new Set(scaled.flatMap(({ suspicion }) => namespaceOf(suspicion.live) ?? []));
  return namespaces.size === 0 ? [] : scaleTargetsIn(cluster, namespaces);
}

function ignores(config: Config | null): Sources['ignoredBy'] {
  if (config === null || config.ignore.length === 0) return async () => null;
  const rules = compileIgnores(config.ignore, jqPaths);
  return async (item, live, finding) =>
    rules.ruleFor(nameOf(item.desired), finding, { desired: item.desired, live });
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
