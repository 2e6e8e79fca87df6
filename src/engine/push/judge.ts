import type { PrePushSettings } from '../../config/settings.ts';
import type { Config } from '../../config/types.ts';
import type { Deps } from '../../deps.ts';
import type { Targets } from '../../discover/targets.ts';
import type { LocatedRepository } from '../../git/repository.ts';
import { type Standing, severityOf, verdictOf } from '../../push/rules.ts';
import type { Found, Problem, PushRef, PushReport, PushRoot } from '../../push/types.ts';
import type { Query, Say } from '../query.ts';
import { checkLeaks } from './check/leaks.ts';
import type { PushedCommit } from './commit.ts';
import { startDeadline } from './deadline.ts';
import { judgeDestination, nameOfDestination, type Progress, rowsOf } from './destination.ts';
import { type Ends, openEnds } from './ends.ts';
import type { Destination, Tell } from './types.ts';
import { affectedBy } from './which.ts';

/** A ref and where it goes. */
export interface JudgedRef {
  readonly remoteRef: string;
  readonly base: string | null;
  readonly head: string | null;
}

/** What is judged, and who is asked about it. */
export interface Push {
  readonly repository: LocatedRepository;
  readonly refs: readonly JudgedRef[];
  readonly destinations: (
    config: Config | null,
    refs: readonly JudgedRef[],
  ) => Promise<readonly Destination[]>;
  /** What of it is wanted, by the commit that is judged; null: everything. */
  readonly only: ((head: PushedCommit) => Promise<Targets>) | null;
  /** As `GITOPS_HOOK` or `gitops.prePush` says; null: as configured. */
  readonly mode: 'warn' | 'block' | null;
  /** By hand nobody waits for the end of a push. */
  readonly hasDeadline: boolean;
  readonly query: Query;
}

export const DEFAULTS: PrePushSettings = {
  timeout: 30_000,
  unreachable: 'warn',
  plaintext: [],
  rules: new Map(),
};

/** Judges what lies between the commits of each ref. Reads commits, never the work tree, and writes nothing. */
export async function judgePush(push: Push, deps: Deps, say: Say): Promise<PushReport> {
  const began = performance.now();
  const parts = new Map<string, Part>();
  for (const ref of push.refs) {
    const key = `${ref.base ?? ''} ${ref.head ?? ''}`;
    const known = parts.get(key);
    parts.set(key, { base: ref.base, head: ref.head, refs: [...(known?.refs ?? []), ref] });
  }
  const judged: Judged[] = [];
  for (const part of parts.values()) judged.push(await judgePart(part, push, began, deps, say));
  const problems = judged.flatMap((one) => one.problems);
  return {
    verdict: verdictOf(problems),
    refs: judged.flatMap((one) => one.refs),
    roots: judged.flatMap((one) => one.roots),
    problems,
    elapsedMs: Math.round(performance.now() - began),
  };
}

/** Refs that lead from the same commit to the same commit are judged once. */
interface Part {
  readonly base: string | null;
  readonly head: string | null;
  readonly refs: readonly JudgedRef[];
}

type Judged = Pick<PushReport, 'problems' | 'roots' | 'refs'>;

async function judgePart(part: Part, push: Push, began: number, deps: Deps, say: Say): Promise<Judged> {
  if (part.head === null) return judgeDeletion(part, push, deps);
  await using ends = await openEnds(push.repository, part.base, part.head, deps);
  const { config } = ends.head;
  const settings = config?.prePush ?? DEFAULTS;
  const destinations = await push.destinations(config, part.refs);
  const problems: Problem[] = [];
  const roots: PushRoot[] = [];
  const isDeployed = destinations.some(({ deploys }) => deploys);
  const tell = telling(problems, settings, { deploys: isDeployed, mode: push.mode }, null);
  const leaked = await checkLeaks(push.repository, part.base, part.head, settings.plaintext, tell);
  const deadline = startDeadline(deps, push.hasDeadline ? remaining(settings.timeout, began) : 0);
  try {
    for (const destination of destinations) {
      const found = await judgeAt(destination, ends, push, settings, leaked, deadline, say);
      problems.push(...found.problems.filter((one) => !problems.some((other) => isSame(one, other))));
      roots.push(...found.roots);
    }
  } finally {
    deadline.stop();
  }
  return { problems, roots, refs: part.refs.map((ref) => refRow(ref, destinations)) };
}

function remaining(timeout: number, began: number): number {
  return timeout === 0 ? 0 : Math.max(1, timeout - (performance.now() - began));
}

async function judgeAt(
  destination: Destination,
  ends: Ends,
  push: Push,
  settings: PrePushSettings,
  leaked: ReadonlySet<string>,
  deadline: ReturnType<typeof startDeadline>,
  say: Say,
): Promise<Pick<Judged, 'problems' | 'roots'>> {
  const problems: Problem[] = [];
  const environment = destination.environment?.name ?? null;
  const tell = telling(problems, settings, { deploys: destination.deploys, mode: push.mode }, environment);
  const progress: Progress = { roots: [], outstanding: new Set() };
  try {
    const targets = push.only === null ? null : await push.only(ends.head);
    const { affected, apps } = await affectedBy(destination, ends, targets);
    const wanted = { affected, apps, objects: targets?.objects ?? [], leaked };
    if (affected.length > 0)
      await judgeDestination(destination, ends, wanted, push.query, deadline.deps, say, tell, progress);
  } catch (error) {
    if (!deadline.isOver()) throw error;
    tell(lateFound(destination, settings.timeout, [...progress.outstanding]));
  }
  const isInvalid = (root: string) => problems.some((one) => one.root === root && one.severity === 'error');
  return { problems, roots: rowsOf(progress.roots, environment, isInvalid) };
}

/** Collects what is found, as severe as it is where it is found. */
function telling(
  problems: Problem[],
  settings: PrePushSettings,
  standing: Standing,
  environment: string | null,
): Tell {
  return (...found) => {
    for (const { softened = false, ...one } of found) {
      const severity = severityOf(one.code, settings, { ...standing, softened });
      if (severity !== null) problems.push({ severity, environment, ...one });
    }
  };
}

const NAMED = 5;

function lateFound(destination: Destination, timeout: number, left: readonly string[]): Found {
  const more = left.length > NAMED ? ` and ${left.length - NAMED} more` : '';
  const what =
    left.length === 0
      ? 'not everything was checked'
      : `not checked: ${left.slice(0, NAMED).join(', ')}${more}`;
  return {
    code: 'TIMEOUT',
    root: null,
    object: null,
    path: null,
    message: `${nameOfDestination(destination)}: ${what} within ${timeout / 1000} s`,
    hint: 'check the rest by hand: kubectl gitops validate, or raise prePush: {timeout: 60s} in .gitops.yaml',
    source: null,
  };
}

/** Two contexts of one environment find the same. */
function isSame(one: Problem, other: Problem): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function refRow({ remoteRef, base, head }: JudgedRef, destinations: readonly Destination[]): PushRef {
  const deploying = destinations
    .filter(({ deploys }) => deploys)
    .flatMap(({ environment }) => environment?.name ?? []);
  return { remoteRef, base, head, environments: [...new Set(deploying)] };
}

/** A ref that goes away: whoever deploys from it has nothing to deploy any more. */
async function judgeDeletion({ base, refs }: Part, push: Push, deps: Deps): Promise<Judged> {
  if (base === null) return { problems: [], roots: [], refs: refs.map((ref) => refRow(ref, [])) };
  await using ends = await openEnds(push.repository, base, base, deps);
  const { config } = ends.head;
  const settings = config?.prePush ?? DEFAULTS;
  const destinations = (await push.destinations(config, refs)).filter(({ deploys }) => deploys);
  const problems = destinations.flatMap((destination): readonly Problem[] => {
    const severity = severityOf('DELETES_OBJECT', settings, { deploys: true, mode: push.mode });
    if (severity === null) return [];
    const names = refs.map(({ remoteRef }) => remoteRef.replace(/^refs\/heads\//, '')).join(', ');
    return [
      {
        severity,
        code: 'DELETES_OBJECT',
        environment: destination.environment?.name ?? null,
        root: null,
        object: null,
        path: null,
        message: `${names} goes away, from which ${nameOfDestination(destination)} is deployed`,
        hint: null,
        source: null,
      },
    ];
  });
  return { problems, roots: [], refs: refs.map((ref) => refRow(ref, destinations)) };
}
