import { constants } from 'node:os';
import type { Deps } from './deps.ts';
import { CancelledError } from './errors.ts';

/** Loaded when the first program is run: many commands run none. */
async function loaded() {
  return (await import('execa')).execa;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The program is not there, or cannot be executed. */
  readonly missing: boolean;
  readonly timedOut: boolean;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** Milliseconds; none: as long as it takes. */
  readonly timeout?: number;
  /** What it says on stderr is shown at once as well, for who may have to act on it. */
  readonly aloud?: boolean;
}

/**
 * Runs a program with an argument list (never a shell) and waits for it. A non-zero exit is an answer, not
 * an exception: only cancelling throws.
 */
export async function run(
  deps: Pick<Deps, 'cwd' | 'env' | 'signal'>,
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  const execa = await loaded();
  const result = await execa(file, args, {
    cwd: options.cwd ?? deps.cwd,
    env: { ...(options.env ?? deps.env) },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 512 * 1024 * 1024,
    cancelSignal: deps.signal,
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    ...(options.aloud === true ? { stderr: ['inherit' as const, 'pipe' as const] } : {}),
  });
  if (result.isCanceled) throw new CancelledError();
  return {
    code: result.exitCode ?? 1,
    stdout: result.stdout,
    stderr: result.stderr,
    missing: result.code === 'ENOENT' || result.code === 'EACCES',
    timedOut: result.timedOut,
  };
}

/** The same, of a program whose output is no text. */
export interface RanBytes extends Pick<Ran, 'code' | 'stderr' | 'missing' | 'timedOut'> {
  readonly bytes: Buffer;
}

export interface TakeoverOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the program is told it was started as. */
  readonly argv0?: string;
  /** Bytes for its standard input; none: it has ours. */
  readonly input?: string;
}

/** Until it is released, Ctrl-C (which a terminal sends to the program as well) and the end are the program's affair. */
function standAside(send: (signal: NodeJS.Signals) => void): () => void {
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const released = names.map((name) => {
    const before = process.listeners(name);
    const onSignal = () => {
      if (name !== 'SIGINT') send(name);
    };
    process.removeAllListeners(name);
    process.on(name, onSignal);
    return () => {
      process.removeListener(name, onSignal);
      for (const listener of before) process.on(name, listener);
    };
  });
  return () => {
    for (const restore of released) restore();
  };
}

/**
 * Runs a program on our own terminal, as if it had been started in our place: its streams are ours, and Ctrl-C is its
 * own affair. Returns its exit code, 128 and the signal's number where one ended it, as a shell would.
 */
export async function takeOver(
  deps: Pick<Deps, 'cwd'>,
  file: string,
  args: readonly string[],
  { env, argv0, input }: TakeoverOptions,
): Promise<number> {
  const execa = await loaded();
  const program = execa(file, args, {
    cwd: deps.cwd,
    env: { ...env },
    extendEnv: false,
    reject: false,
    stdout: 'inherit',
    stderr: 'inherit',
    ...(input === undefined ? { stdin: 'inherit' as const } : { input }),
    ...(argv0 === undefined ? {} : { argv0 }),
  });
  const release = standAside((name) => program.kill(name));
  const { exitCode, signal } = await program.finally(release);
  if (signal !== undefined) return 128 + (constants.signals[signal] ?? 0);
  return exitCode ?? 1;
}

/** Runs `work` over `items`, at most `limit` at once; results keep the order of `items`. */
export async function mapLimit<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
