import { PassThrough } from 'node:stream';
import type { Deps } from '../../src/deps.ts';

export interface World {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/** What a command would be given, in that directory. */
export function depsIn(cwd: string, { env = {}, signal = new AbortController().signal }: World = {}): Deps {
  return {
    cwd,
    env: { ...process.env, ...env },
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    now: Date.now,
    signal,
  };
}
