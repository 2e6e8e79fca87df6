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
  const a: Run[] = [];
  const b: Run[] = [];
  await once(ours);
  for (let run = 0; run < runs; run++) {
    a.push(await once(theirs));
    b.push(await once(ours));
  }
  const left = median(a.map(({ seconds }) => seconds));
  const right = median(b.map(({ seconds }) => seconds));
  return {
    theirs: left,
    ours: right,
    ratio: left / right,
    megabytes: Math.max(...b.map(({ megabytes }) => megabytes)),
  };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** `share`: from 0 to 1, the greatest. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
}
