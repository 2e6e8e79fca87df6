import type { Writable } from 'node:stream';

/**
 * Everything a command takes from the world. Built once in main.ts, handed down; nothing reads process.*
 * on its own, so a test runs a command in-process with other streams, another directory, another clock.
 */
export interface Deps {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Aborted by Ctrl-C; every wait ends on it. */
  readonly signal: AbortSignal;
}

export type Stream = Writable & { readonly isTTY?: boolean; readonly columns?: number };
