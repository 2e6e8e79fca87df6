import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type DaemonOptions = {
  /** The file that keeps what it says. */
  readonly log: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Whether it answers yet; it is asked again and again. */
  readonly ready: () => Promise<boolean>;
  readonly readyWithinMs?: number;
};

export type Daemon = {
  readonly name: string;
  readonly log: string;
  /** The end of what it said. */
  lastWords(lines?: number): string;
  /** Of the program itself. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
};

/**
 * A shell that runs the program and ends it when its own standard input ends, which happens with `stop` and with the
 * end of this process, however that comes. A program that does not end when asked to is killed after 10 seconds.
 */
const leash = [
  'exec 3<&0',
  '"$@" </dev/null 3<&- 4>&- & program=$!',
  'echo $program >&4',
  'exec 4>&-',
  '{ cat <&3 >/dev/null; kill $program; sleep 10; kill -9 $program; } 2>/dev/null & watcher=$!',
  'exec 3<&-',
  'wait $program',
  'code=$?',
  'kill $watcher 2>/dev/null',
  'exit $code',
].join('\n');

/** Starts a program that stays, and waits until it is ready; one that ends before throws with what it said. */
export async function startDaemon(
  command: string,
  args: readonly string[],
  { log, env, cwd, ready, readyWithinMs = 60_000 }: DaemonOptions,
): Promise<Daemon> {
  const file = openSync(log, 'w', 0o600);
  const child = spawn('sh', ['-c', leash, 'sh', command, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', file, file, 'ignore', 'pipe'],
  });
  closeSync(file);
  child.stdin?.on('error', () => {});
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let program = 0;
  child.stdio[4]?.on('data', (pid: Buffer) => {
    program = Number(pid.toString());
  });
  const name = basename(log, '.log');
  const daemon: Daemon = {
    name,
    log,
    lastWords: (lines = 30) => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n'),
    signal: (signal) => process.kill(program, signal),
    stop: async () => {
      child.stdin?.end();
      await ended;
    },
  };
  const deadline = Date.now() + readyWithinMs;
  while (!(await ready())) {
    const problem = problemOf(child, deadline, readyWithinMs);
    if (problem !== undefined) {
      await daemon.stop();
      throw new Error(`${name} ${problem}\n${daemon.lastWords()}`);
    }
    await sleep(50);
  }
  return daemon;
}

function problemOf(child: ChildProcess, deadline: number, ms: number): string | undefined {
  if (child.exitCode !== null) return `ended with exit code ${child.exitCode}`;
  return Date.now() > deadline ? `is not ready after ${ms / 1000} s` : undefined;
}
