import { recordEvent } from '../../cluster/stamp.ts';
import { whoAmI } from '../../cluster/login/whoami.ts';
import type { Deps } from '../../deps.ts';
import { BREAK_GLASS, breakGlassText, managerFor } from '../../drift/break-glass.ts';
import type { GitopsError, Warning } from '../../errors.ts';
import { describe, type KubeObject, nameOf, objectAt, stringOr } from '../../object.ts';
import { runPlan } from './run.ts';
import type { Outcome, Plan, Step } from './types.ts';

/** What a reason may override; what is invalid, or meant for another cluster, no reason makes right. */
const OVERRIDDEN = ['NOT_COMMITTED', 'NOT_PUSHED', 'DEPLOYED_BY_CONTROLLER', 'OVERWRITES_LIVE'];

/** The refusals that stay although there is a reason. */
export function unbroken(refusals: readonly GitopsError[]): readonly GitopsError[] {
  return refusals.filter(({ code }) => !OVERRIDDEN.includes(code));
}

/**
 * Applies what was refused under the person's own name. Every object that it writes carries the reason, in the same
 * request, and gets an Event; it is no state of git, so no record is kept and nothing is pruned.
 */
export async function applyPastGit(
  plan: Plan,
  reason: string,
  deps: Deps,
  done: (outcome: Outcome) => void,
  warn: (warning: Warning) => void,
): Promise<readonly Outcome[]> {
  const { http } = plan.cluster;
  const who = await whoAmI(http);
  const now = new Date(deps.now());
  const text = breakGlassText({
    reason,
    who,
    time: now.toISOString(),
    verb: 'apply',
    revision: plan.revision,
  });
  const outcomes = await runPlan(stamped(plan, text), deps, done, managerFor('apply', who));
  for (const { object, done: what, stored } of outcomes) {
    if (what === null || what === 'unchanged') continue;
    const failure = await recordEvent(
      http,
      { ...nameOf(object), uid: stringOr(stored?.metadata.uid, null) },
      { reason: 'BreakGlass', message: `apply past git by ${who}: ${reason}`, time: now },
    );
    if (failure === null) continue;
    warn({
      code: 'NOT_RECORDED',
      message: `${describe(nameOf(object))} is applied and carries the reason, but has no Event: ${failure.message}`,
      hint: failure.hint ?? null,
    });
  }
  return outcomes;
}

/** Only what differs, and with the reason on it. */
function stamped(plan: Plan, text: string): Plan {
  const apps = plan.apps.map((app) => ({
    ...app,
    record: null,
    prunes: [],
    later: app.later.map((one) => ({
      ...one,
      desired: annotated(one.desired, text),
      manifest: { ...one.manifest, object: annotated(one.manifest.object, text) },
    })),
    steps: app.steps
      .filter(({ action }) => action !== 'keep')
      .map(
        (step): Step => ({
          ...step,
          takesOver: [],
          item: { ...step.item, desired: annotated(step.item.desired, text) },
        }),
      ),
  }));
  return { ...plan, apps };
}

function annotated(object: KubeObject, text: string): KubeObject {
  const annotations = { ...objectAt(object.metadata.annotations), [BREAK_GLASS]: text };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
