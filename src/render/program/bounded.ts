import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { CancelledError } from '../../errors.ts';
import { type ProgramDeps, programEnv } from './program.ts';

export interface Bounds {
  readonly cwd: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Bytes that it may print, on each of its streams. */
  readonly limit: number;
}

export interface BoundedRun {
  /** `missing`: it is not there, or cannot be executed. */
  readonly end: 'done' | 'failed' | 'missing' | 'timedOut' | 'tooMuch';
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program that nobody here wrote. It leads a group of its own, so that whatever it started ends with it, when its
 * time is over or when it is cancelled: what holds its output open would hold us. execa, which runs all others, looks
 * through all that a program printed for the message of its error, however much that is. Throws CancelledError.
 */
export async function runBounded(
  deps: ProgramDeps,
  file: string,
  args: readonly string[],
  { cwd, timeout, limit }: Bounds,
): Promise<BoundedRun> {
  if (deps.signal.aborted) throw new CancelledError();
  const program = await started(file, args, cwd, { ...programEnv(deps) });
  if (program === null) return { end: 'missing', stdout: '', stderr: '' };
  let end: BoundedRun['end'] | null = null;
  const stop = (why: BoundedRun['end'] | null) => {
    end ??= why;
    try {
      if (program.pid !== undefined) process.kill(-program.pid, 'SIGKILL');
    } catch {
      // all of it has ended
    }
  };
  const [stdout, stderr] = [program.stdout, program.stderr].map((stream) => {
    const chunks: Buffer[] = [];
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) return stop('tooMuch');
      chunks.push(chunk);
    });
    return () => Buffer.concat(chunks).toString('utf8');
  });
  const cancel = () => stop(null);
  const timer = setTimeout(() => stop('timedOut'), timeout);
  deps.signal.addEventListener('abort', cancel);
  const code = await new Promise<number | null>((resolve) => {
    program.on('error', () => {
      end ??= 'missing';
      resolve(null);
    });
    program.on('close', resolve);
  });
  clearTimeout(timer);
  deps.signal.removeEventListener('abort', cancel);
  stop(null);
  if (deps.signal.aborted) throw new CancelledError();
  return {
    end: end ?? (code === 0 ? 'done' : 'failed'),
    stdout: stdout?.() ?? '',
    stderr: stderr?.() ?? '',
  };
}

const TRIES = 50;

/**
 * null: it cannot be executed. A script that was just copied is busy for as long as another program that we start at that
 * moment has not let go of what we had open.
 */
async function started(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
  for (let tries = 1; ; tries += 1) {
    try {
      return spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      if (!isBusy(error) || tries === TRIES) return null;
      await wait(20);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ETXTBSY';
}
