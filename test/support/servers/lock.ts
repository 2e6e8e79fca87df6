import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isErrno, undefinedIfAbsent } from './errno.ts';

const heartbeatMs = 5_000;
const staleMs = 30_000;

/** Lets one process at a time work on this path; a holder that died is passed over. */
export async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  const holder = [hostname(), process.pid, randomUUID()].join(' ');
  await mkdir(dirname(lock), { recursive: true });
  for (let tries = 0; !(await acquire(lock, holder)); tries += 1) {
    if (tries === 8) process.stderr.write(`waiting for another process that holds ${lock}\n`);
    await sleep(250);
  }
  const heartbeat = setInterval(() => void touch(lock), heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if ((await holderOf(lock)) === holder) await rm(lock, { recursive: true, force: true });
  }
}

async function acquire(lock: string, holder: string): Promise<boolean> {
  try {
    await mkdir(lock);
  } catch (cause) {
    if (!isErrno(cause, 'EEXIST')) throw cause;
    if (await isStale(lock)) await removeStale(lock);
    return false;
  }
  await writeFile(join(lock, 'holder'), holder);
  return true;
}

/** A holder on this machine is asked for by its process; elsewhere, or in a container, only the heartbeat tells. */
async function isStale(lock: string): Promise<boolean> {
  const [host, pid] = (await holderOf(lock))?.split(' ') ?? [];
  if (host === hostname() && pid !== undefined && !isRunning(Number(pid))) return true;
  const found = await stat(lock).catch(undefinedIfAbsent);
  return found !== undefined && Date.now() - found.mtimeMs > staleMs;
}

/** Renamed first, so that of several who found it stale only one removes it. */
async function removeStale(lock: string): Promise<void> {
  const aside = `${lock}.${randomUUID()}.stale`;
  try {
    await rename(lock, aside);
  } catch (cause) {
    return undefinedIfAbsent(cause);
  }
  await rm(aside, { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return isErrno(cause, 'EPERM');
  }
}

async function touch(lock: string): Promise<void> {
  const now = new Date();
  await utimes(lock, now, now).catch(undefinedIfAbsent);
}

function holderOf(lock: string): Promise<string | undefined> {
  return readFile(join(lock, 'holder'), 'utf8').catch(undefinedIfAbsent);
}
