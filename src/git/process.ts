import { type ChildProcess, spawn } from 'node:child_process';
import type { Deps } from '../deps.ts';
import { CancelledError } from '../errors.ts';
import type { Ran, RanBytes, RunOptions } from '../io.ts';

type GitDeps = Pick<Deps, 'cwd' | 'env' | 'signal'>;

/** `runGitBytes`, for what is text. */
export async function runGit(deps: GitDeps, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { bytes, ...ran } = await runGitBytes(deps, args, options);
  return { ...ran, stdout: bytes.toString('utf8') };
}

/**
 * Runs git and waits for it, with nothing but node's own means: it is asked up to nine times in every push that somebody
 * waits for, and what a library does around it took longer than git itself. A non-zero exit is an answer, not an
 * exception: only cancelling throws.
 */
export async function runGitBytes(
  { cwd, env, signal }: GitDeps,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RanBytes> {
  if (signal.aborted) throw new CancelledError();
  const { input, timeout } = options;
  const child = spawn('git', [...args], {
    cwd: options.cwd ?? cwd,
    env: { ...(options.env ?? env) },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let timedOut = false;
  const cancel = () => void child.kill();
  const expire = () => {
    timedOut = true;
    child.kill();
  };
  const timer = timeout === undefined ? undefined : setTimeout(expire, timeout);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const ended = endOf(child);
    // git that does not read all of it has had enough
    child.stdin?.on('error', () => undefined).end(input);
    const end = await ended;
    if (signal.aborted) throw new CancelledError();
    return { ...end, timedOut };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

function endOf(child: ChildProcess): Promise<Omit<RanBytes, 'timedOut'>> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  const texts = () => ({ bytes: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') });
  return new Promise((done) => {
    child.on('error', ({ code }: NodeJS.ErrnoException) => {
      done({ ...texts(), code: 1, missing: code === 'ENOENT' || code === 'EACCES' });
    });
    child.on('close', (code) => done({ ...texts(), code: code ?? 1, missing: false }));
  });
}
