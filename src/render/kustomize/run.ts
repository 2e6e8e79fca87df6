import type { Deps } from '../../deps.ts';
import type { Ran } from '../../io.ts';
import { missingProgram, runProgram } from '../program/program.ts';
import { kubectlOf } from '../program/programs.ts';

/** Builds a kustomization with the user's `kustomize`, or with the one inside kubectl; `what` needs it. */
export async function runKustomize(
  target: string,
  flags: readonly string[],
  cwd: string,
  what: string,
  deps: Deps,
): Promise<Ran> {
  const own = await runProgram(deps, 'kustomize', ['build', target, ...flags], cwd);
  if (!own.missing) return own;
  const ran = await runProgram(deps, kubectlOf(deps), ['kustomize', target, ...flags], cwd);
  if (!ran.missing) return ran;
  throw missingProgram('kustomize or kubectl', what, 'install kustomize: https://kubectl.docs.kubernetes.io');
}
