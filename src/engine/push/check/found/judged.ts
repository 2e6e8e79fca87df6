import { isDeployer } from '../../../../drift/fields.ts';
import { normalizeDesired } from '../../../../drift/normalize.ts';
import type { ObjectDrift } from '../../../../drift/types.ts';
import { valueAt } from '../../../../drift/values.ts';
import type { GitopsError } from '../../../../errors.ts';
import { type KubeObject, nameOf, namespaceOf, sameJson } from '../../../../object.ts';
import { recreates } from '../../../../push/recreates.ts';
import { refusalHint } from '../../../../push/refusal-hint.ts';
import type { Found } from '../../../../push/types.ts';
import type { Judged } from '../../../compare/ask.ts';
import { explain, placeOf, type Sources } from '../../../explain.ts';
import type { Item } from '../../../types.ts';
import { refused } from './found.ts';
import { overwrites, takenOver } from '../overwrites.ts';

/** What is wrong with one object that is live already. `was`: as it was before the push; undefined: it was not in git. */
export async function problemsOf(
  judged: Judged,
  was: KubeObject | undefined,
  sources: Sources,
): Promise<readonly Found[]> {
  const { item, evaluation } = judged.suspicion;
  const told = await warningsOf(item, judged.said, sources);
  if (judged.verdict.error !== null) return [...told, await refused(item, judged.verdict.error, sources)];
  if (judged.refused === null && isInnocent(judged, was)) return told;
  const base = was === undefined ? null : normalizeDesired(was, namespaceOf(item.desired));
  const drift = await explain(judged, sources);
  const taken =
    base === null
      ? // without a mark of a deployer's, whoever typed a kubectl command passes for it
        takenOver(drift, evaluation.mark === null ? [] : evaluation.deployer)
      : overwrites(drift, { base, head: item.desired, type: item.type }, evaluation.deployer);
  if (judged.refused === null) return [...told, ...taken];
  return [...told, ...taken, await blocked(item, judged.refused, drift, sources)];
}

/**
 * Live is what git declared before the push, and the deployer's doing: whatever the push changes, nobody else set it.
 * Most objects need not be explained, nor what they were be made comparable for it: what is written in another way is only
 * looked at more closely.
 */
function isInnocent(
  { suspicion: { item, evaluation }, verdict }: Judged,
  was: KubeObject | undefined,
): boolean {
  const findings = verdict.findings.filter(({ ignoredBy }) => ignoredBy === null);
  if (was === undefined) return findings.length === 0;
  return findings.every(({ path, live, owner }) => {
    const before = valueAt(was, path, item.type);
    if (live === undefined || before === undefined) return live === before;
    return sameJson(before, live) && (owner === null || isDeployer(owner, evaluation.deployer));
  });
}

/** A new object like it would be accepted: it is what is live that stands against it. */
async function blocked(item: Item, error: GitopsError, drift: ObjectDrift, sources: Sources): Promise<Found> {
  const problem = await refused(item, error, sources);
  if (problem.code !== 'IMMUTABLE_FIELD') {
    const { kind, name } = nameOf(item.desired);
    const hint = `undo what is live, or take it into git: kubectl gitops diff ${kind.toLowerCase()}/${name}`;
    return { ...problem, message: `as long as live is as it is: ${problem.message}`, hint };
  }
  if (!recreates(item.desired, drift.app?.deployer ?? 'none')) {
    const hint =
      'give it another name, or delete the live object when this is deployed: nothing recreates it';
    return { ...problem, hint };
  }
  return {
    ...problem,
    softened: true,
    hint: 'its deployer deletes it and makes it anew: pods and their state go',
  };
}

/** What the server says besides: that a version goes away, or what PodSecurity and policies only warn of. */
export async function warningsOf(
  item: Item,
  said: readonly string[],
  sources: Pick<Sources, 'locatorOf'>,
): Promise<readonly Found[]> {
  if (said.length === 0) return [];
  const { app, desired, type } = item;
  const source = await placeOf(item, [], sources);
  return said.map((message) => ({
    code: /\bdeprecated\b/.test(message) ? 'DEPRECATED_API' : 'SERVER_WARNING',
    root: app.root.path,
    object: nameOf(desired),
    path: null,
    message,
    hint: refusalHint({ message, object: desired, path: null, type }),
    source,
  }));
}
