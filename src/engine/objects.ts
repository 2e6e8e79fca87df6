import { absentFate, orphanFate } from '../drift/fate/objects.ts';
import { policyOf } from '../drift/fate/policy.ts';
import { entriesOf } from '../drift/fields.ts';
import { presentable } from '../drift/secrets/mask.ts';
import type { Mark } from '../drift/owners/marks.ts';
import type { AppRef, ObjectDrift } from '../drift/types.ts';
import { groupOf, type KubeObject, nameOf, namespaceOf } from '../object.ts';
import type { Deployed, DeployedApps } from './deployers/deployed.ts';
import type { Sources } from './explain.ts';
import type { Inspection } from './compare/inspect.ts';
import { type App, type Item, keyOf, type Unresolved } from './types.ts';

type Marks = Inspection['marks'];

/** Each app with the deployer that its live objects are marked by, and the revision that it says it deployed. */
export function appRefs(apps: readonly App[], deployed: DeployedApps['of']): ReadonlyMap<App, AppRef> {
  return new Map(
    apps.map((app) => {
      const known = deployed.get(app);
      return [
        app,
        {
          ...app.ref,
          deployer: known?.mark.deployer ?? 'none',
          deployedRevision: known?.facts.deployed ?? null,
        },
      ];
    }),
  );
}

/** The mark that most of an app's live objects carry. */
export function mainMark(app: string, marks: Marks): Mark | null {
  const counted = [...(marks.get(app)?.values() ?? [])].sort((a, b) => b.count - a.count);
  return counted[0]?.mark ?? null;
}

const NOTHING = {
  moved: null,
  fate: null,
  because: null,
  owner: null,
  changes: [],
  error: null,
  source: null,
} as const;

/** In git, not in the cluster. */
export async function missingDrifts(
  absent: readonly Item[],
  unresolved: readonly Unresolved[],
  sources: Sources,
): Promise<readonly ObjectDrift[]> {
  const all = [...absent, ...unresolved.filter(({ error }) => error === null)];
  return Promise.all(
    all.map(async ({ app, manifest, desired }): Promise<ObjectDrift> => {
      const ref = sources.appRef(app);
      const wasDeployed = (await sources.bases?.deployedDeclares(app, manifest)) ?? null;
      const policy = sources.policyOf(app);
      return {
        ...NOTHING,
        object: nameOf(desired),
        status: 'absent',
        moved: wasDeployed === null ? null : sideOf(wasDeployed),
        ...absentFate(ref.deployer, policy === null ? null : policyOf(policy, desired, undefined)),
        compared: 'local',
        app: ref,
        source: await (await sources.locatorOf(app))(manifest, []),
        sides: { git: presentable(desired), live: undefined },
      };
    }),
  );
}

/** Of an absent object: the deployed revision brought it and somebody took it away, or only head declares it. */
function sideOf(wasDeployed: boolean): 'live' | 'git' {
  return wasDeployed ? 'live' : 'git';
}

/** What could not be looked at, each with its reason. */
export async function unknownDrifts(
  failed: Inspection['failed'],
  unresolved: readonly Unresolved[],
  sources: Sources,
): Promise<readonly ObjectDrift[]> {
  const unread = failed.map(({ item: { app, manifest, desired }, error }) => ({
    app,
    manifest,
    desired,
    error,
  }));
  const all = [...unread, ...unresolved];
  const entries = all.map(async ({ app, manifest, desired, error }): Promise<readonly ObjectDrift[]> => {
    if (error === null) return [];
    const { code, message, hint = null } = error;
    return [
      {
        ...NOTHING,
        object: nameOf(desired),
        status: 'unknown',
        compared: 'local',
        app: sources.appRef(app),
        source: await (await sources.locatorOf(app))(manifest, []),
        error: { code, message, hint },
      },
    ];
  });
  return (await Promise.all(entries)).flat();
}

/** Live objects with the mark of an app that git no longer declares. A mark is the app's if most of its objects carry it. */
export function orphanDrifts(
  { strays, marks }: Pick<Inspection, 'strays' | 'marks'>,
  items: readonly Item[],
  deployed: DeployedApps['of'],
  sources: Sources,
): readonly ObjectDrift[] {
  const declared = new Set(
    items.map(({ desired }) =>
      keyOf(groupOf(desired.apiVersion), desired.kind, namespaceOf(desired), desired.metadata.name),
    ),
  );
  const apps = new Map(items.map(({ app }) => [app.ref.name, app]));
  return strays.flatMap(({ live, mark }): readonly ObjectDrift[] => {
    if (declared.has(keyOf(groupOf(live.apiVersion), live.kind, namespaceOf(live), live.metadata.name)))
      return [];
    const owner = [...apps.values()].find((app) => mainMark(app.ref.name, marks)?.id === mark.id);
    if (owner === undefined || isCopy(live, mark, deployed.get(owner))) return [];
    const ref = sources.appRef(owner);
    const policy = sources.policyOf(owner);
    return [
      {
        ...NOTHING,
        ...orphanFate(policy === null ? null : policyOf(policy, undefined, live)),
        object: nameOf(live),
        status: 'orphan',
        moved: 'git',
        compared: 'local',
        app: ref,
        sides: { git: undefined, live: presentable(live) },
      },
    ];
  });
}

/**
 * Flux's labels are copied with an object. What its controller neither wrote nor lists is not its own; what it wrote and
 * lists no longer it left behind.
 */
function isCopy(live: KubeObject, { deployer, manager }: Mark, deployed: Deployed | undefined): boolean {
  if (deployer !== 'flux' || deployed?.facts.declares(live) !== false) return false;
  return !entriesOf(live).some((entry) => entry.manager === manager);
}
