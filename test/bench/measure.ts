import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** For its standard input; none: it is closed. */
  readonly input?: string;
  /** Before every run, outside the clock: an empty cache for a cold run. */
  readonly before?: () => void;
}

export interface Run {
  /** Seconds of wall time. */
  readonly seconds: number;
  /** Peak resident memory in MB, as far as /proc tells. */
  readonly megabytes: number;
  readonly code: number;
}

export async function once({ file, args, env, cwd, input, before }: Command): Promise<Run> {
  before?.();
  const began = performance.now();
  const child = spawn(file, [...args], {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'ignore'],
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  child.stdin?.end(input);
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, residentOf(child.pid));
  }, 10);
  const code = await new Promise<number>((done, fail) => {
    child.on('error', fail);
    child.on('close', (status) => done(status ?? 1));
  });
  clearInterval(timer);
  return { seconds: (performance.now() - began) / 1000, megabytes: peak, code };
}

function residentOf(pid: number | undefined): number {
  try {
    const found = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(found?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

export interface Pair {
  readonly theirs: number;
  readonly ours: number;
  readonly ratio: number;
  readonly megabytes: number;
}

/** Medians of runs in turn, A B A B, so that a machine that slows down slows both. */
export async function compareRuns(theirs: Command, ours: Command, runs: number): Promise<Pair> {
  const [pair] = await compareEach(theirs, [ours], runs);
  if (pair === undefined) throw new Error('nothing was compared');
  return pair;
}

/** The same for several that one slow command stands beside: A B C A B C. */
export async function compareEach(
  theirs: Command,
  ours: readonly Command[],
  runs: number,
): Promise<readonly Pair[]> {
  const a: Run[] = [];
  const b: Run[][] = ours.map(() => []);
  for (const one of ours) await once(one);
  for (let run = 0; run < runs; run++) {
    a.push(await once(theirs));
    for (const [index, one] of ours.entries()) b[index]?.push(await once(one));
  }
  const left = median(a.map(({ seconds }) => seconds));
  return b.map((all) => {
    const right = median(all.map(({ seconds }) => seconds));
    const megabytes = Math.max(...all.map((run) => run.megabytes));
    return { theirs: left, ours: right, ratio: left / right, megabytes };
  });
}

/** Seconds until a command says something of this form on stderr; null: it never does. */
export async function secondsUntil(
  { file, args, env, cwd, before }: Command,
  said: RegExp,
): Promise<number | null> {
  before?.();
  const began = performance.now();
  const child = spawn(file, [...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  let text = '';
  let seconds: number | null = null;
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (seconds === null && said.test(text)) seconds = (performance.now() - began) / 1000;
  });
  await new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', done);
  });
  return seconds;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** `share`: from 0 to 1, the greatest. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
}
