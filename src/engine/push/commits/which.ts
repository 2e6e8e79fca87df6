import type { ObjectTarget, Targets } from '../../../discover/targets.ts';
import { appOf, namesOf } from '../../open/apps.ts';
import type { App } from '../../types.ts';
import type { Controlled, Destination } from '../types.ts';
import { affectedPairs, affectedRoots, mayAffectFound } from './affected.ts';
import type { PushedCommit } from './commit.ts';
import type { Ends } from './ends.ts';
import type { Affected } from './roots.ts';

/** What of a destination a push affects, and all that head has there. */
export interface Which {
  readonly affected: readonly Affected[];
  readonly apps: readonly App[];
  /** Configured, and not there any more, or not yet. */
  readonly missing: readonly string[];
  /** Manifests that are changed, and that no root reads, where nobody configured which there are. */
  readonly unread: readonly string[];
  /** Only these objects; empty: all. */
  readonly objects: readonly ObjectTarget[];
}

/** Told without rendering anything. `targets`: what was named on the command line; null: nothing. */
export async function affectedBy(
  { environment, controlled }: Pick<Destination, 'environment' | 'controlled'>,
  ends: Ends,
  targets: Targets | null,
): Promise<Which> {
  if (controlled !== undefined) return affectedApps(controlled, ends, targets);
  const { base, head, between } = ends;
  const unread =
    environment !== null || targets !== null
      ? []
      : await head.unread(between.changed, async () => (await head.apps(null)).map(({ root }) => root));
  if (environment === null && targets === null && !(await mayAffectFound(between)))
    return { affected: [], apps: [], missing: [], unread, objects: [] };
  const named = (targets?.roots ?? []).map((root) => appOf(root.path, root));
  const apps = wantedOf([...(await head.apps(environment)), ...named], targets);
  let before: readonly App[] = [];
  if (base !== null)
    before = isAsBefore(environment, base, head, between)
      ? apps
      : wantedOf([...(await appsBefore(environment, base)), ...named], targets);
  const roots = apps.map(({ root }) => root);
  const rootsBefore = before === apps ? roots : before.map(({ root }) => root);
  const found = await affectedRoots(rootsBefore, roots, between);
  const appOfRoot = new Map([...before, ...apps].map((app) => [app.root, app]));
  const affected = found.map(({ status, root, before: then }) => ({
    head: status === 'removed' ? null : (appOfRoot.get(root) ?? null),
    base: then === null ? null : (appOfRoot.get(then) ?? null),
  }));
  return {
    affected,
    apps,
    missing: missingIn(environment, base, head),
    unread,
    objects: targets?.objects ?? [],
  };
}

/** The same of apps that controllers deploy, each of which has a name at both ends. */
async function affectedApps(
  { before, after }: Controlled,
  { base, between }: Ends,
  targets: Targets | null,
): Promise<Which> {
  const named = namedOf([...before, ...after], targets);
  const was = new Map([...before, ...(base === null ? [] : named)].map((app) => [app.ref.name, app]));
  const will = new Map([...after, ...named].map((app) => [app.ref.name, app]));
  const names = new Set([...was.keys(), ...will.keys()]);
  const pairs = [...names].sort().filter(isMeant([...before, ...after], named, targets));
  const found = await affectedPairs(
    pairs.flatMap((name) => {
      const [then, now] = [was.get(name) ?? null, will.get(name) ?? null];
      const root = (now ?? then)?.root;
      if (root === undefined) return [];
      const status = now === null ? 'removed' : 'added';
      return [
        {
          status: then !== null && now !== null ? ('changed' as const) : status,
          root,
          before: then?.root ?? null,
          base: then,
          head: now,
        } as const,
      ];
    }),
    between,
  );
  return {
    affected: found.map(({ base: then, head: now }) => ({ base: then, head: now })),
    apps: [...will.values()],
    missing: [],
    unread: [],
    objects: targets?.objects ?? [],
  };
}

/** Paths that were named and that no app deploys. */
function namedOf(apps: readonly App[], targets: Targets | null): readonly App[] {
  const roots = targets?.roots ?? [];
  const others = roots.filter(({ path }) => apps.every(({ root }) => root.path !== path));
  return others.map((root) => appOf(root.path, root));
}

function isMeant(
  apps: readonly App[],
  others: readonly App[],
  targets: Targets | null,
): (name: string) => boolean {
  if (targets === null || targets.roots.length + targets.apps.length === 0) return () => true;
  const controlled = [...new Map(apps.map((app) => [app.ref.name, app.controlled])).values()].filter(
    (one) => one !== undefined,
  );
  const byName = controlled
    .filter((one) => namesOf(one, controlled).some((name) => targets.apps.includes(name)))
    .map(({ id }) => id);
  const byPath = apps.filter(({ root }) => targets.roots.some(({ path }) => path === root.path));
  const meant = new Set([...byName, ...[...byPath, ...others].map(({ ref }) => ref.name)]);
  return (name) => meant.has(name);
}

/** What base lacked as well is no fault of the push. */
function missingIn(
  environment: Destination['environment'],
  base: PushedCommit | null,
  head: PushedCommit,
): readonly string[] {
  if (environment === null) return [];
  const then = base?.config?.environments.find(({ name }) => name === environment.name);
  const before = new Set(then === undefined ? [] : base?.missing(then));
  return head.missing(environment).filter((root) => !before.has(root));
}

/**
 * What is there, and what renders it, is told by names alone: where neither those nor the configuration change, base
 * has the roots of head. What nobody configured is found by what is written in the files.
 */
function isAsBefore(
  environment: Destination['environment'],
  base: PushedCommit,
  head: PushedCommit,
  { base: was, head: will }: Ends['between'],
): boolean {
  return environment !== null && base.config === head.config && was.paths === will.paths && !will.hasLinks;
}

/** As base configured them; where it had no configuration at all, as head does. */
async function appsBefore(
  environment: Destination['environment'],
  base: PushedCommit,
): Promise<readonly App[]> {
  if (environment === null || base.config === null) return base.apps(environment);
  const then = base.config.environments.find(({ name }) => name === environment.name);
  return then === undefined ? [] : base.apps(then);
}

/** Those that were named, once each; where only objects were, they may be in every one. */
function wantedOf(apps: readonly App[], targets: Targets | null): readonly App[] {
  const named = new Map(apps.toReversed().map((app) => [`${app.ref.name}\n${app.root.path}`, app]));
  const first = apps.filter((app) => named.get(`${app.ref.name}\n${app.root.path}`) === app);
  if (targets === null || targets.roots.length + targets.apps.length === 0) return first;
  return first.filter(
    ({ ref, root }) =>
      targets.apps.includes(ref.name) || targets.roots.some(({ path }) => path === root.path),
  );
}
