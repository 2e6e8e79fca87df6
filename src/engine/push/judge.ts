import type { Deps } from '../../deps.ts';
import { problemsOnce, rootsOnce } from '../../push/once.ts';
import { severityOf, verdictOf } from '../../push/rules.ts';
import type { Problem, PushReport } from '../../push/types.ts';
import type { Say } from '../query.ts';
import { openEnds } from './commits/ends.ts';
import { openListing, rememberedFollows } from './controlled/controllers.ts';
import { destinationsOf, type Judged, judgePart, refRow } from './part.ts';
import { nameOfDestination } from './progress.ts';
import { DEFAULTS, type JudgedRef, type Push } from './push.ts';

/** Judges what lies between the commits of each ref. Reads commits, never the work tree, and writes nothing. */
export async function judgePush(push: Push, deps: Deps, say: Say): Promise<PushReport> {
  const began = performance.now();
  const parts = new Map<string, JudgedRef[]>();
  for (const ref of push.refs) {
    const key = `${ref.base ?? ''} ${ref.head ?? ''}`;
    parts.set(key, [...(parts.get(key) ?? []), ref]);
  }
  const judged: Judged[] = [];
  const listing = openListing();
  for (const [first, ...more] of parts.values()) {
    if (first === undefined) continue;
    const { base, head } = first;
    const refs = [first, ...more];
    judged.push(
      head === null
        ? await judgeDeletion(base, refs, push, deps)
        : await judgePart({ base, head, refs }, push, listing, began, deps, say),
    );
  }
  const problems = problemsOnce(judged.map((one) => one.problems));
  return {
    verdict: verdictOf(problems),
    refs: judged.flatMap((one) => one.refs),
    roots: rootsOnce(judged.map((one) => one.roots)),
    problems,
    elapsedMs: Math.round(performance.now() - began),
  };
}

/** A ref that goes away: whoever deploys from it has nothing to deploy any more. */
async function judgeDeletion(
  base: string | null,
  refs: readonly JudgedRef[],
  push: Push,
  deps: Deps,
): Promise<Judged> {
  if (base === null) return { problems: [], roots: [], refs: refs.map((ref) => refRow(ref, [])) };
  await using ends = await openEnds(push.repository, base, base, push.findDefault, deps);
  const settings = ends.head.config?.prePush ?? DEFAULTS;
  const follows = (revision: string | null) => push.follows?.(refs, revision) ?? true;
  const destinations = (await destinationsOf(ends, push, refs)).filter(
    (one) => rememberedFollows(one, ends, follows, deps) ?? one.deploys,
  );
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
