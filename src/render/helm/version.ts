import type { Deps } from '../../deps.ts';
import { runProgram } from '../program/program.ts';

/** The major version of the `helm` that renders here; null: there is none, or it does not say. */
export async function helmMajorHere(deps: Deps): Promise<number | null> {
  const ran = await runProgram(deps, 'helm', ['version', '--template', '{{.Version}}'], deps.cwd);
  const major = /^v?(\d+)\./.exec(ran.stdout.trim())?.[1];
  return ran.code !== 0 || major === undefined ? null : Number(major);
}
