import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { main } from '../../src/main.ts';
import { isObject, type JsonObject } from '../../src/object.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout parsed, for `-o json`. Throws where it is none. */
  readonly json: () => JsonObject;
}

export interface GitopsOptions {
  readonly cwd: string;
  readonly kubeconfig: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Caches and state of this process's runs: nothing of a test stays in anybody's home. */
const home = mkdtempSync(join(tmpdir(), 'gitops-home-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));
const folders = { XDG_CACHE_HOME: join(home, 'cache'), XDG_STATE_HOME: join(home, 'state') };

/** Runs the whole program in this process: same code as the binary, other streams. */
export async function gitops(args: readonly string[], options: GitopsOptions): Promise<Outcome> {
  const stdout = collect();
  const stderr = collect();
  const stdin = new PassThrough();
  stdin.end(options.stdin ?? '');
  const code = await main(args, {
    cwd: options.cwd,
    env: { ...process.env, ...folders, KUBECONFIG: options.kubeconfig, ...options.env },
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    now: Date.now,
    signal: options.signal ?? new AbortController().signal,
  });
  const text = stdout.text();
  return { code, stdout: text, stderr: stderr.text(), json: () => parse(text) };
}

function parse(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new Error(`no JSON object: ${text.slice(0, 200)}`);
  return value;
}

function collect(): { readonly stream: PassThrough; readonly text: () => string } {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}
