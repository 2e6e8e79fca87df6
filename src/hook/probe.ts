import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Deps } from '../deps.ts';
import { isObject, type Json } from '../object.ts';
import { VERSION } from '../version.ts';

/** Names the file in which `hook pre-push` says that it was reached. */
export const HOOK_PROBE = 'GITOPS_HOOK_PROBE';

export interface ProbeAnswer {
  readonly version: string;
  /** What git, or a manager in its place, said is pushed: the remote's names of the refs. */
  readonly refs: readonly string[];
}

/**
 * The first thing that `hook pre-push` does: asked by `hook status` it answers instead of judging, and its caller
 * refuses the push, so that nothing moves and the hooks behind it have no reason to run.
 */
export async function answerProbe({ env, stdin }: Pick<Deps, 'env' | 'stdin'>): Promise<boolean> {
  const file = env[HOOK_PROBE];
  if (!file) return false;
  const lines = stdin.isTTY === true ? [] : (await text(stdin)).split('\n');
  const fromGit = lines.flatMap((line) => line.split(' ').slice(2, 3));
  const fromManager = env.PRE_COMMIT_REMOTE_BRANCH ? [env.PRE_COMMIT_REMOTE_BRANCH] : [];
  const answer: ProbeAnswer = { version: VERSION, refs: [...fromGit, ...fromManager] };
  writeFileSync(file, JSON.stringify(answer));
  return true;
}

/** null: nobody answered, or not the plugin. */
export function readAnswer(written: string): ProbeAnswer | null {
  if (written === '') return null;
  const value: Json = JSON.parse(written);
  if (!isObject(value) || typeof value.version !== 'string' || !Array.isArray(value.refs)) return null;
  return { version: value.version, refs: value.refs.filter((ref) => typeof ref === 'string') };
}
