import type { PrePushSettings } from '../../config/settings.ts';
import type { Deps } from '../../deps.ts';
import type { ControlledApp } from '../../discover/types.ts';
import { broughtFiles } from '../../git/push/files.ts';
import { mapLimit } from '../../io.ts';
import { type Standing, severityOf } from '../../push/rules.ts';
import type { Problem, PushRef, PushReport, PushRoot } from '../../push/types.ts';
import type { Say } from '../query.ts';
import { configFound } from './check/found/config-found.ts';
import { lateFound, notThere, unlistedFound, unreadFound } from './check/found/part-found.ts';
import { checkLeaks } from './check/secrets/leaks.ts';
import { type Ends, openEnds } from './commits/ends.ts';
import { refuseLacking } from './commits/lacking.ts';
import { affectedBy, type Which } from './commits/which.ts';
import { type Listing, type Wish, withControllers } from './controlled/controllers.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { type Progress, rowsOf } from './progress.ts';
import { DEFAULTS, type JudgedRef, type Push } from './push.ts';
import type { Destination, Tell } from './types.ts';

/** Refs that lead from the same commit to the same commit are judged once. */
export interface Part {
  readonly base: string | null;
  readonly head: string;
  readonly refs: readonly JudgedRef[];
}

export type Judged = Pick<PushReport, 'problems' | 'roots' | 'refs'>;

/** What is known of a part before any of its clusters is asked. */
interface Opened {
  readonly ends: Ends;
  readonly push: Push;
  readonly settings: PrePushSettings;
  readonly leaked: ReadonlySet<string>;
  readonly deadline: Deadline;
}

/** `began`: when the push was first held up, by the process's own clock. */
export async function judgePart(
  part: Part,
  push: Push,
  listing: Listing,
  began: number,
  deps: Deps,
  say: Say,
): Promise<Judged> {
  const brought = broughtFiles(push.repository, part);
  brought.catch(() => undefined);
  await using ends = await openEnds(push.repository, part.base, part.head, push.findDefault, deps);
  const settings = ends.head.config?.prePush ?? DEFAULTS;
  const deadline = startDeadline(deps, push.hasDeadline ? remaining(settings.timeout, began) : 0);
  try {
    const destinations = await mapLimit(await destinationsOf(ends, push, part.refs), 1, (one) =>
      withControllers(
        one,
        ends,
        wishOf(one, ends, push, part.refs, deadline),
        listing,
        push.query,
        deadline.deps,
        say,
      ),
    );
    return await judgeAll(part, destinations, await brought, { ends, push, settings, deadline }, say);
  } finally {
    deadline.stop();
  }
}

function wishOf(
  destination: Destination,
  ends: Ends,
  { only, follows }: Push,
  refs: readonly JudgedRef[],
  { isOver }: Deadline,
): Wish {
  return {
    follows: follows === null ? null : (revision) => follows(refs, revision),
    isNamed: only !== null,
    isFoundTouched: async () => (await affectedBy(destination, ends, null)).affected.length > 0,
    isOver,
  };
}

async function judgeAll(
  part: Part,
  destinations: readonly Destination[],
  brought: Awaited<ReturnType<typeof broughtFiles>>,
  { ends, push, settings, deadline }: Omit<Opened, 'leaked'>,
  say: Say,
): Promise<Judged> {
  const problems: Problem[] = [];
  const roots: PushRoot[] = [];
  const deploys = destinations.some((one) => one.deploys);
  const tell = telling(problems, settings, { deploys, mode: push.mode }, null);
  if (ends.unreadable !== null) tell(configFound(ends.unreadable, part.refs, ends.head));
  const targets = push.only === null ? null : await push.only(ends.head, controlledOf(destinations));
  const [leaked, ...affected] = await Promise.all([
    checkLeaks(push.repository, brought, ends.between.head, settings.plaintext, tell),
    ...destinations.map((destination) => affectedBy(destination, ends, targets)),
  ]);
  await narrow(ends, affected);
  const lacking: Progress['lacking'][] = [];
  for (const [index, destination] of destinations.entries()) {
    const which = affected[index];
    if (which === undefined) continue;
    const found = await judgeAt(destination, which, { ends, push, settings, leaked, deadline }, say);
    problems.push(...found.problems.filter((one) => !problems.some((other) => isSame(one, other))));
    roots.push(...found.roots);
    lacking.push(found.lacking);
  }
  if (targets !== null) refuseLacking(lacking, targets);
  return { problems, roots, refs: part.refs.map((ref) => refRow(ref, destinations)) };
}

function controlledOf(destinations: readonly Destination[]): readonly ControlledApp[] {
  const apps = destinations.flatMap(({ controlled }) => [
    ...(controlled?.before ?? []),
    ...(controlled?.after ?? []),
  ]);
  return [...new Map(apps.map((app) => [app.ref.name, app.controlled])).values()].filter(
    (one) => one !== undefined,
  );
}

/** Where refs go. Throws UsageError where that is somewhere, and what is to be deployed there cannot be read. */
export async function destinationsOf(
  { head, unreadable }: Pick<Ends, 'head' | 'unreadable'>,
  push: Push,
  refs: readonly JudgedRef[],
): Promise<readonly Destination[]> {
  const destinations = await push.destinations(head.config, refs);
  if (unreadable !== null && destinations.some(({ deploys }) => deploys)) throw unreadable;
  return destinations;
}

/** No more is laid out than what the affected roots read, in whichever environment. */
async function narrow({ base, head }: Ends, affected: readonly Which[]): Promise<void> {
  const pairs = affected.flatMap((one) => one.affected);
  // of what is not rendered here nothing is laid out, either
  const rootsOf = (end: 'base' | 'head') =>
    pairs.flatMap((one) => one[end]?.root ?? []).filter(({ kind }) => kind !== 'unrendered');
  await head.narrow(rootsOf('head'));
  await base?.narrow(rootsOf('base'));
}

function remaining(timeout: number, began: number): number {
  return timeout === 0 ? 0 : Math.max(1, timeout - (performance.now() - began));
}

async function judgeAt(
  destination: Destination,
  { affected, apps, missing, unread, objects }: Which,
  { ends, push, settings, leaked, deadline }: Opened,
  say: Say,
): Promise<Pick<Judged, 'problems' | 'roots'> & Pick<Progress, 'lacking'>> {
  const problems: Problem[] = [];
  const environment = destination.environment?.name ?? null;
  const standing = { deploys: destination.deploys, mode: push.mode };
  const tell = telling(problems, settings, standing, environment, appsByRoot(affected));
  const progress: Progress = { roots: [], outstanding: new Set(), lacking: [] };
  for (const root of missing) tell(notThere(root));
  tell(...(destination.controlled?.broken ?? []));
  if (affected.length > 0) tell(...unlistedFound(destination));
  if (unread.length > 0) tell(unreadFound(unread));
  try {
    const wanted = { affected, apps, objects, leaked };
    if (affected.length + objects.length > 0) {
      // most pushes need nothing of all that talks to a cluster
      const { judgeDestination } = await import('./destination.ts');
      await judgeDestination(destination, ends, wanted, push.query, deadline.deps, say, tell, progress);
    }
  } catch (error) {
    if (!deadline.isOver()) throw error;
    tell(lateFound(destination, settings.timeout, [...progress.outstanding]));
  }
  const isInvalid = (root: string) => problems.some((one) => one.root === root && one.severity === 'error');
  return { problems, roots: rowsOf(progress.roots, environment, isInvalid), lacking: progress.lacking };
}

/** Collects what is found, as severe as it is where it is found. */
function telling(
  problems: Problem[],
  settings: PrePushSettings,
  standing: Standing,
  environment: string | null,
  apps: ReadonlyMap<string, string> = new Map(),
): Tell {
  return (...found) => {
    for (const { softened = false, ...one } of found) {
      const severity = severityOf(one.code, settings, { ...standing, softened });
      const app = apps.get(one.root ?? '');
      if (severity !== null)
        problems.push({ severity, environment, ...one, ...(app === undefined ? {} : { app }) });
    }
  };
}

/** What controllers call the roots. */
function appsByRoot(affected: Which['affected']): ReadonlyMap<string, string> {
  const ids = affected.flatMap(({ base, head }) => {
    const app = head ?? base;
    return app?.controlled === undefined ? [] : [[app.root.path, app.controlled.id] as const];
  });
  const byRoot = Map.groupBy(ids, ([root]) => root);
  return new Map([...byRoot].map(([root, of]) => [root, of.map(([, id]) => id).join(', ')]));
}

/** Two contexts of one environment find the same. */
function isSame(one: Problem, other: Problem): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The report’s line for a ref. */
export function refRow({ remoteRef, base, head }: JudgedRef, destinations: readonly Destination[]): PushRef {
  const deploying = destinations
    .filter(({ deploys }) => deploys)
    .flatMap(({ environment }) => environment?.name ?? []);
  return { remoteRef, base, head, environments: [...new Set(deploying)] };
}
