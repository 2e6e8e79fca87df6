import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** What `controlplane up` says in its one line once the cluster can be used. */
export type Ready = {
  readonly kubeconfig: string;
  readonly server: string;
  readonly version: string;
  readonly pid: number;
};

export function parseReady(text: string): Ready {
  const parsed: unknown = JSON.parse(text);
  if (!isReady(parsed)) throw new Error(`not what controlplane says when it is ready: ${text}`);
  return parsed;
}

function isReady(value: unknown): value is Ready {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kubeconfig' in value &&
    typeof value.kubeconfig === 'string' &&
    'server' in value &&
    typeof value.server === 'string' &&
    'version' in value &&
    typeof value.version === 'string' &&
    'pid' in value &&
    typeof value.pid === 'number'
  );
}

/** Waits for the ready line; a supervisor that ends without it rejects with the reason it gave. */
export function whenReady(child: ChildProcess, reason: () => Promise<string>): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const { stdout } = child;
    if (stdout === null) throw new TypeError('the ready line is read from a pipe');
    child.once('error', reject);
    child.once('close', () => void reason().then((text) => reject(new Error(`no cluster: ${text}`)), reject));
    createInterface({ input: stdout }).once('line', (line) => {
      try {
        resolve(parseReady(line));
      } catch (cause) {
        reject(cause);
      }
    });
  });
}

/** Waits until the condition holds; says what was waited for when it does not in time. */
export async function eventually(what: string, ms: number, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${ms / 1000} s`);
    await sleep(50);
  }
}
