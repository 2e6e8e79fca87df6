import { birth, dryRunApply } from '../cluster/dry-run.ts';
import type { Sides } from '../drift/evaluate.ts';
import { type Answers, bornOf, questionsOf, settle, type Verdict } from '../drift/settle.ts';
import { unseen } from '../drift/unseen.ts';
import { EXIT, type GitopsError } from '../errors.ts';
import { mapLimit } from '../io.ts';
import type { Births } from './births.ts';
import type { Suspicion } from './inspect.ts';
import type { Cluster } from './types.ts';

const ATONCE = 16;

export interface Judged {
  readonly suspicion: Suspicion;
  readonly verdict: Verdict;
  readonly compared: 'server' | 'local';
  /** The server could not be asked (no right, a webhook down): the answer is the local one. */
  readonly unasked: GitopsError | null;
}

/**
 * Puts the questions that the local comparison leaves open, all of them as dry-runs: a birth where something may
 * be a default, an apply where declared fields differ. `verify`: both, for every object.
 */
export async function judge(
  cluster: Pick<Cluster, 'http'>,
  suspicions: readonly Suspicion[],
  births: Births,
  verify: boolean,
  progress: (done: number) => void,
): Promise<readonly Judged[]> {
  let done = 0;
  return mapLimit(suspicions, ATONCE, async (suspicion) => {
    const judged = await judgeOne(cluster, suspicion, births, verify);
    progress(++done);
    return judged;
  });
}

async function judgeOne(
  cluster: Pick<Cluster, 'http'>,
  suspicion: Suspicion,
  births: Births,
  verify: boolean,
): Promise<Judged> {
  const { item, live, evaluation } = suspicion;
  const { desired, resource, type } = item;
  const sides = { desired, live, type };
  const { doubts, apply } = questionsOf(sides, evaluation);
  const manager = evaluation.deployer[0]?.manager ?? 'kubectl-gitops';
  const applied = apply || verify ? await dryRunApply(cluster.http, resource, desired, manager) : undefined;
  const refused = applied !== undefined && 'error' in applied ? applied.error : undefined;
  const known = verify || doubts.length === 0 ? undefined : births.known(suspicion, doubts);
  const isBorn = refused?.exitCode === EXIT.invalid || (doubts.length > 0 && known === undefined);
  const newborn = isBorn ? await birth(cluster.http, resource, desired, manager) : undefined;
  const unborn = newborn !== undefined && 'error' in newborn ? newborn.error : undefined;
  const born = newborn !== undefined && 'object' in newborn ? bornOf(newborn.object, type) : known;
  if (born !== undefined && known === undefined) births.remember(suspicion, doubts, born);
  const answers: Answers = {
    ...(applied !== undefined && 'object' in applied ? { merged: applied.object } : {}),
    ...(born === undefined ? {} : { born }),
    ...(refused === undefined ? {} : { refused }),
    ...(unborn?.exitCode === EXIT.invalid ? { stillborn: unborn } : {}),
  };
  const unasked = [refused, unborn].find((error) => error?.exitCode === EXIT.cluster) ?? null;
  const asked = apply || verify || doubts.length > 0;
  return {
    suspicion,
    verdict: verify
      ? verified(settle(sides, evaluation, answers), sides, answers)
      : settle(sides, evaluation, answers),
    compared: asked && unasked === null ? 'server' : 'local',
    unasked,
  };
}

/** With `--verify` the server's own answer counts in full, whatever the local comparison thought of. */
function verified(verdict: Verdict, { live, type }: Sides, { merged }: Answers): Verdict {
  if (merged === undefined || verdict.error !== null) return verdict;
  return { ...verdict, findings: [...verdict.findings, ...unseen(merged, live, type, verdict.findings)] };
}
