import type { Deps } from '../../../deps.ts';
import { EXIT, GitopsError, type Warning } from '../../../errors.ts';
import { mapLimit } from '../../../io.ts';
import { objectChanges, perDeployChanges } from '../../../push/changes.ts';
import { unrendered } from '../../../render/render.ts';
import { runsCommand } from '../../../render/sources.ts';
import type { Manifest, Target } from '../../../render/types.ts';
import type { App } from '../../types.ts';
import { renderFound } from '../check/found/render-found.ts';
import { broughtRepeats } from '../check/repeats.ts';
import type { RootPush, Tell } from '../types.ts';
import type { PushedCommit } from './commit.ts';

const ATONCE = 4;

/** A root that the push affects, at base and at head; null: it is not there. */
export interface Affected {
  readonly base: App | null;
  readonly head: App | null;
}

/** Asks the cluster for what head is going to want of an app, as far as that is seen before head is parsed. */
export type Foresee = (app: App) => Promise<void>;

interface Side {
  readonly manifests: readonly Manifest[];
  readonly perDeploy: readonly Manifest[];
  readonly problems: readonly GitopsError[];
  readonly warnings: readonly Warning[];
  /** Nothing of it could be rendered. */
  readonly failed: GitopsError | null;
}

const NOTHING: Side = { manifests: [], perDeploy: [], problems: [], warnings: [], failed: null };

/**
 * Renders what the push affects, as it was and as it will be. What was broken before is no fault of the push. `foresee`: null:
 * both sides at once.
 */
export async function renderRoots(
  affected: readonly Affected[],
  base: PushedCommit | null,
  head: PushedCommit,
  target: Target,
  deps: Deps,
  say: (what: string) => void,
  tell: Tell,
  foresee: Foresee | null,
): Promise<readonly RootPush[]> {
  let done = 0;
  const rendered = await mapLimit(affected, ATONCE, async (one): Promise<RootPush | null> => {
    const app = one.head ?? one.base;
    if (app === null) return null;
    const then = () =>
      one.base === null || base === null || isInVain(one) ? NOTHING : render(one.base, base, target, deps);
    const will = () => (one.head === null ? NOTHING : render(one.head, head, target, deps));
    const [before, after] = await (foresee === null
      ? Promise.all([then(), will()])
      : inTurn(then, () => foresee(app), will));
    say(`rendering: ${++done} of ${affected.length} roots`);
    return {
      app,
      was: one.base,
      before: before.manifests,
      after: after.manifests,
      changes: changesOf(before, after),
      repeats: broughtRepeats(before, after),
      perDeploy: {
        before: before.perDeploy,
        after: after.perDeploy,
        changes: perDeployChanges(before.perDeploy, after.perDeploy),
      },
      status: statusOf(app, one, before, after, head, tell),
    };
  });
  return rendered.filter((one) => one !== null);
}

/** Against what cannot be rendered nothing is compared: no command is run for it. */
function isInVain({ base, head }: Affected): boolean {
  return head?.root.kind === 'unrendered' && base !== null && runsCommand(base.root);
}

/**
 * Where nothing but our own parsing takes time: base while the cluster is reached, and head while that answers what head is
 * going to ask.
 */
async function inTurn(
  then: () => Promise<Side> | Side,
  between: () => Promise<void>,
  will: () => Promise<Side> | Side,
): Promise<readonly [Side, Side]> {
  const before = await then();
  await between();
  return [before, await will()];
}

/** What could not be rendered has neither come nor gone. */
function changesOf(was: Side, will: Side): RootPush['changes'] {
  if (will.failed !== null) return { created: [], changed: [], deleted: [], same: 0 };
  const changes = objectChanges(was.manifests, will.manifests);
  const before = new Set(was.problems.map(({ message }) => message));
  const isNewlyBroken = will.problems.some(({ message }) => !before.has(message));
  return isNewlyBroken ? { ...changes, deleted: [] } : changes;
}

async function render(app: App, commit: PushedCommit, target: Target, deps: Deps): Promise<Side> {
  // nothing need be laid out to say why
  if (app.root.kind === 'unrendered') return { ...NOTHING, failed: unrendered(app.root) };
  try {
    return { ...(await commit.render(app.root, target, deps)), failed: null };
  } catch (error) {
    if (!(error instanceof GitopsError) || error.exitCode === EXIT.cancelled) throw error;
    return { ...NOTHING, failed: error };
  }
}

function statusOf(
  app: App,
  { head: after }: Affected,
  was: Side,
  will: Side,
  head: PushedCommit,
  tell: Tell,
): RootPush['status'] {
  const before = new Set(was.problems.map(({ message }) => message));
  for (const error of will.problems) tell(renderFound(app, error, before.has(error.message), head));
  if (after === null) return 'removed';
  if (will.failed === null) {
    const known = will.problems.filter(({ message }) => before.has(message));
    const isElsewhere = (error: GitopsError) => renderFound(app, error, true, head).code === 'UNREACHABLE';
    if (will.problems.some(isElsewhere)) return 'unrendered';
    return known.length > 0 ? 'broken-before' : 'valid';
  }
  const found = renderFound(app, will.failed, was.failed !== null, head);
  tell(found);
  if (found.code === 'UNREACHABLE') return 'unrendered';
  return was.failed === null ? 'valid' : 'broken-before';
}
