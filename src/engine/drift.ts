import type { Progress } from '../cli/progress.ts';
import type { DiffOptions } from '../commands/diff-options.ts';
import { type Config, chooseEnvironment, type Environment, loadConfig } from '../config.ts';
import type { Deps } from '../deps.ts';
import { readTargets, type Targets } from '../discover/targets.ts';
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
import type { Locate, Target } from '../render/types.ts';
import { openStore } from '../store.ts';
import { appNames, selectApps } from './apps.ts';
import { type Judged, judge } from './ask.ts';
import { openBases } from './bases.ts';
import { admissionWorld, openBirths } from './births.ts';
import { fileLines } from './blame.ts';
import { connect } from './connect.ts';
import { explain, type Sources } from './explain.ts';
import { objectFilter } from './filter.ts';
import { leaveOut } from './guess.ts';
import { atDeployedHead } from './head.ts';
import { inspect } from './inspect.ts';
import { appRefs, missingDrifts, orphanDrifts, unknownDrifts } from './objects.ts';
import { type Rendered, refuseOverlap, renderApps } from './render.ts';
import { reportOf } from './report.ts';
import { declaredKinds, type Resolved, resolveManifests } from './resolve.ts';
import { scaleTargetsIn } from './scalers.ts';
import type { App, Cluster } from './types.ts';
import { behindWarning, isDirty, openWorkspace, type Workspace } from './workspace.ts';

export interface Drift {
  readonly report: DriftReport;
  /** What went wrong for a part of the objects, by exit code. */
  readonly failures: readonly ExitCode[];
  readonly problems: readonly GitopsError[];
}

/** git and cluster, compared: the engine behind `diff`, and behind whatever must know the drift before it acts. */
export async function findDrift(options: DiffOptions, deps: Deps, progress: Progress): Promise<Drift> {
  progress.step('connecting');
  const paths = [
    ...options.filenames,
    ...options.kustomize,
    ...options.targets.filter((target) => /^[./]/.test(target)),
  ];
  const [cluster, workspace] = await both(
    connect(options, deps),
    openWorkspace(deps, options.revision, paths),
  );
  try {
    return await compareWith(cluster, workspace, options, deps, progress);
  } finally {
    await workspace.dispose();
  }
}

async function compareWith(
  cluster: Cluster,
  workspace: Workspace,
  options: DiffOptions,
  deps: Deps,
  progress: Progress,
): Promise<Drift> {
  const config = workspace.repository === null ? null : loadConfig(workspace.tree.dir);
  const targets = await readTargets(options, appNames(config), workspace.tree.dir, deps);
  const environment = environmentFor(config, targets, options, cluster);
  const selected = await selectApps(targets, environment, workspace.tree);
  progress.step(
    `rendering ${selected.apps.length === 1 ? (selected.apps[0]?.root.path ?? '') : `${selected.apps.length} roots`}`,
  );
  const target = async (): Promise<Target> => ({
    kubeVersion: cluster.version,
    apiVersions: helmVersions(cluster),
  });
  const dirty = isDirty(
    workspace,
    selected.apps.map(({ root }) => root),
  );
  const rendered = await renderApps(selected.apps, workspace.tree, target, deps);
  refuseOverlap(rendered.apps, options.namespace ?? cluster.namespace);

  progress.step('reading the cluster');
  const resolved = await resolveAll(rendered.apps, cluster, targets, options);
  const lists: ManagerLists = config?.managers ?? { people: [], controllers: [] };
  const inspection = await inspect(cluster, resolved.items, lists, options.verify);
  const located = leaveOut(inspection, selected.guessed, rendered.apps);

  const total = located.suspicious.length;
  progress.step(total === 0 ? 'done' : `asking the server about ${total} objects`);
  const world = total === 0 ? '' : await admissionWorld(cluster.http, cluster.version);
  const births = openBirths(openStore(deps, 'births'), cluster.key, world);
  const bases =
    workspace.repository === null
      ? null
      : openBases(workspace.repository, (root) => inputsOf(root, workspace.tree), await target(), deps);
  const suspicions = await atDeployedHead(located.suspicious, bases, workspace, lists);
  const judged = await judge(cluster, suspicions, births, options.verify, (done) =>
    progress.step(`asking the server: ${done} of ${total} objects`),
  );
  births.save();

  progress.step('looking into git');
  const refs = appRefs(
    rendered.apps.map(({ app }) => app),
    located.marks,
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
    ...(await missingDrifts(located.absent, resolved.unresolved, sources)),
    ...unknownDrifts(located.failed, resolved.unresolved, sources),
    ...(whole ? orphanDrifts(located, resolved.items, sources) : []),
  ];
  const order = new Map(resolved.items.map(({ desired }, index) => [textOf(nameOf(desired)), index]));
  const place = ({ object }: ObjectDrift) => order.get(textOf(object)) ?? order.size;
  const report = reportOf({
    context: cluster.context,
    server: cluster.version,
    repository: await repositoryOf(workspace, dirty),
    apps: rendered.apps.length,
    clean: located.clean.length,
    objects: drifts.toSorted((a, b) => place(a) - place(b)),
    warnings: [
      ...rendered.warnings,
      ...rendered.problems.map(asWarning),
      ...behindWarning(workspace),
      ...located.warnings,
      ...unaskedWarnings(judged),
    ],
    showIgnored: options.showIgnored,
    secrets: secretsOf(judged),
  });
  const failed = [
    ...located.failed.map(({ error }) => error),
    ...judged.flatMap(({ verdict }) => verdict.error ?? []),
  ];
  const unserved = resolved.unresolved.flatMap(({ error }) => error ?? []);
  return {
    report,
    failures: [...rendered.problems, ...failed, ...unserved].map(({ exitCode }) => exitCode),
    problems: rendered.problems,
  };
}

/** Both at once; the first failure counts, and nothing of the other is left behind. */
async function both(
  cluster: Promise<Cluster>,
  workspace: Promise<Workspace>,
): Promise<readonly [Cluster, Workspace]> {
  const [connected, opened] = await Promise.allSettled([cluster, workspace]);
  if (opened.status === 'rejected') throw opened.reason;
  if (connected.status === 'rejected') {
    await opened.value.dispose();
    throw connected.reason;
  }
  return [connected.value, opened.value];
}

/** Paths need no environment; without any, the one that this context belongs to. */
function environmentFor(
  config: Config | null,
  targets: Targets,
  options: DiffOptions,
  cluster: Cluster,
): Environment | null {
  if (config === null || config.environments.length === 0) return null;
  if (targets.roots.length > 0 && options.env === undefined) return null;
  return chooseEnvironment(config, {
    env: options.env,
    context: cluster.context,
    contextExplicit: options.context !== undefined,
    server: cluster.server,
    clusterId: undefined,
  });
}

async function resolveAll(
  rendered: readonly Rendered[],
  cluster: Cluster,
  targets: Targets,
  options: DiffOptions,
): Promise<Resolved> {
  const declared = declaredKinds(rendered.flatMap(({ manifests }) => manifests));
  const scope = {
    namespace: options.namespace ?? cluster.namespace,
    only: options.namespace ?? null,
    matches: objectFilter(targets.objects, options.selector, cluster.discovery),
  };
  const parts = await Promise.all(
    rendered.map(({ app, manifests }) => resolveManifests(app, manifests, cluster, scope, declared)),
  );
  return {
    items: parts.flatMap(({ items }) => items),
    unresolved: parts.flatMap(({ unresolved }) => unresolved),
  };
}

/** As `helm --api-versions` wants them. */
function helmVersions({ discovery }: Cluster): readonly string[] {
  const versions = new Set(discovery.resources.map(({ apiVersion }) => apiVersion));
  return [...versions, ...discovery.resources.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`)];
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

async function repositoryOf(
  { repository, revision }: Workspace,
  dirty: Promise<boolean>,
): Promise<DriftReport['repository']> {
  if (repository === null) return null;
  return {
    revision: revision ?? repository.head,
    branch: revision === null ? repository.branch : null,
    dirty: await dirty,
  };
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
