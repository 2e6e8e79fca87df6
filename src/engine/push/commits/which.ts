import type { ObjectTarget, Targets } from '../../../discover/targets.ts';
import { appOf } from '../../open/apps.ts';
import type { App } from '../../types.ts';
import type { Destination } from '../types.ts';
import { affectedRoots, mayAffectFound } from './affected.ts';
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
  { environment }: Pick<Destination, 'environment'>,
  { base, head, between }: Ends,
  targets: Targets | null,
): Promise<Which> {
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
