import { existsSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ManifestError } from '../errors.ts';
import { runBounded } from './program/bounded.ts';
import { type ProgramDeps, readOutput, TIMEOUT, withCopy, withoutTree } from './program/program.ts';
import type { Rendering, Root, Tree } from './types.ts';

/** Bytes: manifests of a thousand apps are fewer. */
const LIMIT = 64 * 1024 * 1024;
/** Characters of what it said last. */
const MOST_SAID = 4000;
const WHY = {
  failed: '',
  timedOut: `: it did not finish within ${TIMEOUT / 1000} s`,
  tooMuch: `: it printed more than ${LIMIT / 1024 / 1024} MiB`,
} as const;

/** Renders by the repository's own command, never by a shell, in a copy of the tree that is gone afterwards. */
export async function renderCommand(
  { path, command }: Root,
  { dir }: Tree,
  deps: ProgramDeps,
): Promise<Rendering> {
  const [program, ...args] = command?.argv ?? [];
  if (command === undefined || program === undefined)
    throw new ManifestError('RENDER_FAILED', `${path} has no command`, {
      hint: 'write render: {command: [PROGRAM]}',
    });
  return withCopy(dir, async (copy) => {
    const bounds = { cwd: directoryOf(copy, command.cwd), timeout: TIMEOUT, limit: LIMIT };
    const ran = await runBounded(deps, program, args, bounds);
    if (ran.end === 'missing')
      throw new ManifestError('RENDERER_MISSING', `${path} needs ${program}, which cannot be run`, {
        hint: `install ${program}, or correct render.command in .gitops.yaml`,
      });
    if (ran.end !== 'done')
      throw new ManifestError('RENDER_FAILED', `${program} cannot render ${path}${WHY[ran.end]}`, {
        facts: withoutTree(ran.stderr.slice(-MOST_SAID), copy).trim().split('\n').slice(-10),
        hint: `run it by hand in ${command.cwd}`,
      });
    return readOutput(ran.stdout, program);
  });
}

/** A link may lead anywhere: the command runs in the tree. */
function directoryOf(copy: string, cwd: string): string {
  const dir = join(copy, cwd);
  const real = existsSync(dir) ? realpathSync(dir) : null;
  if (real !== null && `${real}${sep}`.startsWith(`${copy}${sep}`) && statSync(real).isDirectory())
    return real;
  throw new ManifestError('NO_SUCH_PATH', `${cwd} is no directory of the tree`, {
    hint: 'correct render.cwd in .gitops.yaml',
  });
}
