import type { Deps } from '../../../deps.ts';
import { EXIT, GitopsError, type Warning } from '../../../errors.ts';
import { mapLimit } from '../../../io.ts';
import { objectChanges, perDeployChanges } from '../../../push/changes.ts';
import { unrendered } from '../../../render/render.ts';
import { runsCommand } from '../../../render/sources.ts';
import type { Manifest, Target } from '../../../render/types.ts';
import type { App } from '../../types.ts';
import { renderFound } from '../check/render-found.ts';
import { broughtRepeats } from '../check/repeats.ts';
import type { RootPush, Tell } from '../types.ts';
import type { PushedCommit } from './commit.ts';

const ATONCE = 4;

/** A root that the push affects, at base and at head; null: it is not there. */
export interface Affected {
  readonly base: App | null;
  readonly head: App | null;
}

/** Told of what head declares before base is read. */
export type Foresee = (app: App, manifests: readonly Manifest[]) => Promise<void>;

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
    const willing = one.head === null ? NOTHING : render(one.head, head, target, deps);
    const [will, was] = await (foresee === null
      ? Promise.all([willing, then()])
      : inTurn(app, await willing, then, foresee));
    say(`rendering: ${++done} of ${affected.length} roots`);
    return {
      app,
      was: one.base,
      before: was.manifests,
      after: will.manifests,
      changes: changesOf(was, will),
      repeats: broughtRepeats(was, will),
      perDeploy: {
        before: was.perDeploy,
        after: will.perDeploy,
        changes: perDeployChanges(was.perDeploy, will.perDeploy),
      },
      status: statusOf(app, one, was, will, head, tell),
    };
  });
  return rendered.filter((one) => one !== null);
}

/** Against what cannot be rendered nothing is compared: no command is run for it. */
function isInVain({ base, head }: Affected): boolean {
  return head?.root.kind === 'unrendered' && base !== null && runsCommand(base.root);
}

/** Where nothing but our own parsing takes time, the cluster answers what head will ask while base is parsed. */
async function inTurn(
  app: App,
  will: Side,
  then: () => Promise<Side> | Side,
  foresee: Foresee,
): Promise<readonly [Side, Side]> {
  // what is wanted of a cluster that cannot be reached is told elsewhere
  void foresee(app, will.manifests);
  return [will, await then()];
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
