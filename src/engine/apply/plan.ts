import { type ApplyRecord, groupKindOf, parentName, recordOf } from '../../applyset/parent.ts';
import { MANAGER } from '../../cluster/apply.ts';
import { getOne } from '../../cluster/live.ts';
import type { Deps } from '../../deps.ts';
import { managerFor } from '../../drift/break-glass.ts';
import { type Entry, entriesOf } from '../../drift/fields.ts';
import { deployerEntries } from '../../drift/owners/managers.ts';
import type { Mark } from '../../drift/owners/marks.ts';
import { UsageError } from '../../errors.ts';
import { remoteUrls } from '../../git/settings.ts';
import { mapLimit } from '../../io.ts';
import { type KubeObject, nameOf, namespaceOf } from '../../object.ts';
import type { DriftReport } from '../../output/types.ts';
import { knownOf } from '../controlled/objects.ts';
import { type Marks, openMarks } from '../deployers/marks.ts';
import { type Desired, withDesired } from '../desired.ts';
import { compareWith } from '../drift.ts';
import type { Query, Say } from '../query.ts';
import { resolveAll } from '../compare/resolve-all.ts';
import type { App, Cluster, Item, Unresolved } from '../types.ts';
import { broken, controllersOf, refusedByServer } from './checks.ts';
import { leftGit } from './left-git.ts';
import { deployedBy, encryptedIn, notInGit, ofAnotherEnvironment, overwritten } from './refusals.ts';
import type { AppPlan, Plan, Step } from './types.ts';

export interface PlanOptions {
  readonly prune: boolean;
  readonly overwriteDrift: boolean;
}

/**
 * Everything that an apply would do, and every reason why it may not. Each object is read before it is compared, so
 * what moves from then on is noticed. `use` gets the plan while the work tree it came from is at hand.
 */
export async function withPlan<T>(
  query: Query,
  options: PlanOptions,
  deps: Deps,
  say: Say,
  use: (plan: Plan, desired: Desired) => Promise<T>,
): Promise<T> {
  return withDesired(query, deps, say, async (desired, cluster) => {
    if (desired.guessed) {
      throw new UsageError(
        'AMBIGUOUS_ROOTS',
        'this repository has several roots: which is meant for this cluster is never guessed',
        {
          facts: desired.rendered.apps.map(({ app }) => `  ${app.root.path}`),
          hint: `name it: kubectl gitops apply ./${desired.rendered.apps[0]?.app.root.path ?? ''}, or write .gitops.yaml`,
        },
      );
    }
    const resolved = resolveAll(desired.rendered.apps, cluster, desired.targets, query);
    const { items, unresolved, ready } = resolved;
    const lives = new Map(
      await mapLimit(items, 16, async (item) => [item, await liveOf(item, cluster)] as const),
    );
    await ready;
    const { report } = await compareWith(cluster, desired, query, deps, say);
    const apps = desired.rendered.apps.map(({ app }) => app);
    const recorded = query.filenames.length === 0;
    const { prune } = options;
    const marks = openMarks({ ...cluster, ...knownOf(desired.discovered.objects) });
    const plans = await Promise.all(
      apps.map((app) =>
        planApp(app, items, lives, report, { cluster, desired, marks, recorded, prune, unresolved }),
      ),
    );
    const { repository, tree } = desired.workspace;
    const controlled = await controllersOf(lives, marks, cluster, deps.now);
    const refusals = [
      ...desired.rendered.problems,
      ...broken(report),
      ...(await refusedByServer(
        plans.flatMap(({ steps }) => steps),
        cluster,
      )),
      ...(repository === null || query.revision !== undefined
        ? []
        : await notInGit(apps, repository, tree, deps)),
      ...encryptedIn(resolved),
      ...ofAnotherEnvironment(apps, desired.config, cluster),
      ...deployedBy(controlled),
      ...(options.overwriteDrift ? [] : overwritten(report)),
    ];
    const plan: Plan = {
      cluster,
      report,
      apps: plans,
      revision: repository?.head ?? null,
      refusals,
      holders: controlled.map(({ holder }) => holder),
      breakGlass: desired.config?.guard.breakGlass !== 'deny',
      warnings: [...desired.rendered.warnings, ...plans.flatMap(unfinishedWarning)],
    };
    return use(plan, desired);
  });
}

async function liveOf({ desired, resource }: Item, { http }: Cluster): Promise<KubeObject | null> {
  const within = resource.namespaced ? namespaceOf(desired) : null;
  return getOne(http, resource, within, desired.metadata.name);
}

interface Surroundings {
  readonly cluster: Cluster;
  readonly desired: Desired;
  readonly marks: Marks;
  readonly recorded: boolean;
  readonly prune: boolean;
  readonly unresolved: readonly Unresolved[];
}

async function planApp(
  app: App,
  items: readonly Item[],
  lives: ReadonlyMap<Item, KubeObject | null>,
  report: DriftReport,
  { cluster, desired, marks, recorded, prune, unresolved }: Surroundings,
): Promise<AppPlan> {
  const own = items.filter((item) => item.app === app);
  const differing = new Map(report.objects.map((one) => [textOf(one.object), one]));
  const steps = await mapLimit(own, 16, async (item): Promise<Step> => {
    const live = lives.get(item) ?? null;
    const differs = differing.get(textOf(nameOf(item.desired)));
    const action = differs !== undefined && differs.status !== 'inSync' ? 'change' : 'keep';
    return {
      item,
      live,
      action: live === null ? 'create' : action,
      takesOver: live === null ? [] : takesOver(item, live, await marks.of(live)),
    };
  });
  const namespace = namespaceFor(app, own, cluster);
  const secrets = cluster.discovery.find('v1', 'Secret');
  const parent =
    recorded && secrets !== undefined
      ? await getOne(cluster.http, secrets, namespace, parentName(app.ref.name))
      : null;
  const before = parent === null ? null : recordOf(parent, app.ref.name);
  const { repository } = desired.workspace;
  const urls = repository === null ? new Map<string, readonly string[]>() : await remoteUrls(repository);
  const record: ApplyRecord | null = recorded
    ? {
        app: app.ref.name,
        namespace,
        repository: (urls.get('origin') ?? [...urls.values()][0])?.[0] ?? null,
        root: app.root.path,
        revision: before?.revision ?? null,
        applying: repository?.head ?? null,
        groupKinds: unique([
          ...own.map(({ desired: object }) => groupKindOf(object)),
          ...(before?.groupKinds ?? []),
        ]),
        namespaces: unique([
          ...own.flatMap(({ desired: object }) => namespaceOf(object) ?? []),
          ...(before?.namespaces ?? []),
        ]),
      }
    : null;
  const prunes = prune && record !== null ? await leftGit(app, record, own, cluster) : [];
  const waiting = unresolved.filter((one) => one.app === app && one.error === null);
  return {
    app,
    deployer: 'gitops',
    steps,
    later: waiting,
    prunes,
    record,
    unfinished: before?.applying ?? null,
  };
}

/** The app's own, else the one that most of its objects live in, else the context's. */
function namespaceFor({ root }: App, items: readonly Item[], { namespace }: Cluster): string {
  if (root.namespace !== undefined) return root.namespace;
  const counted = Map.groupBy(
    items.flatMap(({ desired }) => namespaceOf(desired) ?? []),
    (name) => name,
  );
  const [most] = [...counted].sort(([, a], [, b]) => b.length - a.length);
  return most?.[0] ?? namespace;
}

/** Fields that kubectl applied or created before us: what leaves git could not leave the cluster while they are not ours. */
function takesOver({ desired, type }: Item, live: KubeObject, mark: Mark | null): readonly string[] {
  return deployerEntries(desired, entriesOf(live), type, mark?.manager ?? null)
    .filter(({ manager }) => manager !== MANAGER && /^kubectl(-client-side-apply|-create)?$/.test(manager))
    .concat(entriesOf(live).filter(isPastGit))
    .map(({ manager }) => manager);
}

/** Applied past git, with a reason: what git has by now is git's again, and the reason goes. */
function isPastGit({ manager, operation }: Entry): boolean {
  return operation === 'Apply' && manager.startsWith(managerFor('apply', ''));
}

function unfinishedWarning({ app, unfinished }: AppPlan) {
  if (unfinished === null) return [];
  return [
    {
      code: 'APPLY_UNFINISHED',
      message: `the last apply of ${app.ref.name}, of commit ${unfinished.slice(0, 7)}, did not finish; this one goes on from there`,
      hint: null,
    },
  ];
}

function textOf({ apiVersion, kind, namespace, name }: ReturnType<typeof nameOf>): string {
  return `${apiVersion} ${kind} ${namespace ?? ''}/${name}`;
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
