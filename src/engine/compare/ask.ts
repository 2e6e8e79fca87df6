import { type Answer, birth, dryRunApply } from '../../cluster/dry-run.ts';
import type { Evaluation, Sides } from '../../drift/evaluate.ts';
import { type Answers, bornOf, questionsOf, settle, type Verdict } from '../../drift/settle.ts';
import { unseen } from '../../drift/unseen.ts';
import { EXIT, type GitopsError } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import type { Births } from './births.ts';
import type { Suspicion } from './inspect.ts';
import type { Cluster } from '../types.ts';

const ATONCE = 16;

/** How much the server is asked: what the local comparison leaves open, besides that every apply, or everything. */
export type Thoroughness = 'doubts' | 'applies' | 'everything';

/** How the server is asked to apply an object, for whoever remembers what it said. */
export type Apply = (suspicion: Suspicion, manager: string) => Promise<Answer>;

export interface Judged {
  readonly suspicion: Suspicion;
  readonly verdict: Verdict;
  /** What the server says besides: deprecations. */
  readonly said: readonly string[];
  readonly compared: 'server' | 'local';
  /** The server could not be asked (no right, a webhook down): the answer is the local one. */
  readonly unasked: GitopsError | null;
  /** Why git cannot be applied over live as it is, whoever is to blame. */
  readonly refused: GitopsError | null;
}

/** Puts the questions about many objects, a few at a time. */
export async function judge(
  cluster: Pick<Cluster, 'http'>,
  suspicions: readonly Suspicion[],
  births: Births,
  how: Thoroughness,
  progress: (done: number) => void,
): Promise<readonly Judged[]> {
  let done = 0;
  return mapLimit(suspicions, ATONCE, async (suspicion) => {
    const judged = await judgeOne(cluster, suspicion, births, how);
    progress(++done);
    return judged;
  });
}

/**
 * Puts the questions that the local comparison leaves open, all of them as dry-runs: a birth where something may
 * be a default, an apply where declared fields differ.
 */
export async function judgeOne(
  cluster: Pick<Cluster, 'http'>,
  suspicion: Suspicion,
  births: Births,
  how: Thoroughness,
  ask: Apply = ({ item }, manager) => dryRunApply(cluster.http, item.resource, item.desired, manager),
): Promise<Judged> {
  const { item, live, evaluation } = suspicion;
  const { desired, resource, type } = item;
  const sides = { desired, live, type };
  const { doubts, apply } = questionsOf(sides, evaluation);
  const manager = evaluation.deployer[0]?.manager ?? 'kubectl-gitops';
  const applied = apply || how !== 'doubts' ? await ask(suspicion, manager) : undefined;
  const refused = applied !== undefined && 'error' in applied ? applied.error : undefined;
  const verify = how === 'everything';
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
  const asked = applied !== undefined || doubts.length > 0;
  return {
    suspicion,
    verdict: verify
      ? verified(settle(sides, evaluation, answers), sides, answers, evaluation)
      : settle(sides, evaluation, answers),
    said: applied !== undefined && 'object' in applied ? applied.warnings : [],
    compared: asked && unasked === null ? 'server' : 'local',
    unasked,
    refused: refused?.exitCode === EXIT.invalid ? refused : null,
  };
}

/** With `--verify` the server's own answer counts in full, whatever the local comparison thought of. */
function verified(
  verdict: Verdict,
  { live, type }: Sides,
  { merged }: Answers,
  { mark }: Evaluation,
): Verdict {
  if (merged === undefined || verdict.error !== null) return verdict;
  return {
    ...verdict,
    findings: [...verdict.findings, ...unseen(merged, live, type, verdict.findings, mark)],
  };
}
