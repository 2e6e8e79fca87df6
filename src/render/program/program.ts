import { existsSync, realpathSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative, sep } from 'node:path';
import type { Deps } from '../../deps.ts';
import { ManifestError } from '../../errors.ts';
import { withoutRepository } from '../../git/environment.ts';
import { type Ran, run } from '../../io.ts';
import { readManifests } from '../manifest.ts';
import type { Manifest, Rendering } from '../types.ts';

/** Milliseconds. */
export const TIMEOUT = 120_000;

export type ProgramDeps = Pick<Deps, 'cwd' | 'env' | 'signal'>;

/** Of the user's cluster, or what says where it is. */
const CLUSTER = /^(?:KUBECONFIG$|HELM_KUBE)/;

/**
 * Runs a renderer in a tree. It sees neither a cluster nor the repository of the git command that we may be a hook of;
 * how the user reaches remote bases (GIT_SSH_COMMAND, GIT_CONFIG_COUNT) stays.
 */
export async function runProgram(
  deps: ProgramDeps,
  file: string,
  args: readonly string[],
  cwd: string,
  extra: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const env = { ...programEnv(deps), ...extra };
  const ran = await run(deps, file, args, { cwd, env, timeout: TIMEOUT });
  if (!ran.timedOut) return ran;
  throw new ManifestError('RENDER_FAILED', `${basename(file)} did not finish within ${TIMEOUT / 1000} s`, {
    facts: [[basename(file), ...withoutValues(args)].join(' ').replaceAll(`${cwd}/`, '')],
    hint: 'run it by hand to see what it waits for',
  });
}

/** What every renderer is given of our environment. */
export function programEnv({ env }: Pick<Deps, 'env'>): Deps['env'] {
  const inherited = Object.entries(withoutRepository(env)).filter(([name]) => !CLUSTER.test(name));
  // git must fail, not ask, when a remote base needs a password.
  return { ...Object.fromEntries(inherited), GIT_TERMINAL_PROMPT: '0' };
}

/** `--set password=…`: what is handed over may be secret. */
function withoutValues(args: readonly string[]): readonly string[] {
  const isValue = (index: number) => /^--(?:set|ext|tla)\b/.test(args[index - 1] ?? '');
  return args.map((arg, index) => (isValue(index) ? arg.replace(/=[\s\S]*$/, '=…') : arg));
}

export const INSTALL_HELM = 'install Helm: https://helm.sh/docs/intro/install';

export function missingProgram(what: string, root: string, hint: string): ManifestError {
  return new ManifestError('RENDERER_MISSING', `${root} needs ${what}, which is not in PATH`, { hint });
}

/**
 * Renderers that fetch write beside what they read, so they get a copy of the tree; gone when `work` ends. `isWanted`:
 * whether a path of the tree is in the copy.
 */
export async function withCopy<T>(
  dir: string,
  work: (copy: string, scratch: string) => Promise<T>,
  isWanted: (path: string) => boolean = () => true,
): Promise<T> {
  return withScratch(async (scratch) => {
    const copy = join(scratch, 'tree');
    const isOwn = (path: string) => !['.git', 'node_modules'].includes(basename(path));
    const within = (path: string) => relative(dir, path).split(sep).join('/');
    const wanted = (path: string) => path === dir || (isOwn(path) && isWanted(within(path)));
    await cp(dir, copy, { recursive: true, verbatimSymlinks: true, filter: wanted });
    return work(copy, scratch);
  });
}

/** A directory that nobody else can look into (0700), gone when `work` ends. */
export async function withScratch<T>(work: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = realpathSync(await mkdtemp(join(tmpdir(), 'kubectl-gitops-')));
  try {
    return await work(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What a renderer printed, as manifests whose origin is not known yet. */
export function readOutput(stdout: string, command: string): Rendering {
  const read = readManifests(stdout, `the output of ${command}`, { strict: true });
  const origin = { file: null, document: null, line: null, item: null };
  const unplaced = ({ object }: Manifest): Manifest => ({ object, origin });
  return { ...read, manifests: read.manifests.map(unplaced), perDeploy: read.perDeploy.map(unplaced) };
}

/** A program's message without the place of the tree, which is often a temporary one. */
export function withoutTree(text: string, dir: string): string {
  const real = existsSync(dir) ? realpathSync(dir) : dir;
  return text.replaceAll(`${real}/`, '').replaceAll(`${dir}/`, '').replaceAll(real, '.').replaceAll(dir, '.');
}

/** Nothing a commit can repair: the machine is offline, or the remote end is. */
export function isNetworkFailure(stderr: string): boolean {
  return /no such host|dial tcp|i\/o timeout|connection refused|network is unreachable|Could not resolve|unable to access|TLS handshake|Could not read from remote|hit \S+ timeout|context deadline exceeded|could not be reached|exit status 128/i.test(
    stderr,
  );
}
